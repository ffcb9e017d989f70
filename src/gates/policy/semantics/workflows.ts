import { everyNode, itemsOf, membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { runsADay } from './cron.ts'
import { downloadsRun } from './download-and-run.ts'
import { type SemanticFact, short } from './fact.ts'
import { checkoutOf, guardsOf, runsCode } from './workflow-checkouts.ts'
import { type Chosen, handsOutAllSecrets, untrustedExpressions } from './workflow-expressions.ts'

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
  const names: ReadonlySet<string> = new Set(events.map(({ event }) => event))
  const strangers = events.some(({ event }) => PRIVILEGED.has(event))
  const top = membersOf(root).get('permissions')
  if (top) facts.push(...permissions(top.node, top.line, null, strangers))
  facts.push(...settingFacts(root))
  for (const schedule of itemsOf(valueAt(root, 'on', 'schedule'))) {
    const cron = textOf(valueAt(schedule, 'cron'))
    if (cron !== undefined) facts.push({ kind: 'workflow.schedule', line: schedule.line, cron: short(cron), runs_a_day: runsADay(cron) ?? null })
  }
  const jobs = membersOf(valueAt(root, 'jobs'))
  for (const [name, { node: job, line }] of jobs) {
    const own = membersOf(job).get('permissions')
    if (own) facts.push(...permissions(own.node, own.line, name, strangers))
    else if (!top) facts.push({ kind: 'workflow.permissions-unset', line, job: name, privileged: strangers })
    facts.push(...jobFacts(name, line, job, names))
    facts.push(...stepsFacts(itemsOf(valueAt(job, 'steps')), { job: name, events: names, guarded: guardsOf(job, jobs) }))
  }
  facts.push(...stepsFacts(itemsOf(valueAt(root, 'runs', 'steps')), { job: null, events: NO_EVENTS, guarded: false }))
  return facts
}

function eventsOf(on: Located | undefined): readonly { readonly event: string; readonly line: number }[] {
  if (on?.kind === 'map') return [...on.members].map(([event, { line }]) => ({ event, line }))
  return oneOrMore(on).flatMap((item) => {
    const event = textOf(item)
    return event === undefined ? [] : [{ event, line: item.line }]
  })
}

function permissions(node: Located, line: number, job: string | null, privileged: boolean): readonly SemanticFact[] {
  const fact = (at: number, scope: string, access: string) => ({ kind: 'workflow.permission', line: at, job, scope, access, privileged })
  const all = textOf(node)
  if (all === 'write-all' || all === 'read-all') return [fact(line, '*', all === 'write-all' ? 'write' : 'read')]
  return [...membersOf(node)].map(([scope, member]) => fact(member.line, scope, textOf(member.node) ?? 'none'))
}

/** Settings that weaken a whole workflow wherever they stand in it: all secrets in one value, and commands by standard output. */
function settingFacts(root: Located): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  for (const node of everyNode(root)) {
    if (node.kind === 'scalar' && typeof node.value === 'string' && handsOutAllSecrets(node.value))
      facts.push({ kind: 'workflow.all-secrets', line: node.line })
    const unsafe = membersOf(node).get('ACTIONS_ALLOW_UNSECURE_COMMANDS')
    if (unsafe && textOf(unsafe.node)?.toLowerCase() === 'true') facts.push({ kind: 'workflow.unsecure-commands', line: unsafe.line })
  }
  return facts
}

function jobFacts(job: string, line: number, node: Located, events: ReadonlySet<string>): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  const pull_request = events.has('pull_request') || events.has('pull_request_target')
  const labels = valueAt(node, 'runs-on')
  for (const label of oneOrMore(labels?.kind === 'map' ? valueAt(labels, 'labels') : labels)) {
    const text = textOf(label)
    if (text !== undefined)
      facts.push({ kind: 'workflow.runner', line: label.line, job, label: short(text), self_hosted: text === 'self-hosted', pull_request })
  }
  const uses = membersOf(node).get('uses')
  const called = textOf(uses?.node)
  if (uses && called !== undefined) facts.push(action(called, uses.line, job, true))
  if (textOf(valueAt(node, 'secrets')) === 'inherit')
    facts.push({
      kind: 'workflow.secrets-inherited',
      line: valueAt(node, 'secrets')?.line ?? line,
      job,
      by: called === undefined ? null : short(called),
      pin: called === undefined ? null : pinOf(called, refOf(called)),
    })
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

const NO_EVENTS: ReadonlySet<string> = new Set()

/** Where steps stand: in a job, or in the description of an action, of which it is not known what runs it. */
interface Surroundings {
  readonly job: string | null
  readonly events: ReadonlySet<string>
  /** Whether a condition or an environment keeps strangers from the job. */
  readonly guarded: boolean
}

function stepsFacts(steps: readonly Located[], { job, events, guarded }: Surroundings): readonly SemanticFact[] {
  const privileged = [...events].filter((event) => BRINGS_CODE.has(event))
  return steps.flatMap((step, index) => {
    const facts: SemanticFact[] = []
    const uses = membersOf(step).get('uses')
    const used = textOf(uses?.node)
    if (uses && used !== undefined) facts.push(action(used, uses.line, job, false))
    const run = membersOf(step).get('run')
    const script = run ?? (used?.startsWith('actions/github-script@') ? membersOf(valueAt(step, 'with')).get('script') : undefined)
    const text = textOf(script?.node)
    if (script && text !== undefined) {
      for (const { expression, by } of untrustedExpressions(text))
        facts.push({ kind: 'workflow.injection', line: script.line, job, expression: short(expression), privileged: reaches(by, events), guarded })
      for (const url of downloadsRun(text)) facts.push({ kind: 'workflow.download-and-run', line: script.line, job, url: short(url) })
    }
    const head = privileged.length > 0 ? checkoutOf(step, used, text) : undefined
    if (head !== undefined) {
      const { line, ref, from_fork } = head
      const runs = runsCode(steps.slice(index)) // what stands before it does not see the code
      const own = guarded || guardsOf(step, new Map())
      facts.push({ kind: 'workflow.untrusted-checkout', line, job, event: privileged.join(', '), ref: short(ref), from_fork, runs, guarded: own })
    }
    return facts
  })
}

/** Whether an event that gives a stranger's text its way also gives the workflow secrets. */
function reaches(by: Chosen, events: ReadonlySet<string>): boolean {
  return by.some((event) => events.has(event) && PRIVILEGED.has(event))
}

/** How the code of an action is named: only a whole commit id, or a digest, always means the same code. */
function action(uses: string, line: number, job: string | null, reusable: boolean): SemanticFact {
  const at = uses.lastIndexOf('@')
  const name = at < 0 ? uses : uses.slice(0, at)
  const ref = refOf(uses)
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

function refOf(uses: string): string {
  const at = uses.lastIndexOf('@')
  return at < 0 ? '' : uses.slice(at + 1)
}

function pinOf(uses: string, ref: string): string {
  if (uses.startsWith('./') || uses.startsWith('$')) return 'local'
  if (uses.startsWith('docker://')) return ref.startsWith('sha256:') ? 'digest' : 'tag'
  if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(ref)) return 'commit'
  if (ref === '') return 'none'
  return /^v?\d/.test(ref) ? 'tag' : 'branch'
}
