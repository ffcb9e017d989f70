/** One line of a comment that speaks to us: `/maestro okr "OKR-Q3 LATENCY"` is `{ name: 'okr', args: ['OKR-Q3 LATENCY'] }`. */
export interface Invocation {
  readonly name: string
  readonly args: readonly string[]
  /** 1-based, in the comment. */
  readonly line: number
}

/** More commands than this in one comment are ignored: a comment is read by people first. */
const MAX_COMMANDS = 5
const MAX_LINE = 2_000

/**
 * The commands in a comment, in order. A command starts a line (at most three spaces before it, as in CommonMark's paragraphs); fenced and
 * indented code, quotes and HTML comments are text about commands, not commands. Never throws.
 */
export function parseCommands(body: string): readonly Invocation[] {
  const commands: Invocation[] = []
  let fence: string | undefined
  let inHtmlComment = false
  const lines = body.split(/\r\n|\n|\r/)
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined
      continue
    }
    if (inHtmlComment) {
      inHtmlComment = !line.includes('-->')
      continue
    }
    if (mark !== undefined) {
      fence = mark
      continue
    }
    const comment = line.lastIndexOf('<!--')
    if (comment >= 0 && !line.includes('-->', comment)) inHtmlComment = true
    const words = /^ {0,3}\/maestro(?:[ \t]+(.*))?$/.exec(line.slice(0, MAX_LINE))
    if (!words) continue
    const [name = 'help', ...args] = splitArguments(words[1] ?? '')
    commands.push({ name: name.toLowerCase(), args, line: index + 1 })
    if (commands.length === MAX_COMMANDS) break
  }
  return commands
}

/** Words as a shell would split them: double or single quotes keep blanks together, a backslash keeps the next character. */
function splitArguments(text: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '\\' && at + 1 < text.length) {
      at += 1
      word = (word ?? '') + (text[at] ?? '')
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined
      else word = (word ?? '') + char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (char === ' ' || char === '\t') {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  if (word !== undefined) words.push(word)
  return words
}
