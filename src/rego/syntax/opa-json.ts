import type { PlainObject, Value } from '../values/value.ts'
import type { Body, Comment, Expr, Import, Module, Package, Ref, Rule, With } from './ast.ts'
import { annotationsJson } from './opa-json-annotations.ts'
import { headJson } from './opa-json-head.ts'
import { refJson, termJson, yes } from './opa-json-terms.ts'

/**
 * A module as OPA's JSON: what `rego.parse_module` gives, and `opa parse --format json`. Without locations, but for
 * those of comments.
 */
export function moduleJson(module: Module): PlainObject {
  return {
    package: packageJson(module.package),
    ...list('imports', module.imports, importJson),
    ...list('annotations', module.annotations, annotationsJson),
    ...list('rules', module.rules, (rule) => ruleJson(rule, module.version)),
    ...list('comments', module.comments, commentJson),
  }
}

function list<Node>(name: string, nodes: readonly Node[], json: (node: Node) => Value): PlainObject {
  return nodes.length === 0 ? {} : { [name]: nodes.map(json) }
}

function packageJson({ path }: Package): PlainObject {
  return { path: [{ type: 'var', value: 'data' }, ...path.map((value) => ({ type: 'string', value }))] }
}

function importJson({ path, alias }: Import): PlainObject {
  return { path: { type: 'ref', value: refJson(path.ref) }, ...(alias === undefined ? {} : { alias }) }
}

function commentJson({ text, location }: Comment): PlainObject {
  const { file = '', row = 0, col = 0 } = location ?? {}
  return { Text: text === '' ? null : Buffer.from(text).toString('base64'), Location: { file, row, col } }
}

function ruleJson(rule: Rule, version: Module['version']): PlainObject {
  // A chain of `else` may be long: it is built from its end.
  const chain: Rule[] = []
  for (let part: Rule | undefined = rule; part !== undefined; part = part.else) chain.push(part)
  let json: PlainObject = {}
  for (const [index, part] of chain.reverse().entries()) json = { ...partJson(part, version), ...(index === 0 ? {} : { else: json }) }
  return json
}

function partJson(rule: Rule, version: Module['version']): PlainObject {
  return {
    head: headJson(rule, version),
    body: rule.body.length === 0 ? [{ index: 0, terms: yes }] : bodyJson(rule.body),
    ...(rule.default ? { default: true } : {}),
    ...(rule.annotations === undefined ? {} : { annotations: rule.annotations.map(annotationsJson) }),
  }
}

export function bodyJson(body: Body): Value {
  return body.map(exprJson)
}

export function exprJson(expr: Expr, index: number): PlainObject {
  return {
    index,
    terms: termsJson(expr),
    ...(expr.negated ? { negated: true } : {}),
    ...list('with', expr.with, withJson),
  }
}

function termsJson(expr: Expr): Value {
  switch (expr.kind) {
    case 'term':
      return termJson(expr.term)
    case 'call':
      return [{ type: 'ref', value: refJson(expr.call.operator) }, ...expr.call.args.map(termJson)]
    case 'some':
      return { symbols: expr.names.map(({ name }) => ({ type: 'var', value: name })) }
    case 'some-in': {
      const operands = expr.key === undefined ? [expr.value, expr.domain] : [expr.key, expr.value, expr.domain]
      return { symbols: [{ type: 'call', value: [{ type: 'ref', value: refJson(member(operands.length)) }, ...operands.map(termJson)] }] }
    }
    case 'every':
      return {
        key: expr.key === undefined ? null : termJson(expr.key),
        value: termJson(expr.value),
        domain: termJson(expr.domain),
        body: bodyJson(expr.body),
      }
  }
}

function member(operands: number): Ref {
  return [
    { type: 'var', name: 'internal' },
    { type: 'string', value: operands === 2 ? 'member_2' : 'member_3' },
  ]
}

function withJson({ target, value }: With): PlainObject {
  return { target: termJson(target), value: termJson(value) }
}
