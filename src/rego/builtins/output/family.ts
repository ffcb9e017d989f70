import { BuiltinError, Halted, RegoError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { isArray, isSet, typeName } from '../../values/objects.ts'
import { displayText } from '../../values/rego-text.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { nullary, unary } from '../define.ts'
import { arrayOperand, stringOperand } from '../operands.ts'
import { spendText } from '../strings/size.ts'

/** What an operand of print may be: each of a set, or what is no collection. An empty set is what was undefined. */
function choices(value: Value): readonly string[] {
  if (isSet(value)) return value.size === 0 ? ['<undefined>'] : value.sorted().map(displayText)
  if (isArray(value) || (typeof value === 'object' && value !== null && typeName(value) === 'object')) {
    throw new RegoError('eval_internal_error', `illegal argument type: ${typeName(value)}`)
  }
  return [displayText(value)]
}

const MOST_COLUMNS = 500

/** One line for each combination of what the operands may be. */
function printAll(value: Value, host: Host): true {
  const { print } = host.hooks
  if (print === undefined) return true
  const columns = arrayOperand(value, 1).map(choices)
  const line: string[] = []
  const next = (column: number): void => {
    const options = columns[column]
    if (options === undefined) {
      const text = line.join(' ')
      spendText(text.length, host)
      print(text)
      return
    }
    for (const option of options) {
      host.spend(1)
      line[column] = option
      next(column + 1)
    }
  }
  if (columns.length > MOST_COLUMNS) throw new Halted('depth', `print has more than ${MOST_COLUMNS} operands`)
  next(0)
  return true
}

/** The text of a template string: its texts, and sets of what its expressions gave. */
function templateText(value: Value, host: Host): string {
  const parts = arrayOperand(value, 1).map((part) => {
    const [text = '', other] = choices(part)
    if (other !== undefined) throw new RegoError('eval_conflict_error', 'template-strings must not produce multiple outputs')
    return text
  })
  spendText(
    parts.reduce((size, part) => size + part.length, 0),
    host,
  )
  return parts.join('')
}

/** The note itself is for whoever traces, who sees the operand. */
function note(value: Value): true {
  stringOperand(value, 1)
  return true
}

const print: Builtin = {
  name: 'print',
  type: { args: [], variadic: T.any },
  call(operands, host) {
    const line = operands.map(displayText).join(' ')
    spendText(line.length, host)
    host.hooks.print?.(line)
    return true
  },
}

function withoutResult(name: string, argument: (typeof T)['any'] | ReturnType<typeof T.array>, call: (value: Value, host: Host) => Value): Builtin {
  return { name, type: { args: [argument] }, call: (operands, host) => call(operands[0] ?? null, host) }
}

export const family: readonly Builtin[] = [
  print,
  withoutResult('internal.print', T.array(T.set()), printAll),
  // Marks the case that a test is at; whoever runs tests reads its operand.
  withoutResult('internal.test_case', T.array(), () => true),
  unary('internal.template_string', [T.array()], T.string, templateText),
  unary('trace', [T.string], T.boolean, note),
  {
    ...nullary('opa.runtime', T.object(T.string, T.any), (host) => {
      if (host.hooks.runtime === undefined) throw new BuiltinError('nothing is told of the runtime here')
      return host.hooks.runtime()
    }),
    nondeterministic: true,
  },
]
