import type { TriedStep } from '../model/decision.ts'
import { displayPath, extensionOf } from '../model/path.ts'
import { type Phrase, place, say } from '../model/phrase.ts'
import { codeBlock, markdownOf } from './markdown.ts'
import { triedWords } from './tried.ts'

/** How many ways out are shown for one thing. */
export const MAX_STEPS = 3

/** How much of a file to write is shown; a program gets all of it. */
export const MAX_SNIPPET_LINES = 20

/** `→ this, or that`, with what can be copied below, whose lines are indented. */
export function stepLines(steps: readonly TriedStep[], indent: string): readonly string[] {
  const shown = steps.slice(0, MAX_STEPS)
  if (shown.length === 0) return []
  const alternatives = shown.map((step) => markdownOf(stepWords(step)))
  return [`→ ${alternatives.join(', or ')}`, ...shown.flatMap((step) => stepBlocks(step, indent))]
}

/** The step's words, with the file that its snippet belongs into where they do not name it, and with what came of a trial. */
function stepWords(step: TriedStep): Phrase {
  return [...withPlace(step), ...triedWords(step)]
}

function withPlace({ message, snippet }: TriedStep): Phrase {
  if (snippet === undefined) return message
  const name = displayPath(snippet.path)
  const named = message.some((span) => typeof span !== 'string' && 'code' in span && span.code === name)
  return named ? message : say`${message}, in ${place(snippet.path)}`
}

function stepBlocks(step: TriedStep, indent: string): readonly string[] {
  const blocks: string[] = []
  if (step.snippet) blocks.push(codeBlock(step.snippet.text, languageOf(step.snippet.path), indent, MAX_SNIPPET_LINES))
  if (step.command !== undefined) blocks.push(codeBlock(step.command, 'sh', indent, 5))
  return blocks
}

function languageOf(path: string): Parameters<typeof codeBlock>[1] {
  const extension = extensionOf(path)
  if (extension === 'yml' || extension === 'yaml') return 'yaml'
  if (extension === 'ts' || extension === 'json') return extension
  return extension === 'md' ? 'markdown' : ''
}
