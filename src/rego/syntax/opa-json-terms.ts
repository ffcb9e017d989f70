import { numberOf } from '../values/numbers.ts'
import type { PlainObject, Value } from '../values/value.ts'
import type { Expr, Ref, TemplateTerm, Term } from './ast.ts'
import { bodyJson, exprJson } from './opa-json.ts'
import { isRoot, sortedEntries, sortedItems } from './term-order.ts'

export const yes: PlainObject = { type: 'boolean', value: true }

/** A term as OPA's JSON: its kind and its value. Sets and objects are in order, as OPA keeps them. */
export function termJson(term: Term): PlainObject {
  switch (term.type) {
    case 'null':
      return { type: 'null', value: {} }
    case 'boolean':
    case 'string':
      return { type: term.type, value: term.value }
    case 'number':
      return { type: 'number', value: numberOf(term.text) }
    case 'template':
      return templateJson(term)
    case 'var':
      return isRoot(term) ? { type: 'ref', value: [{ type: 'var', value: term.name }] } : { type: 'var', value: term.name }
    case 'ref':
      return { type: 'ref', value: refJson(term.ref) }
    case 'array':
      return { type: 'array', value: term.items.map(termJson) }
    case 'set':
      return { type: 'set', value: sortedItems(term.items).map(termJson) }
    case 'object':
      return { type: 'object', value: sortedEntries(term.entries).map(([key, value]) => [termJson(key), termJson(value)]) }
    case 'array-comprehension':
      return { type: 'arraycomprehension', value: { term: termJson(term.term), body: bodyJson(term.body) } }
    case 'set-comprehension':
      return { type: 'setcomprehension', value: { term: termJson(term.term), body: bodyJson(term.body) } }
    case 'object-comprehension':
      return { type: 'objectcomprehension', value: { key: termJson(term.key), value: termJson(term.value), body: bodyJson(term.body) } }
    case 'call':
      return { type: 'call', value: [{ type: 'ref', value: refJson(term.operator) }, ...term.args.map(termJson)] }
  }
}

/** The head of a reference is the only place where `data` and `input` are variables. */
export function refJson([head, ...operands]: Ref): readonly Value[] {
  return [head.type === 'var' ? { type: 'var', value: head.name } : termJson(head), ...operands.map(termJson)]
}

function templateJson({ parts, raw = false }: TemplateTerm): PlainObject {
  return { type: 'templatestring', value: { parts: parts.map(partJson), multi_line: raw } }
}

/** Constants are terms, everything else is an expression. */
function partJson(part: string | Expr): PlainObject {
  if (typeof part === 'string') return { type: 'string', value: part }
  if (part.kind === 'term' && part.with.length === 0 && isConstant(part.term)) return termJson(part.term)
  return exprJson(part, 0)
}

function isConstant(term: Term): boolean {
  return term.type === 'null' || term.type === 'boolean' || term.type === 'number' || term.type === 'string'
}
