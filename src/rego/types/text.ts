import type { Type } from './type.ts'

/** As OPA writes types in messages. An unknown type is `???`. */
export function typeText(type: Type | undefined): string {
  if (type === undefined) return '???'
  switch (type.type) {
    case 'array':
      return `array${staticText((type.static ?? []).map(typeText))}${type.dynamic === undefined ? '' : `[${typeText(type.dynamic)}]`}`
    case 'set':
      return `set[${typeText(type.of)}]`
    case 'object': {
      const fields = (type.static ?? []).map(({ key, value }) => `${key}: ${typeText(value)}`)
      return `object${staticText(fields)}${type.dynamic === undefined ? '' : `[${typeText(type.dynamic.key)}: ${typeText(type.dynamic.value)}]`}`
    }
    case 'any':
      return `any${staticText(sortedTypes(type.of ?? []).map(typeText))}`
    default:
      return type.type
  }
}

function staticText(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `<${parts.join(', ')}>`
}

const ranks: Readonly<Record<Type['type'], number>> = { null: 0, boolean: 1, number: 2, string: 3, array: 4, object: 5, set: 6, any: 7 }

function sortedTypes(types: readonly Type[]): readonly Type[] {
  return types.toSorted((a, b) => ranks[a.type] - ranks[b.type])
}
