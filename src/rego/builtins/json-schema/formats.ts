import { BuiltinError } from '../../errors.ts'
import type { Host } from '../builtin.ts'
import { parseAddress } from '../net/ip.ts'
import { regexOf } from '../regex/compile.ts'
import { parseMoment } from '../time/parse.ts'
import { parseUri } from '../uri/parse.ts'
import { isMailAddress } from './mail-address.ts'

type Format = (text: string, host: Host) => boolean

function accepts(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

function times(...layouts: readonly string[]): Format {
  return (text) => layouts.some((layout) => accepts(() => parseMoment(layout, text)))
}

const rfc3339 = '2006-01-02T15:04:05Z07:00'
const isAddress =
  (sign: '.' | ':'): Format =>
  (text) =>
    text.includes(sign) && parseAddress(text) !== undefined
const isReference: Format = (text) => !text.includes('\\') && accepts(() => parseUri(text))

const isUri: Format = (text) => /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && !text.includes('\\') && accepts(() => parseUri(text))

/** Braces in the path must be in pairs. */
const isTemplate: Format = (text) => {
  if (text.includes('\\') || !accepts(() => parseUri(text))) return false
  const { path } = parseUri(text)
  for (let open = path.indexOf('{'); open >= 0; open = path.indexOf('{', open)) {
    open = path.indexOf('}', open)
    if (open < 0) return false
  }
  return true
}

const isHostname: Format = (text) => text.length < 256 && text.split('.').every((label) => /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(label))
const isPointer: Format = (text) => text === '' || (text.startsWith('/') && !/~(?![01])/.test(text))

const isRelativePointer: Format = (text, host) => {
  const rest = /^(?:0|[1-9][0-9]*)(.*)$/s.exec(text)?.[1]
  return rest !== undefined && (rest === '#' || isPointer(rest, host))
}

const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date', times('2006-01-02')],
  ['time', times('15:04:05Z07:00', '15:04:05')],
  ['date-time', times('15:04:05', '15:04:05Z07:00', '2006-01-02', rfc3339)],
  ['hostname', isHostname],
  ['email', isMailAddress],
  ['idn-email', isMailAddress],
  ['ipv4', isAddress('.')],
  ['ipv6', isAddress(':')],
  ['uri', isUri],
  ['uri-reference', isReference],
  ['iri', isUri],
  ['iri-reference', isReference],
  ['uri-template', isTemplate],
  ['uuid', (text) => /^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/.test(text)],
  ['regex', (text, host) => text === '' || accepts(() => regexOf(text, host))],
  ['json-pointer', isPointer],
  ['relative-json-pointer', isRelativePointer],
])

/** A format that nobody knows takes anything. */
export function hasFormat(text: string, format: string, host: Host): boolean {
  const check = formats.get(format)
  if (check === undefined) return true
  host.spend(1 + text.length / 50)
  return check(text, host)
}
