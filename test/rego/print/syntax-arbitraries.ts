import fc, { type Arbitrary, type LetrecTypedTie } from 'fast-check'
import type {
  Annotations,
  CallTerm,
  Expr,
  Head,
  Import,
  Module,
  Ref,
  RefTerm,
  Rule,
  StringTerm,
  TemplateTerm,
  Term,
  VarTerm,
  With,
} from '../../../src/rego/syntax/ast.ts'

/** Any syntax that a text can have, without positions. Wildcards are numbered at the end: each stands once. */
const names = ['a', 'b', 'x', 'foo', 'Bar_1', '__local0__', '_z']
const name = fc.constantFrom(...names)
const variable: Arbitrary<VarTerm> = name.map((each) => ({ type: 'var', name: each }))
const anyVariable: Arbitrary<VarTerm> = fc.oneof({ weight: 4, arbitrary: variable }, fc.constant<VarTerm>({ type: 'var', name: '$' }))

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('a', 'b c', '{', '\\{', '\\', 'not', 'é', '\ufeff', '\0', '"', '`', '\n\t\r'),
)
const canBeRaw = (value: string): boolean => !['`', '\0', '\ufeff'].some((bad) => value.includes(bad))
const string: Arbitrary<StringTerm> = fc
  .record({ value: text, raw: fc.boolean() })
  .map(({ value, raw }) => (raw && canBeRaw(value) ? { type: 'string', value, raw } : { type: 'string', value }))

const number = fc
  .constantFrom('0', '1', '-1', '12345678901234567890123', '0.5', '-2.50', '1e10', '-3E-7', '1.0')
  .map((each): Term => ({ type: 'number', text: each }))
const scalar: Arbitrary<Term> = fc.oneof(
  fc.constant<Term>({ type: 'null' }),
  fc.boolean().map((value): Term => ({ type: 'boolean', value })),
  number,
  string,
)

const operators = ['plus', 'minus', 'mul', 'div', 'rem', 'or', 'and', 'equal', 'neq', 'lt', 'lte', 'gt', 'gte']
const member = (operands: number): Ref => [
  { type: 'var', name: 'internal' },
  { type: 'string', value: `member_${operands}` },
]

function short<T>(item: Arbitrary<T>, minLength = 0): Arbitrary<T[]> {
  return fc.array(item, { minLength, maxLength: 3, depthIdentifier: 'syntax' })
}

interface Syntax {
  term: Term
  ref: RefTerm
  call: CallTerm
  expr: Expr
  body: Expr[]
}

function plain(operator: Ref, args: readonly Term[]): CallTerm {
  return { type: 'call', operator, args }
}

const { term, expr, body } = fc.letrec<Syntax>((tie: LetrecTypedTie<Syntax>) => ({
  term: fc.oneof(
    { depthIdentifier: 'syntax', maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: scalar },
    { weight: 3, arbitrary: anyVariable },
    { weight: 2, arbitrary: tie('ref') },
    { weight: 2, arbitrary: tie('call') },
    short(tie('term')).map((items): Term => ({ type: 'array', items })),
    short(tie('term')).map((items): Term => ({ type: 'set', items })),
    short(fc.tuple(tie('term'), tie('term'))).map((entries): Term => ({ type: 'object', entries })),
    fc.record({ term: tie('term'), body: tie('body') }).map((each): Term => ({ type: 'array-comprehension', ...each })),
    fc.record({ term: tie('term'), body: tie('body') }).map((each): Term => ({ type: 'set-comprehension', ...each })),
    fc.record({ key: tie('term'), value: tie('term'), body: tie('body') }).map((each): Term => ({ type: 'object-comprehension', ...each })),
    template(tie('expr')),
  ),
  ref: fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: variable as Arbitrary<Term> },
        tie('call'),
        short(tie('term')).map((items): Term => ({ type: 'set', items })),
        short(tie('term')).map((items): Term => ({ type: 'array', items })),
      ),
      short(fc.oneof({ weight: 3, arbitrary: name.map((value): Term => ({ type: 'string', value })) }, string, tie('term')), 1),
    )
    .map(([head, operands]): RefTerm => ({ type: 'ref', ref: [head, ...operands] })),
  call: fc.oneof(
    fc
      .tuple(variable, short(name.map((value): Term => ({ type: 'string', value }))), short(tie('term')))
      .map(([head, path, args]) => plain([head, ...path], args)),
    fc
      .tuple(fc.constantFrom(...operators), tie('term'), tie('term'))
      .map(([operator, left, right]): CallTerm => ({ ...plain([{ type: 'var', name: operator }], [left, right]), infix: true })),
    fc.tuple(fc.constantFrom('plus', 'assign', 'eq'), short(tie('term'))).map(([operator, args]) => plain([{ type: 'var', name: operator }], args)),
    short(tie('term'), 2).map((args): CallTerm => ({ ...plain(member(args.length), args), infix: true })),
  ),
  expr: fc.oneof(
    { depthIdentifier: 'syntax' },
    fc
      .record({ term: tie('term'), negated: fc.boolean(), with: withs(tie('term')) })
      .map(({ term: each, ...rest }): Expr => (each.type === 'call' ? { kind: 'call', call: each, ...rest } : { kind: 'term', term: each, ...rest })),
    fc
      .record({ operator: fc.constantFrom('eq', 'assign'), args: fc.tuple(tie('term'), tie('term')), negated: fc.boolean(), with: withs(tie('term')) })
      .map(({ operator, args, ...rest }): Expr => ({ kind: 'call', call: { ...plain([{ type: 'var', name: operator }], args), infix: true }, ...rest })),
    short(variable, 1).map((each): Expr => ({ kind: 'some', names: each, with: [], negated: false })),
    fc
      .record({ key: fc.option(tie('term'), { nil: undefined }), value: tie('term'), domain: tie('term'), with: withs(tie('term')) })
      .map(({ key, ...rest }): Expr => ({ kind: 'some-in', ...rest, ...(key && { key }), negated: false })),
    fc
      .record({ key: fc.option(anyVariable, { nil: undefined }), value: anyVariable, domain: tie('term'), body: tie('body'), with: withs(tie('term')) })
      .map(({ key, ...rest }): Expr => ({ kind: 'every', ...rest, ...(key && { key }), negated: false })),
  ),
  body: short(tie('expr'), 1),
}))

function withs(value: Arbitrary<Term>): Arbitrary<With[]> {
  const target = fc.oneof(
    variable,
    name.map(
      (each): Term => ({
        type: 'ref',
        ref: [
          { type: 'var', name: 'input' },
          { type: 'string', value: each },
        ],
      }),
    ),
  )
  return fc.array(fc.record({ target, value }), { maxLength: 2, depthIdentifier: 'syntax' })
}

/** Texts and expressions by turns; a raw one has no text that back quotes cannot hold. */
function template(inner: Arbitrary<Expr>): Arbitrary<TemplateTerm> {
  const isPlain = (each: Expr): boolean =>
    !each.negated &&
    (each.kind === 'term' || (each.kind === 'call' && !(each.call.operator.length === 1 && ['eq', 'assign'].includes(nameOf(each.call.operator[0])))))
  return fc.record({ parts: short(fc.tuple(text, inner.filter(isPlain))), last: text, raw: fc.boolean() }).map(({ parts, last, raw }) => {
    const flat = [...parts.flat(), last].filter((part) => part !== '')
    const keepsRaw = raw && flat.every((part, index) => typeof part !== 'string' || (canBeRaw(part) && (index === flat.length - 1 || !part.endsWith('\\'))))
    return keepsRaw ? { type: 'template', parts: flat, raw } : { type: 'template', parts: flat }
  })
}

function nameOf(each: Term): string {
  return each.type === 'var' ? each.name : ''
}

const headRef: Arbitrary<Ref> = fc
  .tuple(
    variable,
    fc.array(fc.oneof({ weight: 2, arbitrary: name.map((value): Term => ({ type: 'string', value })) }, variable, scalar, term), { maxLength: 3 }),
  )
  .map(([head, operands]) => [head, ...operands])

const value = fc.option(term, { nil: undefined })
const args = fc.array(
  term.filter((each) => !JSON.stringify(each).includes('"$"')),
  { maxLength: 3 },
)

function head(ref: Ref, rest: Omit<Partial<Head>, 'value'>, headValue: Term | undefined, assign: boolean): Head {
  return { ref, ...rest, ...(headValue && { value: headValue }), assign: headValue !== undefined && assign }
}

const set: Arbitrary<Rule> = fc.record({ ref: headRef, key: term, body: fc.oneof(fc.constant([]), body) }).map(({ ref, key, body: each }) => ({
  default: false,
  head: head(ref, { key }, undefined, false),
  body: each,
}))

const single: Arbitrary<Rule> = fc
  .record({ ref: headRef, value, assign: fc.boolean(), body: fc.oneof(fc.constant([]), body) })
  .map(({ ref, value: each, assign, body: inner }) => ({
    default: false,
    head: head(ref, {}, inner.length === 0 ? (each ?? { type: 'null' }) : each, assign),
    body: inner,
  }))

const elses: Arbitrary<Rule> = fc
  .record({
    name: variable,
    args: fc.option(args, { nil: undefined }),
    parts: fc.array(fc.record({ value, assign: fc.boolean(), body }), { minLength: 2, maxLength: 4 }),
    lastIsBare: fc.boolean(),
  })
  .map(({ name: each, args: own, parts, lastIsBare }) => {
    const rest = own === undefined ? {} : { args: own }
    return parts.reduceRight<Rule | undefined>((below, part, index) => {
      const bare = lastIsBare && index === parts.length - 1
      return {
        default: false,
        head: head([each], rest, bare ? (part.value ?? { type: 'null' }) : part.value, part.assign),
        body: bare ? [] : part.body,
        ...(below && { else: below }),
      }
    }, undefined)
  })
  .filter((rule) => rule !== undefined)

const functions: Arbitrary<Rule> = fc
  .record({ ref: headRef, args, value, assign: fc.boolean(), body })
  .map(({ ref, args: own, value: each, assign, body: inner }) => ({
    default: false,
    head: head(ref, { args: own }, each, assign),
    body: inner,
  }))

const defaults: Arbitrary<Rule> = fc
  .record({ name: variable, value: scalar, assign: fc.boolean(), args: fc.option(fc.uniqueArray(name, { maxLength: 2 }), { nil: undefined }) })
  .map(({ name: each, value: constant, assign, args: own }) => ({
    default: true,
    head: head([each], own === undefined ? {} : { args: own.map((arg): Term => ({ type: 'var', name: arg })) }, constant, assign),
    body: [],
  }))

const imports: Arbitrary<Import> = fc
  .record({ path: fc.array(fc.oneof(name, text), { maxLength: 3 }), last: name, alias: fc.option(name, { nil: undefined }) })
  .map(({ path, last, alias }) => ({
    path: { type: 'ref', ref: [{ type: 'var', name: 'data' }, ...[...path, last].map((each): Term => ({ type: 'string', value: each }))] },
    ...(alias === undefined ? {} : { alias }),
  }))

const words = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 })
const json = fc.oneof(
  words,
  fc.nat(1000),
  fc.constant(null),
  fc.boolean(),
  fc.array(words, { maxLength: 2 }),
  fc.dictionary(words, fc.integer(), { maxKeys: 2, noNullPrototype: true }),
)
const annotation = (scope: Annotations['scope']): Arbitrary<Annotations> =>
  fc
    .record(
      {
        title: words,
        description: words,
        organizations: fc.array(words, { minLength: 1, maxLength: 2 }),
        custom: fc.dictionary(words, json, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
      },
      { requiredKeys: [] },
    )
    .map((each) => ({ scope, ...each }))

const rule = fc.oneof(set, single, elses, functions, defaults)
const annotated: Arbitrary<Rule> = fc
  .record({ rule, annotations: fc.array(annotation('rule'), { maxLength: 2 }) })
  .map(({ rule: each, annotations }) => (annotations.length === 0 ? each : { ...each, annotations }))

export const anyModule: Arbitrary<Module> = fc
  .record({
    first: name,
    rest: fc.array(fc.oneof(name, text), { maxLength: 3 }),
    imports: fc.array(imports, { maxLength: 3 }),
    rules: fc.array(annotated, { maxLength: 4 }),
    annotations: fc.array(annotation('package'), { maxLength: 1 }),
  })
  .map(({ first, rest, imports: each, rules, annotations }) =>
    numbered<Module>({
      package: { path: [first, ...rest] },
      imports: each,
      rules,
      comments: [],
      annotations: [...annotations, ...rules.flatMap(({ annotations: own = [] }) => own)],
      version: 'v1',
    }),
  )

export const anyTerm = term.map(numbered)
export const anyBody = body.map(numbered)
export const anyExpr = expr.map(numbered)

/** Every wildcard a variable of its own. */
function numbered<Node>(node: Node): Node {
  let next = 0
  return JSON.parse(JSON.stringify(node), (_, each: unknown) =>
    typeof each === 'object' && each !== null && 'name' in each && each.name === '$' ? { ...each, name: `$${next++}` } : each,
  ) as Node
}
