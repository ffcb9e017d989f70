import type { Problem } from '../../../documents/located.ts'
import { expandedSize, type Glob, GlobError, globSet } from '../../../model/glob.ts'
import { code, type Phrase, say } from '../../../model/phrase.ts'
import { didYouMean } from '../../reading/fields.ts'
import { specId } from './spec-ids.ts'

const STATUSES = ['draft', 'active', 'retired'] as const
type CardStatus = (typeof STATUSES)[number]

/** A line of a card: what it says and where. */
export type CardLine = { readonly text: string; readonly line: number }

/** A Spec Card as a file of either kind has it. Only active cards are owed tests and cover surfaces. */
export type Card = {
  readonly id: string
  /** Where the id stands. */
  readonly line: number
  readonly title: string
  readonly status: CardStatus
  readonly owner?: string
  readonly given: readonly CardLine[]
  readonly when: readonly CardLine[]
  /** What the card says after “then”. */
  readonly expected: readonly CardLine[]
  readonly acceptance: readonly CardLine[]
  /** Path patterns of the code that the card is about; the ones that cannot be read are left out. */
  readonly surfaces: readonly CardLine[]
}

/** A card before it is checked: what its file says, by the same names whatever the file's format. */
export interface RawCard {
  readonly line: number
  readonly id: CardLine | undefined
  readonly title: CardLine | undefined
  readonly status: CardLine | undefined
  readonly owner: CardLine | undefined
  readonly given: readonly CardLine[]
  readonly when: readonly CardLine[]
  /** What the card says after “then”. */
  readonly expected: readonly CardLine[]
  readonly acceptance: readonly CardLine[]
  readonly surfaces: readonly CardLine[]
}

/** What an active card has to have. */
const PARTS = ['given', 'when', 'expected', 'acceptance', 'surfaces'] as const

export const MAX_TEXT = 2000
export const MAX_LINES = 100
/** Characters of all surfaces of a file once their braces are expanded: compiling them takes time in proportion. */
const MAX_PATTERNS = 100_000

/** How large the surfaces of a file's cards have become so far. */
export interface PatternBudget {
  used: number
}

/** Checks a card. Undefined when it has no usable id; otherwise what can be used of it, with every problem reported. */
export function checkedCard(raw: RawCard, problems: Problem[], budget: PatternBudget): Card | undefined {
  const complain = (line: number, message: Phrase) => problems.push({ line, message })
  if (!raw.id) {
    complain(raw.line, say`a card needs an ${code('id')}`)
    return undefined
  }
  const id = specId(raw.id.text)
  if (id === undefined) {
    complain(raw.id.line, say`${code(raw.id.text)} is no card's id: it must be ${code('SPEC-')} and end in a number`)
    return undefined
  }
  const status = statusOf(raw, complain)
  const missing = PARTS.filter((part) => raw[part].length === 0).map((part) => (part === 'expected' ? 'then' : part))
  if (status === 'active' && missing.length > 0) complain(raw.id.line, say`${code(id)} is active and says nothing under ${code(missing.join(', '))}`)
  const { given, when, expected, acceptance } = raw
  return {
    id,
    line: raw.id.line,
    title: raw.title?.text ?? '',
    status,
    ...(raw.owner === undefined ? {} : { owner: raw.owner.text }),
    given,
    when,
    expected,
    acceptance,
    surfaces: raw.surfaces.filter((surface) => fits(surface, budget, complain) && isGlob(surface, complain)),
  }
}

function statusOf(raw: RawCard, complain: (line: number, message: Phrase) => void): CardStatus {
  if (!raw.status) return 'active'
  const text = raw.status.text.toLowerCase()
  const status = STATUSES.find((each) => each === text)
  if (!status) complain(raw.status.line, [...say`${code(raw.status.text)} is no status (${STATUSES.join(', ')})`, ...didYouMean(text, STATUSES)])
  return status ?? 'active'
}

/** The surface that no longer fits is the last that is complained of: beyond the budget every other is left out with it. */
function fits({ text, line }: CardLine, budget: PatternBudget, complain: (line: number, message: Phrase) => void): boolean {
  const before = budget.used
  budget.used += expandedSize(text)
  if (budget.used <= MAX_PATTERNS) return true
  if (before <= MAX_PATTERNS)
    complain(line, say`the surfaces of this file stand for more than ${MAX_PATTERNS} characters of patterns; this one and those below do not count`)
  return false
}

function isGlob({ text, line }: CardLine, complain: (line: number, message: Phrase) => void): boolean {
  try {
    globSet([text satisfies Glob])
    return true
  } catch (error) {
    if (!(error instanceof GlobError)) throw error
    complain(line, say`${code(text)} is no path pattern: ${error.message}`)
    return false
  }
}
