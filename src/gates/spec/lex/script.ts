import {
  APOSTROPHE,
  BACKSLASH,
  BACKTICK,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  DOLLAR,
  HASH,
  isBlank,
  isLineEnd,
  isWord,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SLASH,
  STAR,
} from './characters.ts'
import { Scanner } from './scanner.ts'
import type { Text, Token } from './token.ts'

/** Words after which a `/` begins a regular expression. */
const BEFORE_EXPRESSION: ReadonlySet<string> = new Set('return typeof case in of delete void throw new else do instanceof yield await'.split(' '))

/** TypeScript and JavaScript (ECMA-262, clause 12), without JSX: see the note in languages.ts. */
export function lexScript(text: Text): readonly Token[] {
  const scanner = new Scanner(text)
  /** Open `${` of templates: how many braces are open inside each. */
  const templates: number[] = []
  /** No regular expression begins before this: a search for its end has come this far in vain, and is not made twice. */
  let noneBefore = 0
  if (scanner.code() === HASH && scanner.code(1) === 33) scanner.lineComment()
  while (scanner.more) {
    const code = scanner.code()
    const depth = templates.at(-1)
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) scanner.lineEnd()
    else if (code === SLASH && scanner.code(1) === SLASH) scanner.lineComment()
    else if (code === SLASH && scanner.code(1) === STAR) scanner.blockComment()
    else if (code === SLASH && scanner.at >= noneBefore && mayBeginExpression(scanner)) {
      const start = scanner.at
      const { closed, at } = regularExpressionEnd(text, start)
      scanner.at = closed ? at : start + 1
      scanner.emit(closed ? 'string' : 'sign', start)
      if (!closed) noneBefore = at
    } else if (code === QUOTE || code === APOSTROPHE) scanner.quoted(scanner.at)
    else if (code === BACKTICK) template(scanner, templates)
    else if (code === CLOSE_BRACE && depth === 0) {
      templates.pop()
      template(scanner, templates)
    } else if (isWord(code) || code === HASH) name(scanner)
    else {
      if (depth !== undefined && code === OPEN_BRACE) templates[templates.length - 1] = depth + 1
      if (depth !== undefined && code === CLOSE_BRACE) templates[templates.length - 1] = depth - 1
      scanner.sign()
    }
  }
  return scanner.tokens
}

function name(scanner: Scanner): void {
  const start = scanner.at
  scanner.at += 1
  scanner.word(start)
}

/** Whether a `/` here begins an expression or divides one: after a value it divides. */
function mayBeginExpression(scanner: Scanner): boolean {
  const { last } = scanner
  if (last?.kind === 'word') return last.end - last.start <= 10 && BEFORE_EXPRESSION.has(scanner.textOf(last))
  return scanner.wantsValue
}

/** The end of the regular expression that starts at `start`; or, when its line ends before it does, where the line ends. */
function regularExpressionEnd(text: Text, start: number): { readonly closed: boolean; readonly at: number } {
  let inClass = false
  let at = start + 1
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isLineEnd(code)) break
    if (code === BACKSLASH && at + 1 < text.length && !isLineEnd(text.charCodeAt(at + 1))) at += 1
    else if (code === OPEN_BRACKET) inClass = true
    else if (code === CLOSE_BRACKET) inClass = false
    else if (code === SLASH && !inClass) return { closed: true, at: at + 1 }
  }
  return { closed: false, at }
}

/** A piece of a template, from a backtick or the end of a `${}` to the next `${` or the closing backtick. */
function template(scanner: Scanner, templates: number[]): void {
  const start = scanner.at
  scanner.at += 1
  while (scanner.more) {
    const code = scanner.code()
    if (code === BACKTICK) {
      scanner.at += 1
      break
    }
    if (code === DOLLAR && scanner.code(1) === OPEN_BRACE) {
      scanner.at += 2
      templates.push(0)
      break
    }
    scanner.at += 1
    if (code === BACKSLASH) scanner.escaped()
  }
  scanner.emit('string', start)
}
