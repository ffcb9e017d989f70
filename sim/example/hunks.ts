/** Lines that stand together in a file, and what they become. Both end with a newline. */
export interface Hunk {
  readonly before: string
  readonly after: string
}

/** A hunk is written wrongly, or the file does not hold exactly once what it replaces. */
export class BadHunk extends Error {
  override name = 'BadHunk'
}

/**
 * Reads edits written as a unified diff without line numbers: lines start with ` `, `-` or `+`, hunks are parted
 * by lines of `@@`. A blank line is a blank line of context.
 */
export function parseHunks(where: string, text: string): Hunk[] {
  const hunks: Hunk[] = []
  for (const part of text.split(/^@@\n/m)) {
    const lines = part.split('\n').slice(0, -1)
    const wrong = lines.find((line) => line !== '' && !/^[ +-]/.test(line))
    if (wrong !== undefined) throw new BadHunk(`${where}: \`${wrong}\` starts with none of space, + and -`)
    hunks.push({ before: side(lines, '+'), after: side(lines, '-') })
  }
  return hunks
}

/** Applies hunks one after the other. What each replaces has to be in the text exactly once, whole lines. */
export function applyHunks(where: string, text: string, hunks: readonly Hunk[]): string {
  // With a newline in front every line starts after one, the first too.
  return hunks
    .reduce((lines, { before, after }) => {
      const parts = lines.split(`\n${before}`)
      if (before === '' || parts.length !== 2) throw new BadHunk(`${where} holds these lines ${parts.length - 1} times, not once:\n${before}`)
      return parts.join(`\n${after}`)
    }, `\n${text}`)
    .slice(1)
}

/** The lines of a hunk without those of the other side. */
function side(lines: readonly string[], other: '+' | '-'): string {
  return lines
    .filter((line) => !line.startsWith(other))
    .map((line) => `${line.slice(1)}\n`)
    .join('')
}
