import type { Change } from '../../model/change.ts'
import type { GateResult } from '../../model/gate.ts'
import type { Json } from '../../model/json.ts'
import type { Known } from '../../model/known.ts'
import { code, type Phrase, say } from '../../model/phrase.ts'
import { Findings } from '../findings.ts'
import { type Contribution, contributions } from './contribution.ts'
import { contributionFact, tagFact } from './facts.ts'
import { cannotJudge, judgeProposal } from './judge-registry.ts'
import { reportTags } from './judge-tags.ts'
import type { OkrOptions } from './options.ts'
import { isUsable, type Registry } from './registry.ts'
import { tagsOf } from './tags.ts'
import type { Touched } from './touched.ts'

export interface Case {
  readonly change: Change
  readonly options: OkrOptions
  readonly touched: Touched
  readonly registry: Registry
  /** The registry as it would be once the change is merged, when the change touches it. */
  readonly proposed: Registry | undefined
  readonly commands: Known<Json>
}

/** The judgement of the OKR gate. Messages hold ids only; what objectives are about is in facts, which cards may leave out. */
export function judgeObjectives(given: Case): GateResult {
  const findings = new Findings()
  const { change, registry } = given
  if (change.files.length === 0 && !isUsable(registry)) return findings.result('okr', NOTHING, { outcome: 'skip' })
  judgeProposal(given, findings)
  if (!isUsable(registry)) return cannotJudge(given, findings)
  const tags = tagsOf(change, given.options, registry, given.commands)
  const served = contributions(tags, registry, change.files.length)
  const contribution = findings.fact(contributionFact(served, registry, change))
  for (const tag of tags) if (registry.find(tag.okr)) findings.fact(tagFact(tag, change.files.length))
  const isServed = served.length > 0
  const isExempt = !isServed && given.touched.exempt
  if (isExempt) reportExempt(given, findings)
  reportTags(given, tags, isServed, findings, contribution)
  return findings.result('okr', summaryOf(served, given), (change.files.length === 0 || isExempt) && !findings.blocks ? { outcome: 'skip' } : {})
}

const NOTHING: Phrase = say`no file is changed`
const EXEMPT: Phrase = say`every changed file is among ${code('gates.okr.exempt')}, so no objective is asked for`

function reportExempt({ options }: Case, findings: Findings): void {
  const pointer = 'gates.okr.exempt'
  const fact = findings.fact({ id: 'okr.exempt', title: 'Files that need no objective', value: options.exempt, sources: [{ kind: 'settings', pointer }] })
  findings.add({ code: 'okr.exempt', level: 'note', message: EXEMPT, facts: [fact] })
}

function summaryOf(served: readonly Contribution[], { change, touched }: Case): Phrase {
  if (change.files.length === 0) return NOTHING
  if (served.length === 0 && touched.exempt) return EXEMPT
  if (served.length === 0) return say`serves no objective`
  const shown = served
    .slice(0, 3)
    .flatMap(({ objective, share }, index) => [...(index === 0 ? [] : [', ']), ...say`${code(objective.id)} ${Math.round(share * 100)} %`])
  return served.length > 3 ? say`serves ${shown} and ${served.length - 3} more` : say`serves ${shown}`
}
