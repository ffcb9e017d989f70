import { BuiltinError } from '../../errors.ts'
import { getKey, isArray, isObject, typeName } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { MAX_DEPTH } from './ast.ts'

/** One object of a document that is given as JSON: a field that is missing or null is empty, one of another type is refused. */
export class JsonReader {
  readonly host: Host
  private readonly object: ObjectValue
  private readonly depth: number
  constructor(value: Value, host: Host, depth = 0) {
    if (!isObject(value)) throw wrongType(value, 'an object')
    if (depth > MAX_DEPTH) throw new BuiltinError('GraphQL document nests too deeply')
    host.spend(1)
    this.object = value
    this.host = host
    this.depth = depth
  }

  private get(name: string): Value | undefined {
    const value = getKey(this.object, name)
    return value === null ? undefined : value
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  text(name: string): string {
    const value = this.get(name) ?? ''
    if (typeof value !== 'string') throw wrongType(value, 'a string')
    return value
  }

  flag(name: string): boolean {
    const value = this.get(name) ?? false
    if (typeof value !== 'boolean') throw wrongType(value, 'a boolean')
    return value
  }

  number(name: string): number {
    const value = this.get(name) ?? 0
    if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'a whole number')
    return value
  }

  texts(name: string): string[] {
    return this.items(name).map((item) => {
      if (typeof item !== 'string') throw wrongType(item, 'a string')
      return item
    })
  }

  list<T>(name: string, each: (reader: JsonReader) => T): T[] {
    return this.items(name).map((item) => each(new JsonReader(item, this.host, this.depth + 1)))
  }

  optional<T>(name: string, read: (reader: JsonReader) => T): T | undefined {
    const value = this.get(name)
    return value === undefined ? undefined : read(new JsonReader(value, this.host, this.depth + 1))
  }

  private items(name: string): readonly Value[] {
    const value = this.get(name) ?? []
    if (!isArray(value)) throw wrongType(value, 'an array')
    return value
  }
}

function wrongType(value: Value, wanted: string): BuiltinError {
  return new BuiltinError(`json: cannot unmarshal ${typeName(value)} into ${wanted} of a GraphQL document`)
}
