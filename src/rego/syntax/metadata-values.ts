import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import { type Field, MetadataProblem } from './metadata-yaml.ts'

/** A scalar as text, whatever YAML would make of it; undefined for null. */
export function textOf(field: Field, node: unknown = field.value): string | undefined {
  if (node === null || (isScalar(node) && node.value === null)) return undefined
  if (isScalar(node)) return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
  throw new MetadataProblem(`yaml: unmarshal errors: cannot unmarshal ${kindOf(node)} into string (${field.name})`, field.line)
}

const yes = new Set(['true', 'yes', 'on', 'y'])
const no = new Set(['false', 'no', 'off', 'n'])

export function flagOf(field: Field): boolean {
  const text = textOf(field)?.toLowerCase()
  if (text === undefined || no.has(text)) return false
  if (yes.has(text)) return true
  throw new MetadataProblem(`yaml: unmarshal errors: cannot unmarshal ${text} into bool (${field.name})`, field.line)
}

export function listOf(field: Field): readonly unknown[] {
  if (field.value === null || (isScalar(field.value) && field.value.value === null)) return []
  if (isSeq(field.value)) return field.value.items
  throw new MetadataProblem(`yaml: unmarshal errors: cannot unmarshal ${kindOf(field.value)} into list (${field.name})`, field.line)
}

/** A map of texts to anything, as plain JSON. Whole numbers beyond what a double holds are bigints. */
export function mapOf(field: Field): Readonly<Record<string, unknown>> | undefined {
  if (field.value === null || (isScalar(field.value) && field.value.value === null)) return undefined
  if (!isMap(field.value)) throw new MetadataProblem(`yaml: unmarshal errors: cannot unmarshal ${kindOf(field.value)} into map (${field.name})`, field.line)
  return objectOf(field, field.value)
}

/** Any value as plain JSON. */
export function plainOf(field: Field, node: unknown): unknown {
  if (isMap(node)) return objectOf(field, node)
  if (isSeq(node)) return node.items.map((item) => plainOf(field, item))
  if (isScalar(node)) return scalarOf(node.value)
  if (isAlias(node)) throw new MetadataProblem('yaml: aliases are not supported in metadata', field.line)
  return null
}

function objectOf(field: Field, node: Node): Readonly<Record<string, unknown>> {
  const entries: [string, unknown][] = []
  for (const { key, value } of isMap(node) ? node.items : []) {
    if (!isScalar(key) || typeof key.value !== 'string') throw new MetadataProblem(`invalid map key type(s): ${field.name}`, field.line)
    entries.push([key.value, plainOf(field, value)])
  }
  // Unlike an assignment, this makes `__proto__` a key like any other.
  return Object.fromEntries(entries)
}

function scalarOf(value: unknown): unknown {
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z')
  return value
}

function kindOf(node: unknown): string {
  return isSeq(node) ? '!!seq' : isMap(node) ? '!!map' : isScalar(node) ? String(node.value) : 'nothing'
}
