import { unifies } from '../../types/algebra.ts'
import { fieldNames, foundAt, keysOf } from '../../types/lookup.ts'
import { typeText } from '../../types/text.ts'
import type { FunctionType, Type } from '../../types/type.ts'
import { regoText } from '../../values/rego-text.ts'
import type { RefTerm } from '../ir.ts'
import { referenceText } from '../ref-text.ts'

/**
 * What is wrong with looking up the part at `index` of a reference in a value of a type; undefined where it can be there.
 * `key`: of the part, where it is a variable of a known type. Words and pictures are OPA's.
 */
export function lookupProblem(ref: RefTerm, index: number, type: Type, key: Type | undefined): string | undefined {
  const part = ref.path[index]
  const keys = keysOf(type)
  if (part === undefined) return undefined
  const text = referenceText(ref)
  const before = referenceText(ref, index)
  if (keys === undefined) return [`undefined ref: ${text}`, text, '^'.repeat(before.length), `have: ${typeText(type)}`].join('\n\t')
  if (part.kind === 'const' ? foundAt(type, part.value) !== undefined : key === undefined || unifies(key, keys)) return undefined
  const pad = ' '.repeat(before.length + 1)
  const have = part.kind === 'const' ? `have: ${regoText(part.value)}` : `have (type): ${typeText(key)}`
  const names = fieldNames(type)
  const want = names.length > 0 ? `want (one of): [${names.map((name) => JSON.stringify(name)).join(' ')}]` : `want (type): ${typeText(keys)}`
  return [`undefined ref: ${text}`, text, `${pad}^`, `${pad}${have}`, `${pad}${want}`].join('\n\t')
}

/** A function stands where a value should: `depth` parts of the reference name it. */
export function functionProblem(ref: RefTerm, depth: number, type: FunctionType | undefined): string {
  const name = referenceText(ref, depth)
  const have = type === undefined ? '???' : `(${type.args.map(typeText).join(', ')}) => ${typeText(type.result)}`
  return [`function ${name} used as reference, not called`, referenceText(ref), '^'.repeat(name.length), `have: ${have}`].join('\n\t')
}
