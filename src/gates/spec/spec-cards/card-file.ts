import type { Problem } from '../../../documents/located.ts'
import { expandedSize } from '../../../model/glob.ts'
import type { Extractor } from '../../../model/need.ts'
import { extensionOf } from '../../../model/path.ts'
import { say } from '../../../model/phrase.ts'
import { fileText } from '../../reading/file-text.ts'
import { type Card, checkedCard } from './card.ts'
import { markdownCards } from './card-markdown.ts'
import { yamlCards } from './card-yaml.ts'

/** The cards of a file, and what is wrong with them. A card with problems still counts for what could be read of it. */
export type CardFile = {
  readonly cards: readonly Card[]
  readonly problems: readonly Problem[]
  /** How many characters the surfaces of all its cards have once their braces are expanded. */
  readonly patterns: number
}

const MAX_BYTES = 256 * 1024
const MAX_CARDS = 1000
const MAX_PROBLEMS = 50

/** Reads Spec Cards from YAML (`.yml`, `.yaml`, `.json`) or Markdown (anything else). */
export const cardFile: Extractor<CardFile> = {
  id: 'spec.card-file',
  version: '2',
  variant: (path) => (isYaml(extensionOf(path)) ? 'yaml' : 'markdown'),
  extract(bytes, path) {
    const file = fileText(bytes, MAX_BYTES)
    if ('why' in file) return { cards: [], patterns: 0, problems: [{ line: 1, message: say`cannot be read: ${file.why}` }] }
    const problems: Problem[] = []
    const raw = isYaml(extensionOf(path)) ? yamlCards(file.text, problems) : markdownCards(file.text, problems)
    if (raw.length > MAX_CARDS) problems.push({ line: 1, message: say`more than ${MAX_CARDS} cards` })
    const budget = { used: 0 }
    const cards = raw.slice(0, MAX_CARDS).flatMap((card) => checkedCard(card, problems, budget) ?? [])
    const patterns = cards.reduce((sum, card) => sum + card.surfaces.reduce((own, { text }) => own + expandedSize(text), 0), 0)
    return { cards, problems: problems.toSorted((a, b) => a.line - b.line).slice(0, MAX_PROBLEMS), patterns }
  },
}

function isYaml(extension: string): boolean {
  return extension === 'yml' || extension === 'yaml' || extension === 'json'
}
