/**
 * The first paragraph of a text on one line, and the rest, trimmed. Line by line, because a pattern for white
 * space around line breaks takes quadratic time on the long runs of blanks that a hostile message may hold.
 */
export function firstParagraph(text: string): { readonly first: string; readonly rest: string } {
  const lines = text.trim().split('\n')
  const gap = lines.findIndex((line) => line.trim() === '')
  const end = gap < 0 ? lines.length : gap
  return {
    first: lines
      .slice(0, end)
      .map((line) => line.trim())
      .join(' '),
    rest: lines.slice(end).join('\n').trim(),
  }
}
