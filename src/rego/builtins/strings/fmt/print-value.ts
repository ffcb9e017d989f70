import { compareStrings } from '../../../values/strings.ts'
import { refuseDepth } from '../../../values/work.ts'
import { type Flags, NO_FLAGS, padded } from './flags.ts'
import { type GoValue, goTypeName } from './go-value.ts'
import { printFloat } from './print-float.ts'
import { printBigInteger, printInteger } from './print-integer.ts'
import { printString } from './print-string.ts'

/** A value by a verb. A verb that does not fit is named in the result, as in Go. */
export function printValue(value: GoValue, verb: string, flags: Flags, depth = 0): string {
  refuseDepth(depth)
  if (verb === 'T') return printString(goTypeName(value), 's', flags) ?? ''
  const text = verb === 'p' && value.go !== 'nil' ? undefined : printed(value, verb, flags, depth)
  return text ?? badVerb(value, verb, flags, depth)
}

function badVerb(value: GoValue, verb: string, flags: Flags, depth: number): string {
  if (value.go === 'nil') return `%!${verb}(<nil>)`
  return `%!${verb}(${goTypeName(value)}=${printed(value, 'v', flags, depth) ?? ''})`
}

function printed(value: GoValue, verb: string, flags: Flags, depth: number): string | undefined {
  switch (value.go) {
    case 'int':
      return printInteger(value.value, verb, flags)
    case 'big.Int':
      return printBigInteger(value.value, verb, flags)
    case 'float64':
      return printFloat(value.value, verb, flags)
    case 'string':
      return printString(value.value, verb, flags)
    case 'bool':
      return verb === 't' || verb === 'v' ? padded(String(value.value), flags) : undefined
    case 'nil':
      return verb === 'v' ? padded('<nil>', flags) : undefined
    case 'slice':
      return `[${value.items.map((item) => printValue(item, verb, flags, depth + 1)).join(' ')}]`
    case 'map':
      return `map[${sortedEntries(value.entries)
        .map(([key, item]) => `${printValue({ go: 'string', value: key }, verb, flags, depth + 1)}:${printValue(item, verb, flags, depth + 1)}`)
        .join(' ')}]`
  }
}

function sortedEntries(entries: ReadonlyMap<string, GoValue>): readonly (readonly [string, GoValue])[] {
  return [...entries].sort((a, b) => compareStrings(a[0], b[0]))
}

/** As `%v` without anything else. */
export function plainText(value: GoValue): string {
  return printValue(value, 'v', NO_FLAGS)
}
