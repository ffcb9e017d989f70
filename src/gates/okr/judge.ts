import type { Change } from '../../model/change.ts'
import type { GateResult, Reason } from '../../model/gate.ts'
import type { Json } from '../../model/json.ts'
import type { Known } from '../../model/known.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import { counted, Findings } from '../findings.ts'
import { didYouMean } from '../reading/fields.ts'
import { type Contribution, contributions } from './contribution.ts'
import { contributionFact, tagFact } from './facts.ts'
import { isObjectiveId } from './objective-id.ts'
import { type OkrOptions, registryGlobs } from './options.ts'
import type { Registry } from './registry.ts'
import { suggestions } from './suggest.ts'
import { type Tag, tagsOf, wayWords } from './tags.ts'

export interface Case {
  readonly change: Change
  readonly options: OkrOptions
  readonly registry: Registry
  /** The registry as the change would have it, when it touches it. */
  readonly proposed: Registry | undefined
  readonly commands: Known<Json>
}

/** More of the same finding helps nobody. */
const MAX_UNKNOWN = 20
const MAX_PROBLEMS = 50

/** The judgement of the OKR gate. Messages hold ids only; what objectives are about is in facts, which cards may leave out. */
export function judgeObjectives(given: Case): GateResult {
  const findings = new Findings()
  judgeProposal(given, findings)
  if (given.registry.problems.length > 0) return unusable(given, findings)
  if (given.registry.all().length === 0) return findings.result('okr', noRegistry(given), findings.blocks ? {} : { outcome: 'skip' })
  const tags = tagsOf(given.change, given.options, given.registry, given.commands)
  const served = contributions(tags, given.registry, given.change.files.length)
  const contribution = findings.fact(contributionFact(served, given.registry, given.change))
  for (const tag of tags) if (given.registry.find(tag.okr)) findings.fact(tagFact(tag, given.change.files.length))
  reportUnknownIds(tags, given, findings)
  if (served.length === 0 && given.change.files.length > 0) reportUntagged(given, findings, contribution)
  reportUnknowns(given, findings)
  return findings.result('okr', summaryOf(served, given))
}

/** What the change would do to the registry. */
function judgeProposal({ change, registry, proposed }: Case, findings: Findings): void {
  if (!proposed) return
  const touched = new Set(change.files.flatMap((file) => (file.previousPath === undefined ? [file.path] : [file.path, file.previousPath])))
  const paths = new Set([...registry.files, ...proposed.files])
  for (const path of [...touched].filter((each) => paths.has(each)).toSorted()) {
    const removed = !proposed.files.includes(path)
    findings.add({
      code: 'okr.registry-changed',
      level: 'note',
      message: say`${place(path)} is ${removed ? 'removed' : 'changed'} here; the version on the trunk judges this change`,
      path,
      ...(removed ? { side: 'base' } : {}),
    })
  }
  for (const { path, line, message } of proposed.problems.slice(0, MAX_PROBLEMS)) {
    findings.add({ code: 'okr.registry-invalid', level: 'block', message: say`${place(path, line)}: ${message}`, path, line })
  }
}

/** The registry on the trunk is broken: nothing can be judged, unless the change is what repairs it. */
function unusable({ registry, proposed }: Case, findings: Findings): GateResult {
  const indices = registry.problems
    .slice(0, MAX_PROBLEMS)
    .map(({ path, line, message }) =>
      findings.add({ code: 'okr.registry-broken', level: 'note', message: say`${place(path, line)}: ${message}`, path, line, side: 'trunk' }),
    )
  if (proposed && proposed.problems.length === 0) return findings.result('okr', say`repairs the registry, which is broken on the trunk`, { outcome: 'skip' })
  findings.step(indices, { kind: 'edit', message: say`repair the registry on the trunk; a change that does is let through` })
  return findings.result('okr', say`the registry on the trunk is broken: ${counted(registry.problems.length, 'problem')}`, { outcome: 'misconfigured' })
}

function reportUnknownIds(tags: readonly Tag[], { registry }: Case, findings: Findings): void {
  const ids = registry.all().map((objective) => objective.id)
  for (const tag of tags.filter((each) => !registry.find(each.okr)).slice(0, MAX_UNKNOWN)) {
    const index = findings.add({
      code: 'okr.unknown-id',
      level: levelOfUnknown(tag),
      message: [
        ...say`${code(tag.okr)}, named by ${wayWords(tag)}, is no objective of the registry`,
        ...didYouMean(isObjectiveId(tag.okr) ? tag.okr : `OKR-${tag.okr}`, ids),
      ],
    })
    if (tag.source.kind === 'settings')
      findings.step([index], { kind: 'settings', message: say`correct ${code(tag.source.pointer)} or add the objective to the registry` })
  }
}

/** Who can put it right: the author what they wrote; nobody here what the settings or an issue's title say. */
function levelOfUnknown(tag: Tag): Reason['level'] {
  if (tag.source.kind === 'settings') return 'warn'
  return tag.way === 'issue' ? 'note' : 'block'
}

function reportUntagged(given: Case, findings: Findings, contribution: string): void {
  const { options, registry, change } = given
  const near = suggestions(change, options, registry)
  const index = findings.add({
    code: 'okr.untagged',
    level: options.required ? 'block' : 'note',
    message: near.length === 0 ? say`nothing says which objective this serves` : say`nothing says which objective this serves; nearest: ${nearWords(near)}`,
    facts: [contribution],
  })
  const first = near[0]
  if (!first) {
    findings.step([index], {
      kind: 'edit',
      message: say`add a line ${code('OKR: <id>')} to the description, with one of the ${counted(registry.all().length, 'objective')} at ${globWords(options)}`,
    })
    return
  }
  findings.step([index], { kind: 'edit', message: say`add the line ${code(`OKR: ${first.okr}`)} to the description` })
  findings.step([index], { kind: 'edit', message: say`comment ${code(`/maestro okr ${first.okr}`)}` })
}

function nearWords(near: readonly { readonly okr: string; readonly why: Phrase }[]): Phrase {
  return near.flatMap(({ okr, why }, index) => [...(index === 0 ? [] : ['; ']), ...say`${code(okr)} (${why})`])
}

function reportUnknowns({ change, commands }: Case, findings: Findings): void {
  const missing = [
    ...(change.labels.known ? [] : ['labels']),
    ...(change.issues.known ? [] : ['linked issues']),
    ...(change.description.known ? [] : ['the description']),
    ...(commands.known ? [] : ['commands']),
  ]
  if (missing.length === 0) return
  findings.add({ code: 'okr.partly-known', level: 'note', message: say`judged without ${missing.join(', ')}, which are not known here` })
}

function noRegistry({ registry, options }: Case): Phrase {
  return registry.files.length === 0 ? say`no registry at ${globWords(options)} on the trunk` : say`the registry on the trunk names no objective`
}

function summaryOf(served: readonly Contribution[], { change }: Case): Phrase {
  if (change.files.length === 0) return say`no file is changed`
  if (served.length === 0) return say`serves no objective`
  const shown = served
    .slice(0, 3)
    .flatMap(({ objective, share }, index) => [...(index === 0 ? [] : [', ']), ...say`${code(objective.id)} ${Math.round(share * 100)} %`])
  return served.length > 3 ? say`serves ${shown} and ${served.length - 3} more` : say`serves ${shown}`
}

function globWords(options: OkrOptions): Phrase {
  return registryGlobs(options).flatMap((glob, index) => [...(index === 0 ? [] : [', ']), code(glob)])
}
