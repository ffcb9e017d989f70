import { RegoError } from '../../errors.ts'
import type * as ast from '../../syntax/ast.ts'
import { type Expr, type ModuleInfo, type Rule, type Term, trueTerm, type Variable } from '../ir.ts'
import { translateBody } from './body.ts'
import { head } from './comprehensions.ts'
import { collectNames, declaredNames } from './declared.ts'
import { isRoot } from './globals.ts'
import { arrayOf, translateTerm } from './terms.ts'
import { lift, type Translation, use } from './translation.ts'

/** As many `else` after each other as a rule may have: each is a rule inside the one before. */
const MAX_ELSE = 500

export type NewTranslation = (rule: ast.Rule, out: Expr[]) => Translation

/** A rule and its `else`s. */
export function translateRule(module: ModuleInfo, rule: ast.Rule, begin: NewTranslation): Rule {
  const branches: ast.Rule[] = []
  for (let branch: ast.Rule | undefined = rule; branch !== undefined; branch = branch.else) {
    branches.push(branch)
    if (branches.length > MAX_ELSE) throw new RegoError('rego_compile_error', 'too many else branches', rule.location)
  }
  const usedArgs = new Set<string>()
  const args = new Map<string, Variable>()
  const translations = branches.map((branch) => {
    const body: Expr[] = []
    const t = begin(branch, body)
    const translated = translateBranch(module, branch, t, body)
    for (const [name, variable] of translated.args) {
      args.set(name, variable)
      if (variable.uses > 1) usedArgs.add(name)
    }
    return { t, translated }
  })
  const [first] = translations
  if (first?.t.strict) refuseUnusedArgs(first.t, rule, args, usedArgs)
  let result: Rule | undefined
  for (const { translated } of translations.reverse()) result = { ...translated.rule, otherwise: result }
  if (result === undefined) throw new Error('a rule without a branch')
  return result
}

function refuseUnusedArgs(t: Translation, rule: ast.Rule, args: ReadonlyMap<string, Variable>, used: ReadonlySet<string>): void {
  for (const [name, variable] of args) {
    if (variable.generated || used.has(name)) continue
    t.problems.add('rego_compile_error', `unused argument ${name}. (hint: use _ (wildcard variable) instead)`, rule.head.location)
  }
}

function translateBranch(module: ModuleInfo, rule: ast.Rule, t: Translation, body: Expr[]): { rule: Rule; args: ReadonlyMap<string, Variable> } {
  const argNames = new Set<string>()
  for (const arg of rule.head.args ?? []) {
    if (arg.type === 'var' && isRoot(arg.name)) {
      t.problems.add('rego_compile_error', `args must not shadow ${arg.name} (use a different variable name)`, rule.location)
    }
    collectArgNames(arg, argNames)
  }
  t.scope.hide(argNames)
  t.scope.hide(declaredNames(rule.body))
  const argVariables = new Map<string, Variable>()
  for (const name of argNames) argVariables.set(name, t.scope.argument(name, rule.head.location))
  // `f() := 1` is the document `f`.
  const args = rule.head.args?.length === 0 ? undefined : rule.head.args?.map((arg) => translateArg(t, arg))
  translateBody(t, rule.body)
  t.origin = rule
  const ref = translateRef(module, t, rule.head.ref)
  const key = rule.head.key === undefined ? undefined : head(t, translateTerm(t, rule.head.key))
  const value = rule.head.value === undefined ? trueTerm : head(t, translateTerm(t, rule.head.value))
  t.scope.complain(t.strict)
  const fixed = ref.findIndex((part) => part.kind === 'var')
  const translated: Rule = {
    module,
    location: rule.location,
    headLocation: rule.head.location,
    default: rule.default,
    ref,
    fixed: fixed < 0 ? ref.length : fixed,
    args,
    key,
    value,
    body,
    otherwise: undefined,
    annotations: rule.annotations ?? [],
  }
  return { rule: translated, args: argVariables }
}

function collectArgNames(term: ast.Term, names: Set<string>): void {
  if (term.type === 'object') for (const [, value] of term.entries) collectArgNames(value, names)
  else if (term.type === 'array') for (const item of term.items) collectArgNames(item, names)
  else if (term.type === 'var') collectNames(term, names)
}

/** A pattern. What must be looked up in it becomes an expression of the body. */
function translateArg(t: Translation, term: ast.Term): Term {
  const { location } = term
  switch (term.type) {
    case 'var':
      return use(t.scope.argument(term.name, location), location)
    case 'array':
      return arrayOf(
        term.items.map((item) => translateArg(t, item)),
        location,
      )
    case 'object':
      return { kind: 'object', entries: term.entries.map(([key, value]) => [translateTerm(t, key), translateArg(t, value)] as const), location }
    case 'call':
      t.problems.add('rego_compile_error', 'rule arguments cannot contain calls', location)
      return trueTerm
    default:
      return head(t, translateTerm(t, term))
  }
}

function translateRef(module: ModuleInfo, t: Translation, ref: ast.Ref): Term[] {
  const [name, ...rest] = ref
  const { location } = name
  const path: Term[] = module.package.map((value) => ({ kind: 'const', value, location }))
  path.push({ kind: 'const', value: name.type === 'var' ? name.name : '', location })
  for (const part of rest) path.push(scalarOrVariable(t, translateTerm(t, part)))
  return path
}

function scalarOrVariable(t: Translation, term: Term): Term {
  if (term.kind === 'var') return term
  if (term.kind === 'const' && (typeof term.value !== 'object' || term.value === null)) return term
  return use(lift(t, term, term.location), term.location)
}
