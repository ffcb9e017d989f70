import { bytesOf, textOfBytes } from '../../../values/strings.ts'
import type { Host } from '../../builtin.ts'
import { queryEscaped } from '../../encoding/query.ts'
import { type GoValue, goTypeName } from '../fmt/go-value.ts'
import { plainText } from '../fmt/print-value.ts'
import { sprintf } from '../fmt/printf.ts'
import { compareValues, equalValues } from './compare.ts'
import { htmlEscaped, jsEscaped } from './escape.ts'
import { TemplateError } from './syntax.ts'
import { isTrue } from './truth.ts'

type Result = GoValue | undefined
type Late = () => Result
type Function = (args: readonly Result[], host: Host) => Result

function bool(value: boolean): GoValue {
  return { go: 'bool', value }
}

function string(value: string): GoValue {
  return { go: 'string', value }
}

/** As fmt.Sprint: a space between two of which neither is a string. */
function sprint(args: readonly Result[]): string {
  let text = ''
  for (const [index, arg] of args.entries()) {
    const before = args[index - 1]
    if (index > 0 && arg?.go !== 'string' && before?.go !== 'string') text += ' '
    text += printed(arg)
  }
  return text
}

function printed(value: Result): string {
  return value === undefined ? '<no value>' : plainText(value)
}

function length([value]: readonly Result[]): GoValue {
  switch (value?.go) {
    case 'string':
      return { go: 'int', value: BigInt(bytesOf(value.value).length) }
    case 'slice':
      return { go: 'int', value: BigInt(value.items.length) }
    case 'map':
      return { go: 'int', value: BigInt(value.entries.size) }
  }
  throw new TemplateError(value === undefined || value.go === 'nil' ? 'len of nil pointer' : `len of type ${goTypeName(value)}`)
}

function index([value, ...steps]: readonly Result[]): Result {
  let found = value
  for (const step of steps) {
    if (found?.go === 'map' && step?.go === 'string' && step.type === undefined) found = found.entries.get(step.value)
    else if (found?.go === 'slice') found = found.items[position(step, found.items.length - 1)]
    else if (found?.go === 'string') found = { go: 'int', value: BigInt(bytesOf(found.value)[position(step, bytesOf(found.value).length - 1)] ?? 0) }
    else if (found === undefined || found.go === 'nil') throw new TemplateError('index of nil pointer')
    else throw new TemplateError(`can't index item of type ${goTypeName(found)}`)
  }
  return found
}

function position(step: Result, most: number): number {
  if (step?.go !== 'int') throw new TemplateError(`cannot index slice/array with type ${step === undefined ? 'nil' : goTypeName(step)}`)
  if (step.value < 0n || step.value > BigInt(most)) throw new TemplateError(`index out of range: ${step.value}`)
  return Number(step.value)
}

function slice([value, from, to]: readonly Result[]): Result {
  const bytes = value?.go === 'string' ? bytesOf(value.value) : undefined
  const size = value?.go === 'slice' ? value.items.length : bytes?.length
  if (size === undefined) throw new TemplateError(`can't slice item of type ${value === undefined ? 'nil' : goTypeName(value)}`)
  const start = from === undefined ? 0 : position(from, size)
  const end = to === undefined ? size : position(to, size)
  if (start > end) throw new TemplateError(`invalid slice index: ${start} > ${end}`)
  if (value?.go === 'slice') return { go: 'slice', items: value.items.slice(start, end) }
  return string(textOfBytes((bytes ?? new Uint8Array()).subarray(start, end)))
}

function ordered(holds: (order: number) => boolean): Function {
  return ([a, b]) => bool(holds(compareValues(a, b)))
}

const functions: Readonly<Record<string, Function>> = {
  not: ([value]) => bool(!isTrue(value)),
  len: length,
  index,
  slice,
  print: (args) => string(sprint(args)),
  println: (args) => string(`${args.map(printed).join(' ')}\n`),
  printf: ([format, ...args], host) => {
    if (format?.go !== 'string') throw new TemplateError('wrong type for value; expected string')
    return string(
      sprintf(
        format.value,
        args.map((arg) => arg ?? { go: 'nil' }),
        host,
      ),
    )
  },
  html: (args) => string(htmlEscaped(sprint(args))),
  js: (args) => string(jsEscaped(sprint(args))),
  urlquery: (args) => string(queryEscaped(sprint(args))),
  eq: ([first, ...others]) => {
    if (others.length === 0) throw new TemplateError('missing argument for comparison')
    return bool(others.some((other) => equalValues(first, other)))
  },
  ne: ([a, b]) => bool(!equalValues(a, b)),
  lt: ordered((order) => order < 0),
  le: ordered((order) => order <= 0),
  gt: ordered((order) => order > 0),
  ge: ordered((order) => order >= 0),
}

/** How many arguments each takes at least, and at most. */
const ARITY: Readonly<Record<string, readonly [number, number]>> = {
  not: [1, 1],
  len: [1, 1],
  index: [1, 1000],
  slice: [1, 3],
  printf: [1, 1000],
  eq: [1, 1000],
  ne: [2, 2],
  lt: [2, 2],
  le: [2, 2],
  gt: [2, 2],
  ge: [2, 2],
}

export const functionNames: ReadonlySet<string> = new Set(['and', 'or', 'call', ...Object.keys(functions)])

/** Calls a function; `and` and `or` look only at as many arguments as they need. */
export function call(name: string, args: readonly Late[], host: Host): Result {
  host.spend(1 + args.length)
  if (name === 'and' || name === 'or') return firstThat(name === 'or', args)
  const known = functions[name]
  if (known === undefined) throw new TemplateError(`error calling ${name}: non-function`)
  const [least, most] = ARITY[name] ?? [0, 1000]
  if (args.length < least || args.length > most) throw new TemplateError(`wrong number of args for ${name}: want ${least} got ${args.length}`)
  const values = args.map((arg) => arg())
  host.spend(values.reduce<number>((size, value) => size + (value?.go === 'string' ? value.value.length / 50 : 0), 0))
  return known(values, host)
}

function firstThat(wanted: boolean, args: readonly Late[]): Result {
  if (args.length === 0) throw new TemplateError('wrong number of args: want at least 1 got 0')
  let value: Result
  for (const arg of args) {
    value = arg()
    if (isTrue(value) === wanted) return value
  }
  return value
}
