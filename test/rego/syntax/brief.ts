import type { Body, Expr, Module, Rule, Term } from '../../../src/rego/syntax/ast.ts'

/** Syntax in few words, so that tables of tests can be read: `(plus 1 (mul 2 3))`, `a."b"[x]`, `p := 1 if x`. */
export function briefTerm(term: Term): string {
  switch (term.type) {
    case 'null':
      return 'null'
    case 'boolean':
      return String(term.value)
    case 'number':
      return term.text
    case 'string':
      return `${term.raw ? 'raw' : ''}${JSON.stringify(term.value)}`
    case 'template':
      return `$${term.raw ? 'raw' : ''}<${term.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : briefExpr(part))).join(' ')}>`
    case 'var':
      return term.name
    case 'ref':
      return term.ref.map((operand, index) => (index === 0 ? briefTerm(operand) : `[${briefTerm(operand)}]`)).join('')
    case 'array':
      return `[${term.items.map(briefTerm).join(' ')}]`
    case 'set':
      return `<${term.items.map(briefTerm).join(' ')}>`
    case 'object':
      return `{${term.entries.map(([key, value]) => `${briefTerm(key)}:${briefTerm(value)}`).join(' ')}}`
    case 'array-comprehension':
      return `[${briefTerm(term.term)} | ${briefBody(term.body)}]`
    case 'set-comprehension':
      return `<${briefTerm(term.term)} | ${briefBody(term.body)}>`
    case 'object-comprehension':
      return `{${briefTerm(term.key)}:${briefTerm(term.value)} | ${briefBody(term.body)}}`
    case 'call':
      return `(${term.operator.map((part, index) => (index > 0 && part.type === 'string' ? part.value : briefTerm(part))).join('.')}${term.args.map((arg) => ` ${briefTerm(arg)}`).join('')})`
  }
}

export function briefExpr(expr: Expr): string {
  const modifiers = expr.with.map(({ target, value }) => ` with ${briefTerm(target)} as ${briefTerm(value)}`).join('')
  return `${expr.negated ? 'not ' : ''}${briefLiteral(expr)}${modifiers}`
}

function briefLiteral(expr: Expr): string {
  switch (expr.kind) {
    case 'term':
      return briefTerm(expr.term)
    case 'call':
      return briefTerm(expr.call)
    case 'some':
      return `some ${expr.names.map(briefTerm).join(' ')}`
    case 'some-in':
      return `some ${expr.key === undefined ? '' : `${briefTerm(expr.key)} `}${briefTerm(expr.value)} in ${briefTerm(expr.domain)}`
    case 'every':
      return `every ${expr.key === undefined ? '' : `${briefTerm(expr.key)} `}${briefTerm(expr.value)} in ${briefTerm(expr.domain)} {${briefBody(expr.body)}}`
  }
}

export function briefBody(body: Body): string {
  return body.map(briefExpr).join('; ')
}

function briefRule(rule: Rule): string {
  const { head } = rule
  const args = head.args === undefined ? '' : `(${head.args.map(briefTerm).join(' ')})`
  const key = head.key === undefined ? '' : ` contains ${briefTerm(head.key)}`
  const value = head.value === undefined ? '' : ` ${head.assign ? ':=' : '='} ${briefTerm(head.value)}`
  const body = rule.body.length === 0 ? '' : ` if ${briefBody(rule.body)}`
  const name = head.ref.map((operand, index) => (index === 0 ? briefTerm(operand) : `[${briefTerm(operand)}]`)).join('')
  return `${rule.default ? 'default ' : ''}${name}${args}${key}${value}${body}${rule.else === undefined ? '' : ` else ${briefRule(rule.else)}`}`
}

export function briefModule(module: Module): readonly string[] {
  return module.rules.map(briefRule)
}
