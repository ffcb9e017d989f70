import { operandsText } from '../../builtins/operand-names.ts'
import { either, fieldType, selected, typeOfValue, unifies, valueFits } from '../../types/algebra.ts'
import { keysOf } from '../../types/lookup.ts'
import { typeText } from '../../types/text.ts'
import { type FunctionType, T, type Type } from '../../types/type.ts'
import type { Value } from '../../values/value.ts'
import type { Body, ComprehensionTerm, Expr, Operator, RefTerm, Rule, Term, Variable, With } from '../ir.ts'
import type { Problems } from '../problems.ts'
import type { RuleSet, RuleTree } from '../rule-tree.ts'
import { branchesOf } from '../walk.ts'
import { operatorText } from './functions.ts'
import { functionProblem, lookupProblem } from './references.ts'

/**
 * The types that values of rules and variables may have, as far as the text tells, and complaints where they cannot be
 * what a builtin, a function or an equation wants. `input` and the data may be anything.
 */
export class Types {
  readonly #tree: RuleTree
  #problems: Problems
  readonly #documents = new Map<RuleSet, Type>()
  readonly #refused = new WeakSet<object>()
  readonly #functions = new Map<RuleSet, FunctionType>()

  constructor(tree: RuleTree, problems: Problems) {
    this.#tree = tree
    this.#problems = problems
  }

  /** `sets` in an order in which each comes after those that it refers to. */
  checkRules(sets: readonly RuleSet[]): void {
    for (const set of sets) this.#checkSet(set)
  }

  #checkSet(set: RuleSet): void {
    let value: Type | undefined
    const args: (Type | undefined)[] = []
    for (const rule of set.default === undefined ? set.rules : [...set.rules, set.default]) {
      for (const branch of branchesOf(rule)) {
        const env = this.#bodyEnv(branch)
        value = either(value, this.#headType(set, branch, env))
        for (let index = 0; index < set.arity; index++) args[index] = either(args[index], this.#typeOf(branch.args?.[index], env))
      }
    }
    if (set.kind === 'function') this.#functions.set(set, { args: args.map((arg) => arg ?? T.any), result: value ?? T.any })
    else this.#documents.set(set, value ?? T.any)
  }

  #bodyEnv(rule: Rule): Env {
    const env: Env = new Map()
    for (const arg of rule.args ?? []) bindAll(arg, env)
    this.checkBody(rule.body, env)
    return env
  }

  #headType(set: RuleSet, rule: Rule, env: Env): Type {
    if (set.kind === 'set') return T.set(this.#typeOf(rule.key, env) ?? T.any)
    if (set.kind !== 'object') return this.#typeOf(rule.value, env) ?? T.any
    return T.object(T.any, T.any)
  }

  /** A query, whose problems are its own. */
  checkQuery(body: Body, problems: Problems): void {
    const own = this.#problems
    this.#problems = problems
    this.checkBody(body, new Map())
    this.#problems = own
  }

  checkBody(body: Body, env: Env): void {
    for (const expr of body) this.#checkExpr(expr, env)
  }

  #checkExpr(expr: Expr, env: Env): void {
    for (const modifier of expr.with) this.#checkWith(modifier)
    switch (expr.kind) {
      case 'term':
        this.#typeOf(expr.term, env)
        break
      case 'unify':
        if (!this.#unify(expr.left, expr.right, env)) this.#refuseMatch(expr, env)
        break
      case 'call':
        this.#checkCall(expr, expr.operator, expr.args, env)
        break
      case 'every': {
        const domain = this.#typeOf(expr.domain, env) ?? T.any
        const inside: Env = new Map(env)
        inside.set(expr.value, selected(domain, undefined))
        if (expr.key !== undefined) inside.set(expr.key, T.any)
        this.checkBody(expr.body, inside)
        break
      }
    }
  }

  /** A function is replaced by one with as many operands, and a result that may be the same. */
  #checkWith(modifier: With): void {
    const { target, replacement, location } = modifier
    const replaced: Operator | undefined =
      target.kind === 'builtin' ? target : target.kind === 'data' ? { kind: 'function', path: constants(target.path) } : undefined
    const type = replaced && this.#operatorType(replaced)
    const other = replacement && this.#operatorType(replacement)
    if (replaced === undefined || type === undefined || other === undefined || type.variadic !== undefined) return
    if (type.args.length === other.args.length && unifies(type.result ?? T.any, other.result ?? T.any)) return
    // An expression that was taken apart has it several times.
    if (this.#refused.has(modifier)) return
    this.#refused.add(modifier)
    const have = other.args.map(typeText).join(', ')
    const name = operatorText(replaced)
    this.#problems.add('rego_type_error', `${name}: arity mismatch\n\thave: (${have})\n\twant: ${operandsText(name, type, false)}`, location)
  }

  #refuseMatch(expr: Expr & { kind: 'unify' }, env: Env): void {
    const left = typeText(this.#typeOf(expr.left, env))
    const right = typeText(this.#typeOf(expr.right, env))
    this.#problems.add('rego_type_error', `match error\n\tleft  : ${left}\n\tright : ${right}`, expr.location)
  }

  /** Both sides can be equal. Variables that are not known yet are what stands on the other side. */
  #unify(left: Term, right: Term, env: Env): boolean {
    const a = this.#typeOf(left, env)
    const b = this.#typeOf(right, env)
    if (a !== undefined && b !== undefined && !unifies(a, b)) return false
    if (b !== undefined) learn(left, b, env)
    if (a !== undefined) learn(right, a, env)
    return true
  }

  #checkCall(expr: Expr, operator: Operator, args: readonly Term[], env: Env): void {
    const have = args.map((arg) => this.#typeOf(arg, env))
    const type = this.#operatorType(operator)
    if (type === undefined || type.variadic !== undefined) return
    const wanted = type.result === undefined ? type.args : [...type.args, type.result]
    for (let index = 0; index < args.length; index++) {
      const arg = args[index]
      const want = wanted[index]
      const is = have[index]
      if (arg === undefined || want === undefined) continue
      if (is !== undefined && !this.#fits(arg, is, want, env)) {
        const found = args.map((other, place) => typeText(place < index ? (have[place] ?? wanted[place]) : this.#typeOf(other, env)))
        const text = `${operatorText(operator)}: invalid argument(s)\n\thave: (${found.join(', ')})\n\twant: ${operandsText(operatorText(operator), type, true)}`
        this.#problems.add('rego_type_error', text, expr.location)
        return
      }
      learn(arg, want, env)
    }
  }

  /** A collection that is written out need not have all the fields that a type names. */
  #fits(term: Term, type: Type, want: Type, env: Env): boolean {
    if (term.kind === 'const') return valueFits(term.value, want)
    if (want.type === 'any') return want.of === undefined || want.of.length === 0 || want.of.some((one) => this.#fits(term, type, one, env))
    if (term.kind !== 'object' || want.type !== 'object') return unifies(type, want)
    if (want.dynamic === undefined && term.entries.length !== (want.static ?? []).length) return false
    return term.entries.every(([key, value]) => {
      const is = this.#typeOf(value, env)
      const field = key.kind === 'const' && typeof key.value === 'string' ? fieldType(want, key.value) : T.any
      return field !== undefined && (is === undefined || this.#fits(value, is, field, env))
    })
  }

  #operatorType(operator: Operator): FunctionType | undefined {
    if (operator.kind === 'builtin') return operator.builtin.type
    const set = operator.kind === 'function' ? this.#tree.root.find(operator.path)?.set : undefined
    return set === undefined ? undefined : this.#functions.get(set)
  }

  /** Undefined where nothing is known, which is not the same as `any`. */
  #typeOf(term: Term | undefined, env: Env): Type | undefined {
    switch (term?.kind) {
      case undefined:
        return undefined
      case 'const':
        return typeOfValue(term.value)
      case 'var':
        return env.get(term.variable)
      case 'ref':
        return this.#refType(term, env)
      case 'array':
        return T.tuple(...term.items.map((item) => this.#typeOf(item, env) ?? T.any))
      case 'set':
        return T.set(term.items.reduce<Type | undefined>((union, item) => either(union, this.#typeOf(item, env) ?? T.any), undefined) ?? T.any)
      case 'object':
        return this.#objectType(term, env)
      case 'comprehension':
        return this.#comprehensionType(term, env)
    }
  }

  #objectType(term: Term & { kind: 'object' }, env: Env): Type {
    const fields: (readonly [string, Type])[] = []
    let rest: { key: Type; value: Type } | undefined
    for (const [key, value] of term.entries) {
      const type = this.#typeOf(value, env) ?? T.any
      if (key.kind === 'const' && typeof key.value === 'string') fields.push([key.value, type])
      else rest = { key: T.any, value: either(rest?.value, type) }
    }
    return rest === undefined ? T.record(fields) : T.object(T.any, T.any)
  }

  #comprehensionType(term: ComprehensionTerm, env: Env): Type {
    const inside: Env = new Map(env)
    this.checkBody(term.body, inside)
    const item = this.#typeOf(term.item, inside) ?? T.any
    if (term.of === 'array') return T.array(item)
    if (term.of === 'set') return T.set(item)
    return T.object(this.#typeOf(term.key, inside) ?? T.any, item)
  }

  #refType(term: RefTerm, env: Env): Type | undefined {
    if (term.head === 'input') return learnParts(term.path, env)
    let type: Type | undefined
    let first = 0
    if (term.head === 'data') {
      const place = this.#documentAt(term.path)
      if (place === undefined) return learnParts(term.path, env)
      if (place.set.kind === 'function' && place.set.arity > 0)
        return this.#refuseLookup(term, functionProblem(term, place.depth, this.#functions.get(place.set)))
      type = this.#documents.get(place.set)
      first = place.depth
    } else type = env.get(term.head)
    for (let index = first; index < term.path.length && type !== undefined; index++) {
      const part = term.path[index]
      const problem = lookupProblem(term, index, type, part?.kind === 'const' ? undefined : this.#typeOf(part, env))
      if (problem !== undefined) return this.#refuseLookup(term, problem)
      if (part !== undefined) learn(part, keysOf(type) ?? T.any, env)
      type = selected(type, part?.kind === 'const' ? part.value : undefined)
    }
    learnParts(term.path, env)
    return type
  }

  /** Once, however often its type is asked for. */
  #refuseLookup(term: RefTerm, problem: string): undefined {
    if (this.#refused.has(term)) return
    this.#refused.add(term)
    this.#problems.add('rego_type_error', problem, term.location)
  }

  #documentAt(path: readonly Term[]): { set: RuleSet; depth: number } | undefined {
    let node = this.#tree.root
    for (let index = 0; index < path.length; index++) {
      const part = path[index]
      const key: Value | undefined = part?.kind === 'const' ? part.value : undefined
      const child = key === undefined ? undefined : node.child(key)
      if (child === undefined) return undefined
      if (child.set !== undefined) return { set: child.set, depth: index + 1 }
      node = child
    }
    return undefined
  }
}

/** Of a path without variables; of any other, no path of a function. */
function constants(path: readonly Term[]): readonly Value[] {
  return path.flatMap((part) => (part.kind === 'const' ? [part.value] : []))
}

export type Env = Map<Variable, Type>

/** A variable that is not known yet is of this type. */
function learn(term: Term, type: Type, env: Env): void {
  if (term.kind === 'var') {
    if (!env.has(term.variable)) env.set(term.variable, type)
  } else if (term.kind === 'array') {
    for (let index = 0; index < term.items.length; index++) {
      const item = term.items[index]
      if (item !== undefined) learn(item, selected(type, index), env)
    }
  } else if (term.kind === 'object') {
    for (const [key, value] of term.entries) learn(value, selected(type, key.kind === 'const' ? key.value : undefined), env)
  }
}

/** What is looked up in something unknown may be anything. */
function learnParts(path: readonly Term[], env: Env): Type {
  for (const part of path) learn(part, T.any, env)
  return T.any
}

/** Operands may be anything. */
function bindAll(term: Term, env: Env): void {
  learn(term, T.any, env)
}
