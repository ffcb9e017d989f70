import type { Phrase, Span } from '../model/phrase.ts'
import { type Piece, pieces } from './github-triggers.ts'
import { bounded } from './phrase-bounds.ts'
import { shorten, visibleCode, visibleLines, visibleText } from './visible-text.ts'

/**
 * GitHub Markdown in which nothing from outside can become markup. The result is one line; it is safe anywhere
 * in a paragraph, a list item, a table cell or a heading.
 */
export function markdownOf(phrase: Phrase): string {
  const parts = bounded(phrase).flatMap(spanMarkdown)
  return parts
    .reduce((line, part) => (line.endsWith('`') && part.startsWith('`') ? `${line}<!-- -->${part}` : line + part), '')
    .replace(/^ +/, '')
    .replace(LINE_START, lineStart)
}

/** The same for the inside of an HTML block (`<summary>`), where Markdown does not apply but GitHub's own filters do. */
export function htmlOf(phrase: Phrase): string {
  return bounded(phrase)
    .map((span) => {
      if (typeof span === 'string') return piecesOf(span).map(htmlPiece).join('')
      return 'code' in span ? htmlPiece({ kind: 'code', value: visibleCode(span.code) }) : `<strong>${piecesOf(span.strong).map(htmlPiece).join('')}</strong>`
    })
    .join('')
}

/**
 * A code block that ends where it should, whatever is in it: at most `maxLines` lines and 3,000 characters.
 * `language` is ours. `indent` is put before each line, for blocks inside a list.
 */
export function codeBlock(text: string, language: '' | 'sh' | 'diff' | 'yaml' | 'markdown' | 'ts' | 'json', indent = '', maxLines = 40): string {
  // cmark counts fences in a byte; and bots read the source, where a line of a block looks like any other
  const lines = visibleLines(shorten(text.trimEnd(), 3_000)).map((line) => line.replace(/`{50,}/g, '`'.repeat(50)).replace(/^(\s*)\/(?=[a-z])/i, '$1\\x2f'))
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`] : lines
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1))
  return [`${fence}${language}`, ...shown, fence].map((line) => indent + line).join('\n')
}

/** A link that we make. Only http and https addresses become links, anything else leaves the label alone. */
export function linkTo(label: Span, url: string): string {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return markdownOf([label])
  const address = parsed.href.replace(/[()<>|\\`*_[\]]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `[${linkLabel(label)}](${address})`
}

/** Parsers disagree about brackets in the code of a label, so they are never there as such. */
function linkLabel(label: Span): string {
  const text = typeof label === 'string' ? label : 'code' in label ? label.code : label.strong
  return /[[\]`]/.test(text) ? htmlCode(visibleCode(text)) : markdownOf([label])
}

function spanMarkdown(span: Span): readonly string[] {
  if (typeof span === 'string') return piecesOf(span).map(markdownPiece)
  if ('code' in span) return [codeSpan(visibleCode(span.code))]
  return ['<strong>', ...piecesOf(span.strong).map(markdownPiece), '</strong>'] // `**` depends on its neighbours
}

function piecesOf(text: string): readonly Piece[] {
  return pieces(visibleText(text))
}

function markdownPiece(piece: Piece): string {
  return piece.kind === 'code' ? codeSpan(piece.value) : escapeText(piece.value)
}

function htmlPiece(piece: Piece): string {
  return piece.kind === 'code' ? htmlCode(piece.value) : piece.value.replace(/[&<>"']/g, entity)
}

function escapeText(text: string): string {
  return text.replace(/[&<>|`]/g, entity).replace(/[\\*_[\]~]/g, '\\$&')
}

/** What opens a block, or somebody else's slash command, when it is the first thing on a line. */
const LINE_START = /^(?:[-+=#:/]|\d{1,9}(?=[.)]))/

function lineStart(found: string): string {
  if (found === '/') return '&#47;' // bots read the source, so not even there
  return /^\d/.test(found) ? `${found}\\` : `\\${found}`
}

/** Longer fences are not recognised by every cmark, see `MAXBACKTICKS` in its inlines.c. */
const MAX_FENCE = 20

/** CommonMark 6.1. A `|` would end a table cell even inside code, so with one (or a run of backticks that is too long) HTML is used. */
function codeSpan(value: string): string {
  if (value === '') return '(empty)'
  const fence = longestRun(value) + 1
  if (value.includes('|') || fence > MAX_FENCE) return htmlCode(value)
  const pad = value.startsWith('`') || value.endsWith('`') || (value.startsWith(' ') && value.endsWith(' ') && value.trim() !== '') ? ' ' : ''
  return '`'.repeat(fence) + pad + value + pad + '`'.repeat(fence)
}

/** Inside it Markdown still applies, hence all punctuation as entities; the comment keeps an address from being seen as a whole. */
function htmlCode(value: string): string {
  return `<code>${value.replace(/[!-/:-@[-`{-~]/g, entity).replaceAll('&#64;', '&#64;<!-- -->')}</code>`
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}
