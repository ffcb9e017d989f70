import { BuiltinError, RegoErrors } from '../../errors.ts'
import { moduleJson } from '../../syntax/opa-json.ts'
import { parseModule } from '../../syntax/parse.ts'
import { T } from '../../types/type.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, nullary } from '../define.ts'
import { stringOperand } from '../operands.ts'

function parse(filename: Value, rego: Value, host: Host): Value {
  const name = stringOperand(filename, 1)
  const text = stringOperand(rego, 2)
  host.spend(1 + text.length)
  try {
    return moduleJson(parseModule(name, text, { annotations: false }))
  } catch (error) {
    if (error instanceof RegoErrors) throw new BuiltinError(errorsText(error))
    throw error
  }
}

/** As OPA prints a list of errors. */
function errorsText({ errors }: RegoErrors): string {
  const lines = errors.map((error) => `${error.file ?? ''}:${error.row ?? 0}: ${error.code}: ${error.message}`)
  return lines.length === 1 ? `1 error occurred: ${lines[0] ?? ''}` : `${lines.length} errors occurred:\n${lines.join('\n')}`
}

/** The compiler puts the annotations in the place of these calls: they are never made. */
function replaced(name: string): (host: Host) => Value {
  return (host) => {
    if (host.annotationsHere === undefined) throw new BuiltinError(`${name} has no rule to tell of`)
    return host.annotationsHere()
  }
}

export const family: readonly Builtin[] = [
  binary('rego.parse_module', [T.string, T.string], T.object(T.string, T.any), parse),
  nullary('rego.metadata.chain', T.array(), replaced('rego.metadata.chain')),
  nullary('rego.metadata.rule', T.any, replaced('rego.metadata.rule')),
]
