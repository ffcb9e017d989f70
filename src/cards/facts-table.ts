import type { JudgedResult } from '../model/decision.ts'
import type { Fact } from '../model/gate.ts'
import { canonicalJson } from '../model/json.ts'
import { code, say } from '../model/phrase.ts'
import { markdownOf } from './markdown.ts'
import type { Section } from './size-limits.ts'
import { sourceWords } from './source-words.ts'
import { counted } from './view.ts'
import { shorten } from './visible-text.ts'

const MAX_VALUE = 240
const MAX_SOURCES = 3

/** Every fact with its value and where it came from, folded. */
export function factsTable(results: readonly JudgedResult[], more: (left: number) => string): Section {
  const count = results.reduce((sum, result) => sum + result.facts.length, 0)
  return {
    open: `<details><summary>${counted(count, 'fact')}</summary>\n\n| Fact | Value | From |\n| --- | --- | --- |\n`,
    items: rows(results),
    count,
    close: '\n\n</details>',
    more: (left) => `\n${more(left)}`,
  }
}

function* rows(results: readonly JudgedResult[]): Generator<string> {
  for (const result of results) for (const fact of result.facts) yield row(result, fact)
}

function row(result: JudgedResult, fact: Fact): string {
  const sources = fact.sources.slice(0, MAX_SOURCES).map((source) => markdownOf(sourceWords(source)))
  if (fact.sources.length > MAX_SOURCES) sources.push(`${fact.sources.length - MAX_SOURCES} more`)
  return `| ${markdownOf(say`${fact.title} ${code(fact.id.startsWith(`${result.gate}.`) ? fact.id : `${result.gate}.${fact.id}`)}`)} | ${markdownOf([code(valueText(fact))])} | ${sources.join('; ')} |`
}

function valueText({ value }: Fact): string {
  return shorten(typeof value === 'string' ? value : canonicalJson(value), MAX_VALUE)
}
