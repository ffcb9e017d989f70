import {
  APOSTROPHE,
  BACKSLASH,
  BACKTICK,
  DOLLAR,
  EQUALS,
  HASH,
  isBlank,
  isLetter,
  isLineEnd,
  isOperator,
  isWord,
  LESS,
  PERCENT,
  QUESTION,
  QUOTE,
  SLASH,
} from './characters.ts'
import { type Heredoc, heredocBodies, heredocStart } from './ruby-heredocs.ts'
import { delimited } from './ruby-literals.ts'
import { Scanner } from './scanner.ts'
import type { Text, Token } from './token.ts'

/**
 * Ruby (ISO/IEC 30170, clause 8, and the language's own documentation of literals), as far as it can be told without
 * parsing: `/`, `%`, `?` and `<<` begin a literal where a value may stand, or after a name, a space and no space.
 */
export function lexRuby(text: Text): readonly Token[] {
  const scanner = new Scanner(text)
  const heredocs: Heredoc[] = []
  let lineStarts = true
  while (scanner.more) {
    if (lineStarts && blockCommentOrEnd(scanner)) continue
    lineStarts = false
    const code = scanner.code()
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) {
      scanner.lineEnd()
      heredocBodies(scanner, heredocs)
      lineStarts = true
    } else if (code === BACKSLASH && isLineEnd(scanner.code(1))) {
      scanner.at += 1
      scanner.escaped()
    } else if (code === HASH) scanner.lineComment()
    else if (code === QUOTE || code === BACKTICK || code === APOSTROPHE) delimited(scanner, scanner.at, code !== APOSTROPHE)
    else if (literalMayStart(scanner) && literal(scanner, heredocs)) continue
    else if (code === DOLLAR && !isWord(scanner.code(1))) specialVariable(scanner)
    else if (isWord(code)) scanner.word()
    else operator(scanner)
  }
  return scanner.tokens
}

function literalMayStart(scanner: Scanner): boolean {
  if (scanner.wantsValue) return true
  return scanner.last?.kind === 'word' && isBlank(scanner.code(-1)) && !isBlank(scanner.code(1)) && scanner.code(1) !== EQUALS
}

/** A regular expression, a `%` literal, a `?` character or a heredoc's start; false when there is none here. */
function literal(scanner: Scanner, heredocs: Heredoc[]): boolean {
  const start = scanner.at
  const code = scanner.code()
  if (code === SLASH) {
    delimited(scanner, start, true)
    return true
  }
  if (code === LESS) return heredocStart(scanner, heredocs)
  if (code === QUESTION && scanner.code(1) > 0 && !isBlank(scanner.code(1)) && !isLineEnd(scanner.code(1)) && !isWord(scanner.code(2))) {
    scanner.at += 2
    scanner.emit('string', start)
    return true
  }
  if (code !== PERCENT) return false
  const kind = isLetter(scanner.code(1)) ? 1 : 0
  const open = scanner.code(1 + kind)
  if (open < 0 || open >= 128 || isWord(open) || isBlank(open) || isLineEnd(open)) return false
  scanner.at += 1 + kind
  const letter = kind === 0 ? 'Q' : String.fromCharCode(scanner.text.charCodeAt(start + 1))
  delimited(scanner, start, letter !== 'q' && letter !== 'w' && letter !== 'i')
  return true
}

/** `$"`, `$'` and the like are variables, not quotes. */
function specialVariable(scanner: Scanner): void {
  const start = scanner.at
  scanner.at += scanner.code(1) < 0 || isLineEnd(scanner.code(1)) || isBlank(scanner.code(1)) ? 1 : 2
  scanner.emit('word', start)
}

/** A run of operator characters that stops where a literal could begin. */
function operator(scanner: Scanner): void {
  const start = scanner.at
  const runs = isOperator(scanner.code())
  scanner.at += 1
  while (runs && isOperator(scanner.code()) && scanner.code() !== PERCENT && scanner.code() !== QUESTION && scanner.code() !== LESS) scanner.at += 1
  scanner.emit('sign', start)
}

/** `=begin` … `=end` at the starts of lines, and everything from `__END__` on, which is data. */
function blockCommentOrEnd(scanner: Scanner): boolean {
  const start = scanner.at
  if (startsLine(scanner, '__END__', true)) {
    scanner.at = scanner.text.length
    scanner.emit('string', start)
    return true
  }
  if (!startsLine(scanner, '=begin', false)) return false
  let ended = false
  while (scanner.more && !ended) {
    scanner.toLineEnd()
    if (scanner.more) scanner.at += 1
    ended = startsLine(scanner, '=end', false)
  }
  scanner.toLineEnd()
  scanner.emit('comment', start)
  return true
}

/** Whether the line at the position starts with a word, and with `alone` holds nothing else. */
function startsLine(scanner: Scanner, word: string, alone: boolean): boolean {
  for (let at = 0; at < word.length; at += 1) if (scanner.code(at) !== word.charCodeAt(at)) return false
  const next = scanner.code(word.length)
  return next < 0 || isLineEnd(next) || (!alone && isBlank(next))
}
