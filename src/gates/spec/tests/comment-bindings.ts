import { idList } from '../spec-cards/spec-ids.ts'

/** An id with the line that names it. */
export interface NamedId {
  readonly id: string
  readonly line: number
}

const MARK = '@spec'

/**
 * The ids that a comment's text names as those of its test: `@spec SPEC-1`, `@spec(SPEC-1)`, `@spec("SPEC-1", SPEC-2)`. `line` is
 * where the text starts. Linear: one search forward, and each list is read once.
 */
export function commentBindings(text: string, line: number): readonly NamedId[] {
  const found: NamedId[] = []
  let counted = 0
  let currentLine = line
  for (let at = text.indexOf(MARK); at >= 0; ) {
    const after = at + MARK.length
    const { ids, end } = bindingAt(text, at, after)
    for (; counted < at; counted += 1) if (text.charCodeAt(counted) === 10) currentLine += 1
    for (const id of ids) found.push({ id, line: currentLine })
    at = text.indexOf(MARK, Math.max(end, after))
  }
  return found
}

/** The list that follows the mark, when the mark is a word of its own. */
function bindingAt(text: string, at: number, after: number): { readonly ids: readonly string[]; readonly end: number } {
  const follows = text[after]
  const isPartOfWord = /[\w.@-]/.test(text[at - 1] ?? '')
  if (isPartOfWord || (follows !== '(' && follows !== ' ' && follows !== '\t')) return { ids: [], end: after }
  let from = after
  while (text[from] === ' ' || text[from] === '\t') from += 1
  return idList(text, text[from] === '(' ? from + 1 : from)
}
