import { quoted } from '../../../values/rego-text.ts'
import { bytesOf } from '../../../values/strings.ts'
import { substring } from '../characters.ts'
import { type Flags, padded } from './flags.ts'
import { asciiQuoted, canBackquote } from './quote.ts'

/** A string by a verb; undefined for verbs that strings do not have. */
export function printString(value: string, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 's':
    case 'v':
      return padded(cut(value, flags), flags)
    case 'q':
      return padded(quote(cut(value, flags), flags), flags)
    case 'x':
      return printBytes(value, flags, '0x')
    case 'X':
      return printBytes(value, flags, '0X').toUpperCase()
    default:
      return undefined
  }
}

function cut(value: string, flags: Flags): string {
  return flags.precision === undefined ? value : substring(value, 0, flags.precision)
}

function quote(value: string, flags: Flags): string {
  if (flags.sharp && canBackquote(value)) return `\`${value}\``
  return flags.plus ? asciiQuoted(value) : quoted(value)
}

function printBytes(value: string, flags: Flags, prefix: string): string {
  const bytes = Array.from(bytesOf(value).subarray(0, flags.precision), (byte) => byte.toString(16).padStart(2, '0'))
  const start = flags.sharp && bytes.length > 0 ? prefix : ''
  return padded(start + bytes.join(flags.space ? ` ${start}` : ''), flags)
}
