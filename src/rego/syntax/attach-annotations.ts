import { RegoError } from '../errors.ts'
import type { Annotations, Module, Rule } from './ast.ts'
import { type Draft, readMetadata } from './metadata.ts'

type Statement = { readonly kind: 'package' | 'import' | 'rule'; readonly row: number; readonly rule?: Rule }

/**
 * Reads a module's metadata blocks and hands each to what it stands above: the next statement. Rules get their own
 * annotations and those of their document. Notes problems where a block is not right.
 */
export function attachAnnotations(module: Module, problems: RegoError[]): Module {
  const { drafts, problems: found } = readMetadata(module.comments)
  problems.push(...found)
  if (drafts.length === 0) return module
  const statements = statementsOf(module)
  const annotations: Annotations[] = []
  const byRule = new Map<Rule, Annotations[]>()
  const byPath = new Map<string, Annotations[]>()
  let at = 0
  for (const draft of drafts) {
    while (at < statements.length && (statements[at]?.row ?? 0) <= draft.location.row) at++
    const below = statements[at]
    const finished = finish(draft, below, problems)
    if (finished === undefined) continue
    annotations.push(finished)
    if (below?.rule === undefined) continue
    if (finished.scope === 'rule') addTo(byRule, below.rule, finished)
    else addTo(byPath, documentOf(below.rule), finished)
  }
  const rules = module.rules.map((rule) => {
    const own = [...(byPath.get(documentOf(rule)) ?? []), ...(byRule.get(rule) ?? [])]
    return own.length === 0 ? rule : { ...rule, annotations: own.sort((a, b) => (a.location?.start ?? 0) - (b.location?.start ?? 0)) }
  })
  return { ...module, annotations, rules }
}

function statementsOf(module: Module): readonly Statement[] {
  const statements: Statement[] = [
    { kind: 'package', row: module.package.location?.row ?? 0 },
    ...module.imports.map((imported) => ({ kind: 'import', row: imported.location?.row ?? 0 }) as const),
    ...module.rules.map((rule) => ({ kind: 'rule', row: rule.location?.row ?? 0, rule }) as const),
  ]
  return statements.sort((a, b) => a.row - b.row)
}

function addTo<K>(map: Map<K, Annotations[]>, key: K, annotations: Annotations): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [annotations])
  else list.push(annotations)
}

/** The document that a rule is about: its reference as far as it is constant. */
function documentOf({ head }: Rule): string {
  const names: string[] = []
  for (const [index, term] of head.ref.entries()) {
    if (index === 0 && term.type === 'var') names.push(term.name)
    else if (term.type === 'string') names.push(term.value)
    else break
  }
  return JSON.stringify(names)
}

function finish(draft: Draft, below: Statement | undefined, problems: RegoError[]): Annotations | undefined {
  const scope = draft.scope ?? scopeFor(draft, below)
  const words = refusal(draft, scope, below)
  if (words !== undefined) {
    problems.push(new RegoError('rego_parse_error', words, draft.location))
    return undefined
  }
  return isScope(scope) ? { ...draft, scope } : undefined
}

function scopeFor(draft: Draft, below: Statement | undefined): string {
  if (below?.kind === 'rule') return draft.entrypoint ? 'document' : 'rule'
  return below?.kind ?? ''
}

function refusal(draft: Draft, scope: string, below: Statement | undefined): string | undefined {
  if (!isScope(scope)) return `invalid annotation scope '${scope}'. Use one of 'rule', 'document', 'package', or 'subpackages'`
  const target = scope === 'rule' || scope === 'document' ? 'rule' : 'package'
  if (below?.kind !== target) return `annotation scope '${scope}' must be applied to ${target}${below === undefined ? '' : ` (have ${below.kind})`}`
  if (draft.entrypoint && scope !== 'document' && scope !== 'package') return `annotation entrypoint applied to non-document or package scope '${scope}'`
  return undefined
}

function isScope(scope: string): scope is Annotations['scope'] {
  return scope === 'rule' || scope === 'document' || scope === 'package' || scope === 'subpackages'
}
