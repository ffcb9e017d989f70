import type { Phrase, Span } from '../model/phrase.ts'

/** Longest phrase that is shown, in UTF-16 units: no single message may push the others off a card. */
const MAX_PHRASE = 600

/** A phrase with neighbouring words joined, so that nothing can take effect by being put together afterwards, and bounded in length. */
export function bounded(phrase: Phrase): Phrase {
  const spans: Span[] = []
  let room = MAX_PHRASE
  for (const span of phrase) {
    if (room <= 0) return [...spans, '…']
    const text = contentOf(span)
    const kept = text.length <= room ? text : `${text.slice(0, room)}…`
    room -= text.length
    const previous = spans.at(-1)
    if (typeof span === 'string' && typeof previous === 'string') spans[spans.length - 1] = previous + kept
    else spans.push(withContent(span, kept))
  }
  return spans
}

function contentOf(span: Span): string {
  if (typeof span === 'string') return span
  return 'code' in span ? span.code : span.strong
}

function withContent(span: Span, content: string): Span {
  if (typeof span === 'string') return content
  return 'code' in span ? { code: content } : { strong: content }
}

/** `unknown key \`covrage\`` as a phrase: what stands between two backticks becomes code. For words that come as one string, such as diagnostics. */
export function ticked(text: string): Phrase {
  const parts = text.split('`')
  if (parts.length % 2 === 0) return [text]
  return parts.flatMap((part, index) => (part === '' ? [] : [index % 2 === 1 ? { code: part } : part]))
}
