import type { Problem } from '../../../documents/located.ts'
import { type CardLine, MAX_LINES, MAX_TEXT, type RawCard } from './card.ts'
import { yamlCards } from './card-yaml.ts'
import { MAX_ID_LENGTH } from './spec-ids.ts'

const SECTIONS = ['given', 'when', 'expected', 'acceptance', 'surfaces', 'status', 'owner'] as const
type Section = (typeof SECTIONS)[number]

const FRONT_MATTER = /^---[ \t]*$/
const HEADING = /^(#{1,6})[ \t]+(.*)$/
const CARD_HEADING = /^(SPEC-[A-Za-z0-9-]+)(?:[ \t]*[:—–-][ \t]*|[ \t]+|$)(.*)$/i
/** `Given a caller`, `**When** it fails`, `Acceptance: …`; a colon may follow the word, inside the emphasis or outside. */
const LABEL = /^(?:\*\*|__)?(given|when|then|and|but|acceptance(?: criteria)?|surfaces?|status|owner)(?::(?:\*\*|__)?|(?:\*\*|__):?)?(?:[ \t]+(.*))?$/i
const BULLET = /^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(.*)$/
const FENCE = /^[ \t]*(?:`{3,}|~{3,})/
/** Labels that must have a colon, a heading or nothing behind them: prose may start with these words. */
const NEEDS_COLON: ReadonlySet<string> = new Set(['acceptance', 'surfaces', 'status', 'owner'])

/** A card while its lines are read. */
class Draft {
  readonly line: number
  readonly lines: Record<Section, CardLine[]> = {
    given: [],
    when: [],
    expected: [],
    acceptance: [],
    surfaces: [],
    status: [],
    owner: [],
  }
  id: CardLine | undefined
  title: CardLine | undefined
  open: Section | undefined

  constructor(line: number) {
    this.line = line
  }

  add(section: Section, text: string, line: number): void {
    const entries = section === 'surfaces' ? text.replaceAll('`', '').split(/, /) : [text]
    for (const entry of entries.map((each) => each.trim())) {
      if (entry !== '' && this.lines[section].length < MAX_LINES) this.lines[section].push({ text: entry.slice(0, MAX_TEXT), line })
    }
  }

  raw(): RawCard {
    const { status, owner, ...lists } = this.lines
    return { line: this.line, id: this.id, title: this.title, status: status[0], owner: owner[0], ...lists }
  }
}

/**
 * The cards of a Markdown text: front matter with the same keys as a YAML card, or headings such as
 * `# SPEC-142: title`, each with Given/When/Then lines or sections and lists under `Acceptance:` and `Surfaces:`.
 * A text with neither (a read-me) holds no card.
 */
export function markdownCards(text: string, problems: Problem[]): readonly RawCard[] {
  const lines = text.split(/\r\n|[\r\n]/)
  const bodyStart = frontMatterEnd(lines)
  const front = bodyStart === 0 ? undefined : yamlCards(lines.slice(1, bodyStart - 1).join('\n'), problems, 2)[0]
  const drafts = readBody(lines, bodyStart, front?.id !== undefined)
  if (!front?.id) return drafts.map((draft) => draft.raw())
  const [first, ...more] = drafts
  return [first ? merged(front, first.raw()) : front, ...more.map((draft) => draft.raw())]
}

/** What front matter says counts before what the body says. */
function merged(front: RawCard, body: RawCard): RawCard {
  const either = (key: 'given' | 'when' | 'expected' | 'acceptance' | 'surfaces') => (front[key].length > 0 ? front[key] : body[key])
  return {
    line: front.line,
    id: front.id,
    title: front.title ?? body.title,
    status: front.status ?? body.status,
    owner: front.owner ?? body.owner,
    given: either('given'),
    when: either('when'),
    expected: either('expected'),
    acceptance: either('acceptance'),
    surfaces: either('surfaces'),
  }
}

/** The index of the first line behind the front matter; 0 when there is none. */
function frontMatterEnd(lines: readonly string[]): number {
  if (!FRONT_MATTER.test(lines[0] ?? '')) return 0
  const close = lines.findIndex((line, index) => index > 0 && FRONT_MATTER.test(line))
  return close < 0 ? 0 : close + 1
}

/** Reads headings, labels and lists. With `named`, the text before any card's heading belongs to the front matter's card. */
function readBody(lines: readonly string[], from: number, named: boolean): readonly Draft[] {
  const drafts: Draft[] = named ? [new Draft(from + 1)] : []
  let inFence = false
  for (const [offset, line] of lines.slice(from).entries()) {
    if (FENCE.test(line)) inFence = !inFence
    else if (!inFence) readLine(line, from + offset + 1, drafts, named)
  }
  return drafts
}

function readLine(line: string, number: number, drafts: Draft[], named: boolean): void {
  const heading = HEADING.exec(line)
  const card = heading && CARD_HEADING.exec((heading[2] ?? '').trim())
  if (card) {
    const isFronts = named && drafts.length === 1 && drafts[0]?.id === undefined
    const draft = isFronts && drafts[0] ? drafts[0] : new Draft(number)
    if (!isFronts) drafts.push(draft)
    draft.id = { text: (card[1] ?? '').slice(0, MAX_ID_LENGTH + 1), line: number }
    if ((card[2] ?? '').trim() !== '') draft.title = { text: (card[2] ?? '').trim().slice(0, MAX_TEXT), line: number }
    draft.open = undefined
    return
  }
  const draft = drafts.at(-1)
  if (!draft) return
  if (heading) {
    draft.open = sectionOf((heading[2] ?? '').trim().replace(/:$/, ''))
    if (named && draft.title === undefined && heading[1] === '#') draft.title = { text: (heading[2] ?? '').trim().slice(0, MAX_TEXT), line: number }
  } else readContent(line, number, draft)
}

/** A labelled line, or an entry or line of the section that is open. */
function readContent(line: string, number: number, draft: Draft): void {
  const bullet = BULLET.exec(line)
  const text = (bullet?.[1] ?? line).trim()
  const label = LABEL.exec(text)
  const section = label?.[1] === undefined ? undefined : (sectionOf(label[1]) ?? draft.open)
  const continues = bullet !== null && (draft.open === 'acceptance' || draft.open === 'surfaces')
  if (label && section && !continues && (!NEEDS_COLON.has(section) || /^[^ \t]*:|^acceptance criteria/i.test(text))) {
    draft.open = section
    draft.add(section, label[2] ?? '', number)
  } else if (draft.open && (bullet || (text !== '' && draft.open !== 'acceptance' && draft.open !== 'surfaces'))) draft.add(draft.open, text, number)
}

function sectionOf(label: string): Section | undefined {
  const word = label.toLowerCase()
  if (word === 'acceptance criteria') return 'acceptance'
  if (word === 'surface') return 'surfaces'
  if (word === 'then') return 'expected'
  return SECTIONS.find((section) => section === word)
}
