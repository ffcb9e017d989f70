import type * as ast from '../../syntax/ast.ts'
import { numberOf } from '../../values/numbers.ts'
import { objectOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { ConstTerm, Operator, RefTerm, Term, Variable } from '../ir.ts'
import { translateComprehension, wrapped } from './comprehensions.ts'
import { isRoot } from './globals.ts'
import { operatorName } from './operator-name.ts'
import { enter, lift, made, type Translation, translateOperator, use } from './translation.ts'

/** A term without calls: those in it become expressions before it. */
export function translateTerm(t: Translation, term: ast.Term): Term {
  enter(t, term.location)
  const translated = translateAny(t, term)
  t.depth--
  return translated
}

export function translateTerms(t: Translation, terms: readonly ast.Term[]): Term[] {
  return terms.map((term) => translateTerm(t, term))
}

function translateAny(t: Translation, term: ast.Term): Term {
  const { location } = term
  switch (term.type) {
    case 'null':
      return { kind: 'const', value: null, location }
    case 'boolean':
    case 'string':
      return { kind: 'const', value: term.value, location }
    case 'number':
      return { kind: 'const', value: numberOf(term.text), location }
    case 'var':
      return translateName(t, term.name, location)
    case 'ref':
      return translateRef(t, term)
    case 'array':
      return arrayOf(translateTerms(t, term.items), location)
    case 'set':
      return setOf(translateTerms(t, term.items), location)
    case 'object':
      return objectTerm(
        term.entries.map(([key, value]) => [translateTerm(t, key), translateTerm(t, value)] as const),
        location,
      )
    case 'array-comprehension':
    case 'set-comprehension':
    case 'object-comprehension':
      return translateComprehension(t, term)
    case 'call':
      return translateCall(t, term)
    case 'template':
      return translateTemplate(t, term)
  }
}

function translateName(t: Translation, name: string, location: ast.Location | undefined): Term {
  const global = t.scope.global(name)
  if (global !== undefined) return { kind: 'ref', head: global.root, path: constants(global.path, location), location }
  if (isRoot(name) && t.scope.declared(name) === undefined) return { kind: 'ref', head: name, path: [], location }
  return use(t.scope.variable(name), location)
}

function constants(path: readonly Value[], location: ast.Location | undefined): ConstTerm[] {
  return path.map((value) => ({ kind: 'const', value, location }))
}

function translateRef(t: Translation, term: ast.RefTerm): Term {
  const [head, ...rest] = term.ref
  const subject = translateTerm(t, head)
  const path = rest.map((part) => translateTerm(t, part))
  return refTerm(t, subject, path, term.location)
}

/** What `path` is in `subject`, which need not be a variable. */
export function refTerm(t: Translation, subject: Term, path: readonly Term[], location: ast.Location | undefined): RefTerm {
  if (subject.kind === 'ref') return { kind: 'ref', head: subject.head, path: [...subject.path, ...path], location }
  if (subject.kind === 'var') return { kind: 'ref', head: subject.variable, path, location }
  const head: Variable = lift(t, subject, subject.location)
  head.uses++
  return { kind: 'ref', head, path, location }
}

export function arrayOf(items: readonly Term[], location: ast.Location | undefined): Term {
  const values = constantValues(items)
  return values === undefined ? { kind: 'array', items, location } : { kind: 'const', value: values, location }
}

function setOf(items: readonly Term[], location: ast.Location | undefined): Term {
  const values = constantValues(items)
  return values === undefined ? { kind: 'set', items, location } : { kind: 'const', value: RegoSet.of(values), location }
}

function objectTerm(entries: readonly (readonly [Term, Term])[], location: ast.Location | undefined): Term {
  const values: [Value, Value][] = []
  for (const [key, value] of entries) {
    if (key.kind !== 'const' || value.kind !== 'const') return { kind: 'object', entries, location }
    values.push([key.value, value.value])
  }
  return { kind: 'const', value: objectOf(values), location }
}

function constantValues(terms: readonly Term[]): Value[] | undefined {
  const values: Value[] = []
  for (const term of terms) {
    if (term.kind !== 'const') return undefined
    values.push(term.value)
  }
  return values
}

/** A call inside a term: an expression of its own, and its result here. */
function translateCall(t: Translation, call: ast.CallTerm): Term {
  const operator = translateOperator(t, call.operator)
  if (operator.kind === 'unknown') refuseShadowed(t, call)
  const constant = metadataOf(t, operator)
  if (constant !== undefined) return constant
  const args = translateTerms(t, call.args)
  return result(t, operator, args, call.location)
}

function result(t: Translation, operator: Operator, args: readonly Term[], location: ast.Location | undefined): Term {
  if (operator.kind === 'builtin' && operator.builtin.type.result === undefined) {
    t.problems.add('rego_type_error', `${operator.builtin.name} used as value`, location)
  }
  const output = t.scope.fresh()
  t.out.push({ kind: 'call', operator, args: [...args, use(output, location)], ...made(t), location })
  return use(output, location)
}

export function metadataOf(t: Translation, operator: Operator): Term | undefined {
  if (operator.kind !== 'builtin') return undefined
  if (operator.builtin.name === 'rego.metadata.chain') return t.metadata.chain()
  return operator.builtin.name === 'rego.metadata.rule' ? t.metadata.rule() : undefined
}

function refuseShadowed(t: Translation, call: ast.CallTerm): void {
  const [head] = call.operator
  if (head.type !== 'var' || t.scope.declared(head.name) === undefined) return
  t.problems.add('rego_compile_error', `called function ${operatorName(call.operator) ?? head.name} shadowed`, call.location)
}

/** Each part is the set of what it is: empty where it is undefined. */
function translateTemplate(t: Translation, template: ast.TemplateTerm): Term {
  const { location } = template
  const builtin = t.builtins.get('internal.template_string')
  if (builtin === undefined) {
    t.problems.add('rego_compile_error', 'template-strings are not supported', location)
    return { kind: 'const', value: '', location }
  }
  const parts = template.parts.map((part): Term => {
    if (typeof part === 'string') return { kind: 'const', value: part, location }
    return wrapped(t, part, 'template')
  })
  if (parts.length === 0) parts.push({ kind: 'const', value: '', location })
  return result(t, { kind: 'builtin', builtin }, [arrayOf(parts, location)], location)
}
