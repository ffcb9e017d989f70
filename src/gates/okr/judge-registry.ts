import type { GateResult } from '../../model/gate.ts'
import { globSet, literalPrefix } from '../../model/glob.ts'
import type { Path } from '../../model/path.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import { counted, type Findings } from '../findings.ts'
import type { Case } from './judge.ts'
import { globWords, type OkrOptions, registryGlobs } from './options.ts'
import { isUsable, type RegistryProblem } from './registry.ts'

/** More of the same finding helps nobody. */
const MAX_PROBLEMS = 50

const ALONE = 'in a pull request of its own: one that touches nothing but the registry and the settings is let through'
const OFF = code('gates.okr.mode: off')

/** What the change would do to the registry. */
export function judgeProposal(given: Case, findings: Findings): void {
  const { registry, proposed, touched } = given
  if (!proposed) return
  const paths = new Set([...registry.files, ...proposed.files])
  for (const path of [...touched.registry].filter((each) => paths.has(each))) {
    const removed = !proposed.files.includes(path)
    findings.add({
      code: 'okr.registry-changed',
      level: 'note',
      message: say`${place(path)} is ${removed ? 'removed' : 'changed'} here; the version on the trunk judges this change`,
      path,
      ...(removed ? { side: 'base' } : {}),
    })
  }
  // What is wrong with other files is the trunk's trouble, not this change's.
  reportInvalid(proposed.problems.filter((problem) => touched.registry.has(problem.path)).slice(0, MAX_PROBLEMS), findings)
  const wasInUse = registry.all().length + registry.problems.length > 0
  if (wasInUse && proposed.all().length + proposed.problems.length === 0) reportRemoved(given, proposed.files, findings)
}

function reportInvalid(problems: readonly RegistryProblem[], findings: Findings): void {
  for (const [path, own] of Map.groupBy(problems, (problem) => problem.path)) {
    const indices = own.map(({ line, message }) =>
      findings.add({ code: 'okr.registry-invalid', level: 'block', message: say`${place(path, line)}: ${message}`, path, line }),
    )
    findings.step(indices, { kind: 'edit', message: say`correct ${place(path)} in this change` })
  }
}

/** Told for itself: afterwards nothing can be judged any more, and that must not come about by the way. */
function reportRemoved({ touched, options }: Case, left: readonly Path[], findings: Findings): void {
  const path = [...touched.registry].find((each) => !left.includes(each)) ?? [...touched.registry][0]
  const index = findings.add({
    code: 'okr.registry-removed',
    level: 'block',
    message: say`this leaves no objective at ${globWords(options)}; once it is merged, no change can be judged by them`,
    ...(path === undefined ? {} : { path, ...(left.includes(path) ? { line: 1 } : { side: 'base' as const }) }),
  })
  findings.step([index], {
    kind: 'edit',
    message: say`keep at least one objective there; to move the registry, first let ${code('gates.okr.registry')} name both places`,
  })
  findings.step([index], { kind: 'settings', message: say`if there are to be none, first set ${OFF} in a pull request of its own` })
}

/**
 * There is no registry on the trunk, or a broken one. Nothing passes by that where settings name the gate or a registry is
 * there; what only repairs it is let through, and nothing with it.
 */
export function cannotJudge(given: Case, findings: Findings): GateResult {
  const { registry, proposed, touched } = given
  const missing = registry.problems.length === 0
  const blocks = findings.blocks
  if (missing && !given.options.named) return findings.result('okr', noObjective(given), blocks ? {} : { outcome: 'skip' })
  if (missing) reportMissing(given, findings)
  else reportBroken(given, findings)
  if (!touched.others && !blocks) {
    if (proposed && isUsable(proposed))
      return skipped(say`${missing ? 'brings in' : 'repairs'} the registry, which is ${missing ? 'missing' : 'broken'} on the trunk`, findings)
    if (touched.settings) return skipped(say`changes the settings and nothing that the missing or broken registry would judge`, findings)
  }
  const what = missing ? noObjective(given) : say`the registry on the trunk is broken: ${counted(registry.problems.length, 'problem')}`
  return findings.result('okr', what, { outcome: 'misconfigured' })
}

function skipped(summary: Phrase, findings: Findings): GateResult {
  return findings.result('okr', summary, { outcome: 'skip' })
}

function reportBroken({ registry }: Case, findings: Findings): void {
  const indices = registry.problems
    .slice(0, MAX_PROBLEMS)
    .map(({ path, line, message }) =>
      findings.add({ code: 'okr.registry-broken', level: 'note', message: say`${place(path, line)}: ${message}`, path, line, side: 'trunk' }),
    )
  findings.step(indices, { kind: 'edit', message: say`repair the registry ${ALONE}` })
}

function reportMissing(given: Case, findings: Findings): void {
  const index = findings.add({ code: 'okr.registry-missing', level: 'note', message: noObjective(given) })
  const path = newFile(given.options)
  findings.step([index], {
    kind: 'edit',
    message: say`add an objective ${path === undefined ? say`at ${globWords(given.options)}` : say`as ${place(path)}`} ${ALONE}`,
    ...(path === undefined ? {} : { snippet: { path, text: EXAMPLE } }),
  })
  findings.step([index], { kind: 'settings', message: say`if there are to be no objectives, set ${OFF} in the settings, ${ALONE}` })
}

function noObjective({ registry, options }: Case): Phrase {
  return registry.files.length === 0 ? say`there is no registry at ${globWords(options)} on the trunk` : say`the registry on the trunk names no objective`
}

const EXAMPLE = `id: OKR-EXAMPLE
objective: what is to be reached, in one sentence
owner: who answers for it
key_results:
  - { id: KR1, metric: what is measured, target_rel: -0.2 }
`

/** A path that the registry's patterns match, directly in the folder that one of them starts with. */
function newFile(options: OkrOptions): Path | undefined {
  const globs = registryGlobs(options)
  const candidates = globs.flatMap((glob) => [`${folderOf(glob)}objectives.yml`, `${folderOf(glob)}objectives.yaml`])
  return candidates.find((path) => globSet(globs).matches(path))
}

function folderOf(glob: string): string {
  const prefix = literalPrefix(glob)
  return prefix.slice(0, prefix.lastIndexOf('/') + 1)
}
