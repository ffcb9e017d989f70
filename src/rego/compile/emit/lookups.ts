import { lookUp, lookUpInData } from '../../evaluate/lookup.ts'
import type { PlainObject, Value } from '../../values/value.ts'
import type { Evaluator } from './step.ts'

/** Names that plain objects inherit: reading them says nothing of what an object has. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/**
 * The value of a field. Most objects come from JSON and inherit from Object only, so that reading the field is all there
 * is to it.
 */
function readField(value: Value, key: string): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return value.constructor === Object ? (value as PlainObject)[key] : lookUp(value, key)
}

export function emitLookup(of: Evaluator, path: readonly (Value | Evaluator)[], inData: boolean): Evaluator {
  const steps = path.map((part) => emitStep(part, inData))
  const [first, second, third] = steps
  const [firstKey, secondKey, thirdKey] = path
  if (first === undefined) return of
  if (path.every((part) => typeof part === 'string' && !inherited.has(part))) {
    if (path.length === 1) return emitField(of, String(firstKey))
    if (path.length === 2) return emitTwoFields(of, String(firstKey), String(secondKey))
    if (path.length === 3) return emitField(emitTwoFields(of, String(firstKey), String(secondKey)), String(thirdKey))
  }
  if (path.length === 1) return after(of, first)
  if (path.length === 2 && second !== undefined) return after(after(of, first), second)
  if (path.length === 3 && second !== undefined && third !== undefined) return after(after(after(of, first), second), third)
  return (f) => {
    let value = of(f)
    for (let index = 0; index < steps.length && value !== undefined; index++) value = steps[index]?.(f, value)
    return value
  }
}

type LookupStep = (f: (Value | undefined)[], value: Value) => Value | undefined

function after(of: Evaluator, step: LookupStep): Evaluator {
  return (f) => {
    const value = of(f)
    return value === undefined ? undefined : step(f, value)
  }
}

function emitField(of: Evaluator, key: string): Evaluator {
  return (f) => {
    const value = of(f)
    return value === undefined ? undefined : readField(value, key)
  }
}

function emitTwoFields(of: Evaluator, first: string, second: string): Evaluator {
  return (f) => {
    const value = of(f)
    if (value === undefined) return undefined
    const inner = readField(value, first)
    return inner === undefined ? undefined : readField(inner, second)
  }
}

function emitStep(part: Value | Evaluator, inData: boolean): LookupStep {
  const look = inData ? lookUpInData : lookUp
  if (typeof part !== 'function') {
    return typeof part === 'string' && !inherited.has(part) ? (_, value) => readField(value, part) : (_, value) => look(value, part)
  }
  return (f, value) => {
    const key = part(f)
    return key === undefined ? undefined : look(value, key)
  }
}
