import type { Decision } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { causesOf } from './causes.ts'
import { clock, dateAndClock } from './clock.ts'
import { factsTable } from './facts-table.ts'
import { findingItems, itemCount } from './finding-item.ts'
import { gateFindings } from './findings.ts'
import { gateIcon } from './folded.ts'
import { codeBlock, linkTo, markdownOf } from './markdown.ts'
import { assemble, block, type Section } from './size-limits.ts'
import type { CardView } from './view.ts'

/** The long form: every gate with every reason, all facts, and how to get the same decision again. At most GitHub's limit. */
export function decisionText(view: CardView): string {
  const { decision } = view
  const withFindings = decision.results.filter((result) => result.reasons.length > 0)
  const others = decision.results.filter((result) => result.reasons.length === 0)
  return assemble(
    [
      ...withFindings.map((result) => gateSection(result, view)),
      {
        open: withFindings.length > 0 ? '#### Other gates\n\n' : '',
        items: others.map((result) => `- ${gateIcon(result, view)} ${gateWords(result)}`),
        count: others.length,
        more: (left) => `- … and ${left} more`,
      },
      block(reproduction(view)),
      factsTable(decision.results, (left) => moreOf(left, view, '')),
    ],
    moreOf(undefined, view, ''),
  )
}

/** `… and 212 more: the whole list`, with a link where there is a page. */
export function moreOf(left: number | undefined, view: CardView, anchor: string): string {
  const start = left === undefined ? '… and more than fits here' : `… and ${left} more`
  if (view.links.details !== undefined) return `${start}: ${linkTo('the whole list', view.links.details(anchor))}`
  return `${start}: \`maestro check --format json\` lists all`
}

/** Which commits, which settings, when and why: what changes from one evaluation to the next and so stays out of the comment. */
export function evaluation(view: CardView): string {
  const { decision, because } = view
  const parts: Phrase[] = [
    say`head ${code(decision.headSha)} on base ${code(decision.baseSha)}`,
    settingsOrigin(decision),
    say`last evaluated ${dateAndClock(decision.asOf)}${because === undefined ? [] : say`, because of ${because}`}`,
  ]
  if (view.recorded !== undefined) parts.push(say`recorded as decision ${code(view.recorded.id)}, ${code(view.recorded.digest)}`)
  if (decision.reviseAt !== undefined) parts.push(say`judged again by itself at ${clock(decision.reviseAt, decision.asOf)}`)
  return parts.map(markdownOf).join('\\\n')
}

function settingsOrigin({ settings, trunkSha }: Decision): Phrase {
  const trunk = code(trunkSha.slice(0, 12))
  if (settings.state === 'defaults') return say`settings: the defaults, since the trunk (${trunk}) has no file of its own`
  if (settings.state === 'none') return say`settings: none that are valid on the trunk (${trunk})`
  if (settings.from === undefined) return say`settings: a file that was given in place of the trunk's`
  const from = code(settings.from.slice(0, 12))
  return settings.state === 'valid'
    ? say`settings from the trunk at ${from}`
    : say`settings from ${from}, the last good ones; those of the trunk (${trunk}) are broken`
}

function gateSection(result: Decision['results'][number], view: CardView): Section {
  const causes = causesOf(gateFindings(result))
  return {
    open: `#### ${gateIcon(result, view)} ${gateWords(result)}\n\n`,
    items: findingItems(causes, view, false),
    count: itemCount(causes),
    more: (left) => `\n${moreOf(left, view, result.gate)}`,
  }
}

function gateWords(result: Decision['results'][number]): string {
  return markdownOf(say`${{ strong: result.title }} · ${result.mode}${result.summary.length === 0 ? [] : say` · ${result.summary}`}`)
}

/** As a repository on GitHub is called; anything else could be more than an argument in a shell. */
const FULL_NAME = /^[\w.-]{1,100}\/[\w.-]{1,100}$/

function reproduction(view: CardView): string {
  const { settings, gates, facts } = view.decision.digests
  return [
    '<details><summary>Get the same decision again</summary>',
    '',
    ...inAClone(view),
    ...(view.recorded === undefined
      ? []
      : ['Where Maestro runs, from what was kept of it, to the byte:', '', codeBlock(`maestro rejudge ${view.recorded.id}`, 'sh'), '']),
    `Digests: settings \`${settings}\`, gates \`${gates}\`, facts \`${facts}\``,
    '',
    '</details>',
  ].join('\n')
}

function inAClone({ decision, change }: CardView): readonly string[] {
  const { subject, baseSha, headSha, trunkSha } = decision
  const check = `maestro check --base ${baseSha} --head ${headSha} --trunk ${trunkSha}`
  const { fullName } = change.repo
  if (subject.kind !== 'pull_request' || !FULL_NAME.test(fullName)) return [codeBlock(check, 'sh'), '']
  return [
    'In a clone that has these commits:',
    '',
    codeBlock(`gh api repos/${fullName}/pulls/${subject.number} > pull.json\n${check} --pull-request pull.json`, 'sh'),
    '',
    'Linked issues and `/maestro okr` comments are not in that file, nor are the organisation’s settings in the clone: where they counted, it can say something else.',
    '',
  ]
}
