import type { NextStep, Reason } from '../../model/gate.ts'
import { nearest } from '../../model/nearest.ts'
import { code, type Phrase, say } from '../../model/phrase.ts'
import { counted, type Findings } from '../findings.ts'
import type { Case } from './judge.ts'
import { isObjectiveId } from './objective-id.ts'
import { globWords } from './options.ts'
import { type Suggestion, suggestions } from './suggest.ts'
import { type Tag, wayWords } from './tags.ts'

/** More of the same finding helps nobody. */
const MAX_UNKNOWN = 20

/** What is wrong with the objectives that are named, and whether none is. `contribution` is the fact that says what is served. */
export function reportTags(given: Case, tags: readonly Tag[], isServed: boolean, findings: Findings, contribution: string): void {
  const { change, options, registry } = given
  const unknown = tags
    .filter((each) => !registry.find(each.okr))
    // What blocks first: what only warns must not push it out.
    .sort((a, b) => Number(levelOfUnknown(b, isServed) === 'block') - Number(levelOfUnknown(a, isServed) === 'block'))
    .slice(0, MAX_UNKNOWN)
    .map((tag) => ({ tag, index: reportUnknownId(tag, nearestId(tag, given), isServed, findings) }))
  const isAsked = !isServed && change.files.length > 0 && !given.touched.exempt
  const near = isAsked ? suggestions(change, options, registry) : []
  const untagged = isAsked ? [reportUntagged(given, near, findings, contribution)] : []
  const corrections = unknown.flatMap(({ tag, index }) => {
    const meant = nearestId(tag, given) ?? near[0]?.okr
    const step = correction(tag, meant, given)
    // What is put right by the settings, or only taken back, names no objective.
    const names = tag.source.kind !== 'settings' && (tag.way !== 'command' || meant !== undefined)
    return step ? [{ step, unblocks: [index, ...(names ? untagged : [])] }] : []
  })
  for (const { step, unblocks } of corrections) findings.step(unblocks, step)
  // Whoever puts an id right has named an objective; to ask for one more would ask for the same thing twice.
  if (corrections.every(({ unblocks }) => unblocks.length < 2)) for (const index of untagged) offerTags(given, near[0], index, findings)
  reportUnknowns(given, findings)
}

function nearestId(tag: Tag, { registry }: Case): string | undefined {
  return nearest(
    isObjectiveId(tag.okr) ? tag.okr : `OKR-${tag.okr}`,
    registry.all().map((objective) => objective.id),
  )
}

function reportUnknownId(tag: Tag, near: string | undefined, isServed: boolean, findings: Findings): number {
  const maybe = near === undefined ? [] : say`, did you mean ${code(near)}?`
  return findings.add({
    code: 'okr.unknown-id',
    level: levelOfUnknown(tag, isServed),
    message: say`${code(tag.okr)}, named by ${wayWords(tag)}, is no objective of the registry${maybe}`,
  })
}

/** Who can put it right: the author what they wrote; nobody here what the settings or an issue's title say. What a command named was there when it was named. */
function levelOfUnknown(tag: Tag, isServed: boolean): Reason['level'] {
  if (tag.source.kind === 'settings') return 'warn'
  if (tag.way === 'command') return isServed ? 'note' : 'warn'
  return tag.way === 'issue' ? 'note' : 'block'
}

/** How an unknown id is put right, with the id that is most likely meant. */
function correction(tag: Tag, meant: string | undefined, given: Case): Omit<NextStep, 'unblocks'> | undefined {
  if (tag.source.kind === 'settings') return { kind: 'settings', message: say`correct ${code(tag.source.pointer)} or add the objective to the registry` }
  if (tag.way === 'description') {
    const instead = meant === undefined ? say`name ${oneOf(given)} in the description` : say`write ${code(`OKR: ${meant}`)} in the description`
    return {
      kind: 'edit',
      message: say`${instead}, in place of ${code(tag.okr)}`,
      ...(meant === undefined ? {} : { edit: { said: { description: { replace: tag.okr, by: meant } } } }),
    }
  }
  if (tag.way === 'label') {
    const instead = meant === undefined ? say`that of ${oneOf(given)}` : code(meant)
    return {
      kind: 'edit',
      message: say`take the label ${code(tag.by)} off and put ${instead} on`,
      ...(meant === undefined ? {} : { edit: { said: { labels: { add: [meant], remove: [tag.by] } } } }),
    }
  }
  if (tag.way !== 'command') return undefined
  const withdrawal = code(`/maestro okr --remove ${tag.okr}`)
  return { kind: 'edit', message: meant === undefined ? say`comment ${withdrawal}` : say`comment ${withdrawal} and ${code(`/maestro okr ${meant}`)}` }
}

function reportUntagged({ options }: Case, near: readonly Suggestion[], findings: Findings, contribution: string): number {
  return findings.add({
    code: 'okr.untagged',
    level: options.required ? 'block' : 'note',
    message: near.length === 0 ? say`nothing says which objective this serves` : say`nothing says which objective this serves; nearest: ${nearWords(near)}`,
    facts: [contribution],
  })
}

function offerTags(given: Case, first: Suggestion | undefined, index: number, findings: Findings): void {
  if (!first) {
    findings.step([index], { kind: 'edit', message: say`add a line ${code('OKR: <id>')} to the description, with ${oneOf(given)}` })
    return
  }
  const line = `OKR: ${first.okr}`
  findings.step([index], { kind: 'edit', message: say`add the line ${code(line)} to the description`, edit: { said: { description: { append: line } } } })
  findings.step([index], { kind: 'edit', message: say`comment ${code(`/maestro okr ${first.okr}`)}` })
}

/** `one of the 2 objectives at …`, so that a reader knows where to look. */
function oneOf({ registry, options }: Case): Phrase {
  const all = registry.all()
  return all.length === 1 ? say`the only objective, ${code(all[0]?.id ?? '')}` : say`one of the ${counted(all.length, 'objective')} at ${globWords(options)}`
}

function nearWords(near: readonly Suggestion[]): Phrase {
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
