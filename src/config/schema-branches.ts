import type { ErrorObject } from 'ajv'
import { type Pointer, parent } from './pointer.ts'

/**
 * With `anyOf` and `oneOf` a validator reports what is wrong with every branch. A person means one of them: where
 * exactly one branch has the right kind of value, its errors are the ones to show, and the general one is not;
 * else only the general one is. A wrong type hides whatever else is wrong with the same value.
 */
export function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const hidden = new Set<ErrorObject>()
  for (const [general, branches] of branchesOf(errors)) {
    const fitting = [...branches.values()].filter((branch) => branch.every((error) => !rejectsWhole(error, general)))
    const chosen = fitting.length === 1 ? fitting[0] : undefined
    if (chosen) hidden.add(general)
    for (const branch of branches.values()) if (branch !== chosen) for (const error of branch) hidden.add(error)
  }
  const shown = errors.filter((error) => !hidden.has(error) && error.keyword !== 'if')
  const mistyped = new Set(shown.filter((error) => error.keyword === 'type').map((error) => error.instancePath))
  return shown.filter((error) => error.keyword === 'type' || !mistyped.has(error.instancePath))
}

/** Every `anyOf` or `oneOf` that failed, with the errors of its branches by their number. Linear in errors × depth. */
function branchesOf(errors: readonly ErrorObject[]): ReadonlyMap<ErrorObject, ReadonlyMap<string, ErrorObject[]>> {
  const found = new Map<ErrorObject, Map<string, ErrorObject[]>>()
  const generals = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf')
  for (const general of generals) found.set(general, new Map())
  const byPlace = Map.groupBy(generals, (general) => general.instancePath)
  for (const error of errors) {
    for (const general of ancestors(error.instancePath).flatMap((pointer) => byPlace.get(pointer) ?? [])) {
      if (!error.schemaPath.startsWith(`${general.schemaPath}/`)) continue
      const number = error.schemaPath.slice(general.schemaPath.length + 1).split('/', 1)[0] ?? ''
      const branches = found.get(general)
      const branch = branches?.get(number)
      if (branch) branch.push(error)
      else branches?.set(number, [error])
    }
  }
  return found
}

function ancestors(pointer: Pointer): Pointer[] {
  return pointer === '' ? [''] : [...ancestors(parent(pointer)), pointer]
}

/** The branch does not even take this kind of value. Of a plain value that is none of several allowed, only the word is wrong. */
function rejectsWhole(error: ErrorObject, general: ErrorObject): boolean {
  if (error.instancePath !== general.instancePath) return false
  return error.keyword === 'enum' ? typeof error.data === 'object' : ['type', 'const', 'required'].includes(error.keyword)
}
