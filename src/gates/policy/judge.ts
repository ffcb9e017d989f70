import type { Change, FileChange } from '../../model/change.ts'
import type { GateResult, NextStep } from '../../model/gate.ts'
import { globSet } from '../../model/glob.ts'
import type { Facts } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { code, place, say } from '../../model/phrase.ts'
import { SETTINGS_PATH } from '../../model/settings.ts'
import { counted, Findings } from '../findings.ts'
import { policyFacts } from './facts.ts'
import { stepOf } from './fix/suggest.ts'
import { type PolicyOptions, policyGlobs } from './options.ts'
import { policyReasons } from './reasons.ts'
import { tell } from './report.ts'
import type { PolicyProblem } from './rules/policy-set.ts'
import { fixFor, policiesInForce, proposedPolicies, simulate, subjectOf } from './simulate.ts'

/** More of the same finding helps nobody. */
const MAX_PROBLEMS = 50

/** Judges a change by the library and by the policies of the trunk. */
export function judgePolicies(change: Change, options: PolicyOptions, facts: Facts): GateResult {
  const findings = new Findings()
  const touched = touchedPolicies(change, options)
  if (touched.length > 0) judgeProposal(options, facts, touched, findings)
  const set = policiesInForce(options, facts)
  if (set.policy === undefined) return cannotJudge(change, touched, set.problems, findings)
  const { document, ruling } = simulate(set, subjectOf(change, options, facts))
  tell(ruling, document, findings)
  for (const fact of policyFacts(change, set.speakers, ruling, document)) findings.fact(fact)
  const rules = new Set(set.speakers.map((speaker) => speaker.code)).size
  const found = ruling.findings.length
  return findings.result(
    'policy',
    say`${counted(rules, 'rule')} asked about ${counted(document.change.files.length, 'file')}: ${found === 0 ? 'nothing found' : counted(found, 'finding')}`,
  )
}

/** The smallest part of the change that would have to be taken back so that nothing is denied. */
export function seekFix(change: Change, options: PolicyOptions, facts: Facts, result: GateResult): readonly NextStep[] {
  const denied = result.reasons.flatMap(({ code: name, level }, index) => (level === 'block' && !(name in policyReasons) ? [index] : []))
  const set = policiesInForce(options, facts)
  const fix = denied.length === 0 || set.policy === undefined ? undefined : fixFor(set, subjectOf(change, options, facts))
  return fix === undefined ? [] : [stepOf(fix, denied)]
}

/** Files of the change that are or were policies. */
function touchedPolicies(change: Change, options: PolicyOptions): readonly FileChange[] {
  const { modules, data } = policyGlobs(options)
  const globs = globSet([...modules, ...data])
  return change.files.filter(({ path, previousPath }) => globs.matches(path) || (previousPath !== undefined && globs.matches(previousPath)))
}

/** Whether the policies would still compile once this is merged. */
function judgeProposal(options: PolicyOptions, facts: Facts, touched: readonly FileChange[], findings: Findings): void {
  for (const { path, status } of touched) {
    findings.add({
      code: 'policy.changed',
      level: 'note',
      message: say`${place(path)} is ${status === 'removed' ? 'removed' : 'changed'} here; the version on the trunk judges this change`,
      path,
      ...(status === 'removed' ? { side: 'base' } : {}),
    })
  }
  const { problems } = proposedPolicies(options, facts)
  const mine = new Set<Path>(touched.map(({ path }) => path))
  for (const problem of problems.filter(({ file }) => mine.has(file)).slice(0, MAX_PROBLEMS)) {
    const index = findings.add({ code: 'policy.proposed-broken', level: 'block', message: said(problem), path: problem.file, line: problem.line })
    findings.step([index], { kind: 'edit', message: say`correct ${place(problem.file, problem.line)} in this change` })
  }
}

function said({ file, line, message }: PolicyProblem) {
  return say`${place(file, line)}: ${code(message)}`
}

/** The policies in force are broken: nothing passes by that but what only repairs them. */
function cannotJudge(change: Change, touched: readonly FileChange[], problems: readonly PolicyProblem[], findings: Findings): GateResult {
  const repairs = touched.length > 0 && !findings.blocks && change.files.every((file) => touched.includes(file) || file.path === SETTINGS_PATH)
  if (repairs) return findings.result('policy', say`repairs the policies, which are broken on the trunk`, { outcome: 'skip' })
  for (const problem of problems.slice(0, MAX_PROBLEMS)) {
    findings.add({ code: 'policy.broken', level: 'note', message: said(problem), path: problem.file, line: problem.line, side: 'trunk' })
  }
  return findings.result('policy', say`the policies on the trunk are broken: ${counted(problems.length, 'problem')}`, { outcome: 'misconfigured' })
}
