import type { Ref } from '../../syntax/ast.ts'

/** `json.unmarshal` for the reference of an operator; undefined where it is more than names. */
export function operatorName(ref: Ref): string | undefined {
  const [head] = ref
  if (head.type !== 'var') return undefined
  if (ref.length === 1) return head.name
  let name = head.name
  for (let index = 1; index < ref.length; index++) {
    const part = ref[index]
    if (part?.type !== 'string') return undefined
    name += `.${part.value}`
  }
  return name
}
