import { BuiltinError } from '../../errors.ts'
import { getKey, isObject } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { type Regex, regexOf } from '../regex/compile.ts'
import { invalidType, textOf } from './keyword-values.ts'
import { readAnnotations, readKeywords } from './keywords.ts'
import { idOf, References, resolved } from './references.ts'
import { type Draft, draftNamed, isAtLeast, type Place, type Schema, SchemaError } from './schema.ts'

const deepest = 500

/** Reads a schema as gojsonschema does. Throws a SchemaError. */
export function compileSchema(node: Value, host: Host): Schema {
  return new Compiler(node, host).compile()
}

class Compiler {
  private readonly root: Value
  private readonly host: Host
  private readonly draft: Draft
  private readonly references: References
  /** By reference: a schema that is being read, or was. */
  private readonly referred = new Map<string, Schema>()
  constructor(root: Value, host: Host) {
    this.root = root
    this.host = host
    this.draft = draftOf(root)
    this.references = new References(root, this.draft)
  }

  compile(): Schema {
    return this.read(this.root, { draft: this.draft, base: '', depth: 0 })
  }

  private read(node: Value, place: Place, schema: Schema = {}): Schema {
    this.host.spend(1)
    if (place.depth > deepest) throw new SchemaError('schema nests too deeply')
    if (typeof node === 'boolean' && isAtLeast(place.draft, 6)) {
      schema.pass = node
      return schema
    }
    if (!isObject(node)) throw new SchemaError('Expected: schema, given: Invalid JSON')
    const { draft } = place
    const key = draft === 4 || (draft === 'hybrid' && getKey(node, 'id') !== undefined) ? 'id' : '$id'
    const written = getKey(node, key)
    if (written !== undefined && typeof written !== 'string') throw invalidType(key, 'string')
    const id = idOf(node, draft)
    const inner: Place = { draft, base: id === undefined ? place.base : resolved(id, place.base), depth: place.depth + 1 }
    const context = { draft, node, read: (part: Value) => this.read(part, inner), pattern: (source: string) => this.pattern(source) }
    readAnnotations(schema, context)
    const reference = getKey(node, '$ref')
    if (reference === undefined) readKeywords(schema, context)
    else schema.ref = this.refer(resolved(textOf(reference, '$ref'), inner.base), inner)
    return schema
  }

  private refer(reference: string, { draft, depth }: Place): Schema {
    const known = this.referred.get(reference)
    if (known !== undefined) return known
    const { node, base } = this.references.find(reference)
    if (!isObject(node) && typeof node !== 'boolean') throw new SchemaError('schema must be of type object')
    const schema: Schema = {}
    this.referred.set(reference, schema)
    return this.read(node, { draft, base, depth }, schema)
  }

  private pattern(source: string): Regex {
    try {
      return regexOf(source, this.host)
    } catch (error) {
      if (error instanceof BuiltinError) throw new SchemaError(error.message)
      throw error
    }
  }
}

function draftOf(root: Value): Draft {
  const url = isObject(root) ? getKey(root, '$schema') : undefined
  if (!isObject(root) && typeof root !== 'boolean') throw new SchemaError('schema is invalid')
  if (url === undefined) return 'hybrid'
  if (typeof url !== 'string') throw new SchemaError('$schema must be of type string')
  return draftNamed(url)
}
