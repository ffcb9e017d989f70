import { displayPath, type Path } from './path.ts'

/**
 * Words for people, kept apart from the values in them until they are rendered: what came from outside can only
 * ever be a `code` or `text` span, and each renderer escapes spans for its own medium. So no title, path or
 * identifier can bring markup, a mention or a command into a card.
 */
export type Phrase = readonly Span[]
export type Span = string | { readonly code: string } | { readonly strong: string }

/** A value shown as code: an id, a key, a number with a unit. */
export function code(value: string | number): Span {
  return { code: String(value) }
}

/** A path with its line, shown as code. */
export function place(path: Path, line?: number): Span {
  return { code: line === undefined ? displayPath(path) : `${displayPath(path)}:${line}` }
}

/**
 * The template tag for a phrase: say`${place(path)} is bound to no test`. Plain strings among the values are
 * text, and are escaped like any other span.
 */
export function say(words: TemplateStringsArray, ...values: readonly (Span | number | Phrase)[]): Phrase {
  const spans: Span[] = []
  words.forEach((word, index) => {
    if (word !== '') spans.push(word)
    const value = values[index]
    if (value === undefined) return
    if (Array.isArray(value)) spans.push(...value)
    else spans.push(typeof value === 'number' ? String(value) : (value as Span))
  })
  return spans
}

/** A phrase as plain text, for JSON, logs and the terminal. Code spans stand between backticks. */
export function plain(phrase: Phrase): string {
  return phrase.map((span) => (typeof span === 'string' ? span : 'code' in span ? `\`${span.code}\`` : span.strong)).join('')
}
