import type { Body, Expr, Head, Module, Rule, Term, With } from './ast.ts'

/** What is called for nodes of a kind, each before what is in it. `false`: nothing in it is visited. */
export interface Visitor {
  rule?(rule: Rule): undefined | false
  head?(head: Head): undefined | false
  expr?(expr: Expr): undefined | false
  with?(modifier: With): undefined | false
  term?(term: Term): undefined | false
}

type Item =
  | { readonly kind: 'rule'; readonly node: Rule }
  | { readonly kind: 'head'; readonly node: Head }
  | { readonly kind: 'expr'; readonly node: Expr }
  | { readonly kind: 'with'; readonly node: With }
  | { readonly kind: 'term'; readonly node: Term }

/** Walks through a module, a rule with its `else`s, a body, an expression or a term. */
export function visit(root: Module | Rule | Body | Expr | Term, visitor: Visitor): void {
  if (isBody(root)) visitAll(exprs(root), visitor)
  else if ('rules' in root) for (const rule of root.rules) visitAll([{ kind: 'rule', node: rule }], visitor)
  else if ('head' in root) visitAll([{ kind: 'rule', node: root }], visitor)
  else if ('kind' in root) visitAll([{ kind: 'expr', node: root }], visitor)
  else visitAll([{ kind: 'term', node: root }], visitor)
}

function isBody(root: object): root is Body {
  return Array.isArray(root)
}

/** In the order of the text. Not by recursion, so that no syntax is too deep to be looked at. */
function visitAll(items: readonly Item[], visitor: Visitor): void {
  const open = items.toReversed()
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (enter(item, visitor) === false) continue
    const inside = itemsIn(item)
    for (let at = inside.length - 1; at >= 0; at--) {
      const next = inside[at]
      if (next !== undefined) open.push(next)
    }
  }
}

function enter(item: Item, visitor: Visitor): undefined | false {
  switch (item.kind) {
    case 'rule':
      return visitor.rule?.(item.node)
    case 'head':
      return visitor.head?.(item.node)
    case 'expr':
      return visitor.expr?.(item.node)
    case 'with':
      return visitor.with?.(item.node)
    case 'term':
      return visitor.term?.(item.node)
  }
}

function itemsIn(item: Item): readonly Item[] {
  switch (item.kind) {
    case 'rule': {
      const { head, body, else: other } = item.node
      return [{ kind: 'head', node: head }, ...exprs(body), ...(other === undefined ? [] : [{ kind: 'rule', node: other } as const])]
    }
    case 'head': {
      const { ref, args = [], key, value } = item.node
      return terms([...ref, ...args, ...present(key), ...present(value)])
    }
    case 'expr':
      return [...inExpr(item.node), ...item.node.with.map((node) => ({ kind: 'with', node }) as const)]
    case 'with':
      return terms([item.node.target, item.node.value])
    case 'term':
      return inTerm(item.node)
  }
}

function inExpr(expr: Expr): readonly Item[] {
  switch (expr.kind) {
    case 'term':
      return terms([expr.term])
    case 'call':
      return terms([expr.call])
    case 'some':
      return terms(expr.names)
    case 'some-in':
      return terms([...present(expr.key), expr.value, expr.domain])
    case 'every':
      return [...terms([...present(expr.key), expr.value, expr.domain]), ...exprs(expr.body)]
  }
}

function inTerm(term: Term): readonly Item[] {
  switch (term.type) {
    case 'template':
      return exprs(term.parts.filter((part) => typeof part !== 'string'))
    case 'ref':
      return terms(term.ref)
    case 'array':
    case 'set':
      return terms(term.items)
    case 'object':
      return terms(term.entries.flat())
    case 'array-comprehension':
    case 'set-comprehension':
      return [...terms([term.term]), ...exprs(term.body)]
    case 'object-comprehension':
      return [...terms([term.key, term.value]), ...exprs(term.body)]
    case 'call':
      return terms([...term.operator, ...term.args])
    default:
      return []
  }
}

function present(term: Term | undefined): readonly Term[] {
  return term === undefined ? [] : [term]
}

function terms(nodes: readonly Term[]): readonly Item[] {
  return nodes.map((node) => ({ kind: 'term', node }))
}

function exprs(body: Body): readonly Item[] {
  return body.map((node) => ({ kind: 'expr', node }))
}
