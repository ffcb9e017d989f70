import type { Change } from '../../model/change.ts'
import { globSet } from '../../model/glob.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'
import type { Known } from '../../model/known.ts'
import { code, type Phrase, say } from '../../model/phrase.ts'
import type { Source } from '../../model/source.ts'
import { descriptionIds } from './description-ids.ts'
import { foldId, idsIn, isObjectiveId, MAX_ID_LENGTH } from './objective-id.ts'
import type { OkrOptions } from './options.ts'
import type { Registry } from './registry.ts'

type Way = 'path' | 'label' | 'issue' | 'description' | 'command'

/** One statement that a change serves an objective. */
export interface Tag {
  /** As it was given; the registry may know it or not. */
  readonly okr: string
  readonly way: Way
  /** What says so, as a fact shows it: a rule, a label, an issue. */
  readonly by: string
  readonly source: Source
  /** Indices of the changed files that it is about; undefined: all of them. */
  readonly files?: ReadonlySet<number>
}

/** Every statement about the change, known ids and unknown ones, in a fixed order, each once. */
export function tagsOf(change: Change, options: OkrOptions, registry: Registry, commands: Known<Json>): readonly Tag[] {
  const tags = [
    ...pathTags(change, options),
    ...labelTags(change, options, registry),
    ...issueTags(change),
    ...descriptionTags(change),
    ...commandTags(commands),
  ]
  return [...new Map(tags.map((tag) => [`${tag.way}\n${tag.by}\n${foldId(tag.okr)}`, tag])).values()]
}

function* pathTags(change: Change, options: OkrOptions): Generator<Tag> {
  for (const [index, rule] of options.rules.entries()) {
    const paths = globSet(rule.paths)
    const files = new Set<number>()
    for (const [at, file] of change.files.entries()) {
      if (paths.matches(file.path) || (file.previousPath !== undefined && paths.matches(file.previousPath))) files.add(at)
    }
    const pointer = `gates.okr.rules[${index}]`
    if (files.size > 0) yield { okr: rule.okr, way: 'path', by: pointer, source: { kind: 'settings', pointer }, files }
  }
}

/** A label counts as the objective of that id and as what the settings map it to. One that only looks like an id is an unknown objective. */
function* labelTags({ labels }: Change, options: OkrOptions, registry: Registry): Generator<Tag> {
  if (!labels.known) return
  for (const label of labels.value.toSorted()) {
    const mapped = Object.hasOwn(options.labels, label) ? options.labels[label] : undefined
    if (mapped !== undefined) yield { okr: mapped, way: 'label', by: label, source: { kind: 'settings', pointer: `gates.okr.labels.${label}` } }
    if (registry.find(label) || (mapped === undefined && isObjectiveId(label))) yield { okr: label, way: 'label', by: label, source: labels.source }
  }
}

function* issueTags({ issues }: Change): Generator<Tag> {
  if (!issues.known) return
  for (const issue of issues.value.toSorted((a, b) => (a.repo === b.repo ? a.number - b.number : a.repo < b.repo ? -1 : 1))) {
    for (const okr of idsIn(issue.title)) yield { okr, way: 'issue', by: `${issue.repo}#${issue.number}`, source: issues.source }
  }
}

function* descriptionTags({ description }: Change): Generator<Tag> {
  if (!description.known) return
  const { ids, malformed } = descriptionIds(description.value)
  for (const okr of [...ids, ...malformed]) yield { okr, way: 'description', by: 'OKR line', source: description.source }
}

function* commandTags(commands: Known<Json>): Generator<Tag> {
  if (!commands.known || !isArray(commands.value)) return
  for (const tag of commands.value.slice(0, 50)) {
    if (!isObject(tag) || typeof tag['okr'] !== 'string' || typeof tag['by'] !== 'string') continue
    yield { okr: tag['okr'].slice(0, MAX_ID_LENGTH), way: 'command', by: tag['by'], source: commands.source }
  }
}

/** Where a tag came from, in words that say what to change. */
export function wayWords(tag: Tag): Phrase {
  if (tag.way === 'path') return say`the rule ${code(tag.by)} in the settings`
  if (tag.way === 'label') return tag.source.kind === 'settings' ? say`the label ${code(tag.by)} through the settings` : say`the label ${code(tag.by)}`
  if (tag.way === 'issue') return say`the title of the issue ${code(tag.by)}`
  if (tag.way === 'description') return say`the description`
  return say`the command of ${code(tag.by)}`
}
