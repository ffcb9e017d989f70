import { itemsOf, membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { runsADay } from './cron.ts'
import { type SemanticFact, short } from './fact.ts'
import { isOfTheChange, untrustedExpressions } from './workflow-expressions.ts'

/** Events that run with the repository's secrets and a token that may write, although strangers cause them. */
const PRIVILEGED: ReadonlySet<string> = new Set([
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
])

/** Events whose workflow may come to check out what a stranger wrote. */
const BRINGS_CODE: ReadonlySet<string> = new Set(['pull_request_target', 'workflow_run', 'issue_comment'])

/** Whether a path is a workflow of GitHub Actions, or the description of an action. */
export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || isAction(path)
}

function isAction(path: string): boolean {
  return /(?:^|\/)action\.ya?ml$/.test(path)
}

/**
 * What a workflow may do and lets others do: its events, the permissions of its token, the actions it runs and how they are pinned,
 * checkouts of what a stranger wrote where secrets are at hand, texts of strangers in scripts, runners, and how much it runs.
 * See GitHub's «Security hardening for GitHub Actions».
 */
export function workflowFacts(root: Located): readonly SemanticFact[] {
  const events = eventsOf(valueAt(root, 'on'))
  const facts: SemanticFact[] = events.map(({ event, line }) => ({ kind: 'workflow.trigger', line, event, privileged: PRIVILEGED.has(event) }))
  const top = membersOf(root).get('permissions')
  if (top) facts.push(...permissions(top.node, top.line, null))
  for (const schedule of itemsOf(valueAt(root, 'on', 'schedule'))) {
    const cron = textOf(valueAt(schedule, 'cron'))
    if (cron !== undefined) facts.push({ kind: 'workflow.schedule', line: schedule.line, cron: short(cron), runs_a_day: runsADay(cron) ?? null })
  }
  const privileged = events.filter(({ event }) => BRINGS_CODE.has(event)).map(({ event }) => event)
  for (const [name, { node: job, line }] of membersOf(valueAt(root, 'jobs'))) {
    const own = membersOf(job).get('permissions')
    if (own) facts.push(...permissions(own.node, own.line, name))
    else if (!top) facts.push({ kind: 'workflow.permissions-unset', line, job: name })
    facts.push(...jobFacts(name, line, job), ...stepsFacts(itemsOf(valueAt(job, 'steps')), name, privileged))
  }
  facts.push(...stepsFacts(itemsOf(valueAt(root, 'runs', 'steps')), null, []))
  return facts
}

function eventsOf(on: Located | undefined): readonly { readonly event: string; readonly line: number }[] {
  if (on?.kind === 'map') return [...on.members].map(([event, { line }]) => ({ event, line }))
  return oneOrMore(on).flatMap((item) => {
    const event = textOf(item)
    return event === undefined ? [] : [{ event, line: item.line }]
  })
}

function permissions(node: Located, line: number, job: string | null): readonly SemanticFact[] {
  const all = textOf(node)
  if (all === 'write-all' || all === 'read-all') return [{ kind: 'workflow.permission', line, job, scope: '*', access: all === 'write-all' ? 'write' : 'read' }]
  return [...membersOf(node)].map(([scope, member]) => ({ kind: 'workflow.permission', line: member.line, job, scope, access: textOf(member.node) ?? 'none' }))
}

function jobFacts(job: string, line: number, node: Located): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  const labels = valueAt(node, 'runs-on')
  for (const label of oneOrMore(labels?.kind === 'map' ? valueAt(labels, 'labels') : labels)) {
    const text = textOf(label)
    if (text !== undefined) facts.push({ kind: 'workflow.runner', line: label.line, job, label: short(text), self_hosted: text === 'self-hosted' })
  }
  const uses = membersOf(node).get('uses')
  const called = textOf(uses?.node)
  if (uses && called !== undefined) facts.push(action(called, uses.line, job, true))
  if (textOf(valueAt(node, 'secrets')) === 'inherit')
    facts.push({ kind: 'workflow.secrets-inherited', line: valueAt(node, 'secrets')?.line ?? line, job, by: called ?? null })
  const minutes = textOf(valueAt(node, 'timeout-minutes'))
  if (called === undefined) {
    const limit = minutes === undefined ? 360 : Number(minutes)
    facts.push({
      kind: 'workflow.job',
      line,
      job,
      copies: copiesOf(valueAt(node, 'strategy', 'matrix')),
      timeout_minutes: Number.isFinite(limit) ? limit : null,
    })
  }
  return facts
}

/** How many jobs a matrix makes; null where only a run can tell. */
function copiesOf(matrix: Located | undefined): number | null {
  if (matrix === undefined) return 1
  if (matrix.kind !== 'map') return null
  let copies = 1
  for (const [key, { node }] of matrix.members) {
    if (key === 'include' || key === 'exclude') continue
    if (node.kind !== 'list') return null
    copies *= node.items.length
  }
  const only = [...matrix.members.keys()].every((key) => key === 'include' || key === 'exclude')
  const include = itemsOf(matrix.members.get('include')?.node).length
  return only ? Math.max(1, include) : copies
}

function stepsFacts(steps: readonly Located[], job: string | null, privileged: readonly string[]): readonly SemanticFact[] {
  return steps.flatMap((step) => {
    const facts: SemanticFact[] = []
    const uses = membersOf(step).get('uses')
    const used = textOf(uses?.node)
    if (uses && used !== undefined) facts.push(action(used, uses.line, job, false))
    const run = membersOf(step).get('run')
    const script = run ?? (used?.startsWith('actions/github-script@') ? membersOf(valueAt(step, 'with')).get('script') : undefined)
    const text = textOf(script?.node)
    if (script && text !== undefined) {
      for (const expression of untrustedExpressions(text)) facts.push({ kind: 'workflow.injection', line: script.line, job, expression })
      if (/\b(?:curl|wget)\b[^\n|;&]{0,500}\|\s{0,20}(?:sudo\s{1,5})?(?:ba|z|da)?sh\b/.test(text))
        facts.push({ kind: 'workflow.download-and-run', line: script.line, job })
    }
    const head = privileged.length > 0 ? checkedOut(step, used, text) : undefined
    if (head !== undefined) facts.push({ kind: 'workflow.untrusted-checkout', line: head.line, job, event: privileged.join(', '), ref: short(head.ref) })
    return facts
  })
}

/** What a step brings into the workspace, where that is what a stranger wrote. */
function checkedOut(step: Located, used: string | undefined, script: string | undefined): { readonly line: number; readonly ref: string } | undefined {
  if (used?.startsWith('actions/checkout@')) {
    const given = ['ref', 'repository'].flatMap((key) => membersOf(valueAt(step, 'with')).get(key) ?? [])
    const head = given.find(({ node }) => isOfTheChange(textOf(node) ?? ''))
    return head && { line: head.line, ref: textOf(head.node) ?? '' }
  }
  const fetched = script === undefined ? undefined : /\bgh pr checkout\b|\bgit (?:fetch|pull|checkout|switch)\b[^\n]{0,300}(?:refs\/)?pull\//.exec(script)
  return fetched ? { line: step.line, ref: fetched[0] } : undefined
}

/** How the code of an action is named: only a whole commit id, or a digest, always means the same code. */
function action(uses: string, line: number, job: string | null, reusable: boolean): SemanticFact {
  const at = uses.lastIndexOf('@')
  const name = at < 0 ? uses : uses.slice(0, at)
  const ref = at < 0 ? '' : uses.slice(at + 1)
  return {
    kind: 'workflow.action',
    line,
    job,
    uses: short(uses),
    name: short(name),
    owner: short(name.split('/')[0] ?? ''),
    ref: short(ref),
    pin: pinOf(uses, ref),
    reusable,
  }
}

function pinOf(uses: string, ref: string): string {
  if (uses.startsWith('./') || uses.startsWith('$')) return 'local'
  if (uses.startsWith('docker://')) return ref.startsWith('sha256:') ? 'digest' : 'tag'
  if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(ref)) return 'commit'
  if (ref === '') return 'none'
  return /^v?\d/.test(ref) ? 'tag' : 'branch'
}
