import { BuiltinError } from '../../../errors.ts'
import { JsonError, parseJson } from '../../../values/json.ts'
import { isNumber, numberText } from '../../../values/numbers.ts'
import { isArray, isObject, unorderedEntries } from '../../../values/objects.ts'
import { regoText } from '../../../values/rego-text.ts'
import type { ObjectValue, Value } from '../../../values/value.ts'
import type { Host } from '../../builtin.ts'
import type { GoValue } from '../fmt/go-value.ts'
import { execute } from './execute.ts'
import { functionNames } from './functions.ts'
import { parseTemplate } from './parse.ts'
import { TemplateError } from './syntax.ts'

/** Go's text/template with the variables of an object. What is missing becomes `<undefined>`. */
export function renderTemplate(template: string, variables: ObjectValue, host: Host): string {
  host.spend(1 + template.length / 20)
  try {
    const text = execute(parseTemplate(template, functionNames), goValue(asJson(variables)), host)
    return text.replaceAll('<no value>', '<undefined>')
  } catch (error) {
    if (error instanceof TemplateError || error instanceof JsonError) throw new BuiltinError(`template: template: ${error.message}`)
    throw error
  }
}

/** OPA reads the variables' Rego text as JSON: sets and keys that are no strings are refused. */
function asJson(variables: ObjectValue): Value {
  return parseJson(regoText(variables))
}

function goValue(value: Value): GoValue {
  if (value === null) return { go: 'nil' }
  if (typeof value === 'string') return { go: 'string', value }
  if (typeof value === 'boolean') return { go: 'bool', value }
  if (isNumber(value)) return { go: 'string', type: 'json.Number', value: numberText(value) }
  if (isArray(value)) return { go: 'slice', items: value.map(goValue) }
  const entries = new Map<string, GoValue>()
  if (isObject(value)) for (const [key, item] of unorderedEntries(value)) entries.set(String(key), goValue(item))
  return { go: 'map', entries }
}
