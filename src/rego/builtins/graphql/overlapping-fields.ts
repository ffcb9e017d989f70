import type { Host } from '../builtin.ts'
import { type Field, type Literal, type QueryDocument, type Selection, type TypeRef, typeText } from './ast.ts'
import type { Schema } from './schema.ts'
import { GraphqlError } from './token-reader.ts'

/** A field where it is selected. Undefined where the schema does not know the parent or the field: other rules say so. */
interface Selected {
  readonly field: Field
  readonly parent: string | undefined
  readonly type: TypeRef | undefined
}

/** So many names are told in a message. */
const longestPath = 20

/**
 * Throws a GraphqlError where two fields that would answer under one name are different (GraphQL, October 2021, section
 * 5.3.2). All fields of a name are looked at together, and the fields below them together again, each set of fields once:
 * comparing them in pairs, as the specification has it, takes too long for some queries.
 */
export function checkOverlappingFields(query: QueryDocument, schema: Schema, host: Host): void {
  const checker = new Checker(query, schema, host)
  for (const { operation, selections } of query.operations) checker.check(selections, schema.roots.get(operation))
}

class Checker {
  private readonly fragments: ReadonlyMap<string, QueryDocument['fragments'][number]>
  private readonly schema: Schema
  private readonly host: Host
  private readonly numbers = new Map<Field, number>()
  private readonly seen = new Set<string>()
  /** By type: its fields' types. */
  private readonly types = new Map<string, ReadonlyMap<string, TypeRef>>()
  constructor(query: QueryDocument, schema: Schema, host: Host) {
    this.fragments = new Map(query.fragments.map((fragment) => [fragment.name, fragment]))
    this.schema = schema
    this.host = host
  }

  check(selections: readonly Selection[], root: string | undefined): void {
    const open: { fields: Map<string, Selected[]>; path: readonly string[]; shapesOnly: boolean }[] = [
      { fields: this.collect([[selections, root]]), path: [], shapesOnly: false },
    ]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const [name, selected] of next.fields) {
        if (!this.isNew(selected, next.shapesOnly)) continue
        // Fields below one field alone are in conflict with each other, not through it.
        const path = next.path.length < longestPath ? [...next.path, name] : next.path
        const inner = selected.length > 1 ? path : []
        const together = next.shapesOnly ? [] : this.withCommonParents(selected)
        for (const some of together) checkSame(some, path)
        checkShapes(selected, path)
        open.push({ fields: this.below(selected), path: inner, shapesOnly: true })
        for (const some of together) open.push({ fields: this.below(some), path: inner, shapesOnly: false })
      }
    }
  }

  private isNew(selected: readonly Selected[], shapesOnly: boolean): boolean {
    const key = `${shapesOnly}${selected
      .map(({ field, parent }) => `${this.numberOf(field)} ${parent}`)
      .sort()
      .join()}`
    this.host.spend(1 + key.length / 20)
    if (this.seen.has(key)) return false
    this.seen.add(key)
    return true
  }

  private numberOf(field: Field): number {
    const number = this.numbers.get(field) ?? this.numbers.size
    this.numbers.set(field, number)
    return number
  }

  private below(selected: readonly Selected[]): Map<string, Selected[]> {
    return this.collect(selected.map(({ field, type }) => [field.selections, type === undefined ? undefined : innerName(type)]))
  }

  /** The fields of some selections by the names that they answer under, those of fragments too. */
  private collect(starts: readonly (readonly [readonly Selection[], string | undefined])[]): Map<string, Selected[]> {
    const fields = new Map<string, Selected[]>()
    const visited = new Set<string>()
    const open = starts.toReversed()
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [selections, parent] = next
      this.host.spend(1 + selections.length)
      for (const selection of selections) {
        if (selection.kind === 'field') append(fields, selection.alias, this.selected(selection, parent))
        else if (selection.kind === 'inline') open.push([selection.selections, selection.typeCondition === '' ? parent : selection.typeCondition])
        else {
          const fragment = this.fragments.get(selection.name)
          if (fragment === undefined || visited.has(selection.name)) continue
          visited.add(selection.name)
          open.push([fragment.selections, fragment.typeCondition])
        }
      }
    }
    return fields
  }

  private selected(field: Field, parent: string | undefined): Selected {
    const type = field.name === '__typename' ? typename : parent === undefined ? undefined : this.fieldTypes(parent).get(field.name)
    return { field, parent, type }
  }

  private fieldTypes(name: string): ReadonlyMap<string, TypeRef> {
    const known = this.types.get(name)
    if (known !== undefined) return known
    const types = new Map((this.schema.types.get(name)?.fields ?? []).map((field) => [field.name, field.type]))
    this.types.set(name, types)
    return types
  }

  /** The sets of fields that may be of one object: those of each object type with all of abstract ones. */
  private withCommonParents(selected: readonly Selected[]): readonly (readonly Selected[])[] {
    const byObject = new Map<string, Selected[]>()
    const abstract: Selected[] = []
    for (const one of selected) {
      if (one.parent !== undefined && this.schema.types.get(one.parent)?.kind === 'OBJECT') append(byObject, one.parent, one)
      else abstract.push(one)
    }
    if (byObject.size === 0) return [abstract]
    this.host.spend(byObject.size * abstract.length)
    return Array.from(byObject.values(), (own) => [...own, ...abstract])
  }
}

const typename: TypeRef = { name: 'String', nonNull: true }

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key)
  if (items === undefined) map.set(key, [item])
  else items.push(item)
}

function innerName(type: TypeRef): string {
  return type.elem === undefined ? type.name : innerName(type.elem)
}

function checkSame(selected: readonly Selected[], path: readonly string[]): void {
  const [first, ...others] = selected
  if (first === undefined) return
  const given = argumentsText(first.field)
  for (const { field } of others) {
    if (field.name !== first.field.name) throw conflict(path, `"${first.field.name}" and "${field.name}" are different fields`, first)
    if (argumentsText(field) !== given) throw conflict(path, 'they have differing arguments', first)
  }
}

function argumentsText({ arguments: given }: Field): string {
  return given
    .map(({ name, value }) => `${name}:${literalText(value)}`)
    .sort()
    .join()
}

function literalText({ kind, raw, children }: Literal): string {
  return `${kind} ${JSON.stringify(raw)}[${children.map(({ name, value }) => `${name}:${literalText(value)}`).join()}]`
}

/** Lists and nulls must be the same; what is in them as well, where the schema says that it has no fields. */
function checkShapes(selected: readonly Selected[], path: readonly string[]): void {
  const typed = selected.filter(({ type }) => type !== undefined)
  const [first, ...others] = typed
  if (first?.type === undefined) return
  for (const { field, type } of others) {
    if (type === undefined || sameShape(first.type, type, first.field.selections.length > 0 && field.selections.length > 0)) continue
    throw conflict(path, `they return conflicting types ${typeText(first.type)} and ${typeText(type)}`, first)
  }
}

function sameShape(a: TypeRef, b: TypeRef, haveFields: boolean): boolean {
  if (a.nonNull !== b.nonNull) return false
  if (a.elem === undefined || b.elem === undefined) return a.elem === b.elem && (haveFields || a.name === b.name)
  return sameShape(a.elem, b.elem, haveFields)
}

function conflict(path: readonly string[], reason: string, { field }: Selected): GraphqlError {
  const [name, ...inner] = path
  const because = inner.map((one) => `subfields "${one}" conflict because `).join('') + reason
  return new GraphqlError(`Fields "${name}" conflict because ${because}. Use different aliases on the fields to fetch both if this was intentional`, field.at)
}
