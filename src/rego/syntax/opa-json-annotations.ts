import { fromPlain } from '../values/plain.ts'
import type { PlainObject, Value } from '../values/value.ts'
import type { Annotations, RefTerm } from './ast.ts'
import { refJson } from './opa-json-terms.ts'

/** A metadata block as part of a module's JSON: the references in it are syntax. */
export function annotationsJson(annotations: Annotations): PlainObject {
  return blockJson(annotations, ({ ref }) => refJson(ref), true)
}

/** A metadata block as `rego.metadata.rule` and `rego.metadata.chain` give it: the references in it are arrays of names. */
export function annotationsValue(annotations: Annotations): PlainObject {
  return blockJson(annotations, namesIn, false)
}

function blockJson(annotations: Annotations, path: (ref: RefTerm) => Value, withEmptyNames: boolean): PlainObject {
  const { scope, title, description, entrypoint, organizations, relatedResources, authors, schemas, custom } = annotations
  return {
    scope,
    ...present('title', title),
    ...present('description', description),
    ...present('entrypoint', entrypoint || undefined),
    ...list('organizations', organizations),
    ...list(
      'related_resources',
      relatedResources?.map((resource) => ({ ...resource })),
    ),
    ...list(
      'authors',
      authors?.map(({ name, email }) => ({ ...present('name', name ?? (withEmptyNames ? '' : undefined)), ...present('email', email) })),
    ),
    ...list(
      'schemas',
      schemas?.map((each) => ({
        path: path(each.path),
        ...present('schema', each.schema && path(each.schema)),
        ...present('definition', each.definition === undefined ? undefined : fromPlain(each.definition)),
      })),
    ),
    ...present('custom', custom === undefined || Object.keys(custom).length === 0 ? undefined : fromPlain(custom)),
  }
}

function present(name: string, value: Value | undefined): PlainObject {
  return value === undefined ? {} : { [name]: value }
}

function list(name: string, values: readonly Value[] | undefined): PlainObject {
  return values === undefined || values.length === 0 ? {} : { [name]: values }
}

function namesIn({ ref }: RefTerm): Value {
  return ref.map((term) => (term.type === 'var' ? term.name : term.type === 'string' ? term.value : null))
}
