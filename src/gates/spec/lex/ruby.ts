import {
  APOSTROPHE,
  BACKSLASH,
  BACKTICK,
  COLON,
  DOLLAR,
  DOT,
  EQUALS,
  GREATER,
  HASH,
  isBlank,
  isDigit,
  isLetter,
  isLineEnd,
  isOperator,
  isWord,
  LESS,
  MINUS,
  PERCENT,
  QUESTION,
  QUOTE,
  SLASH,
} from './characters.ts'
import { type Heredoc, heredocBodies, heredocStart } from './ruby-heredocs.ts'
import { delimited } from './ruby-literals.ts'
import { mayBeVariable } from './ruby-names.ts'
import { RubyPosition } from './ruby-position.ts'
import { Scanner } from './scanner.ts'
import type { Lexed, Text } from './token.ts'

const EXCLAMATION = 33
const AMPERSAND = 38
const AT = 64
const TILDE = 126
const UNDERSCORE = 95

/** Kinds of literals in which `#{}` means nothing. */
const RAW: ReadonlySet<string> = new Set(["'", 'q', 'w', 'i', 's'])
/** Digits with what may be between and behind them; a keyword that follows at once is a word of its own. */
const NUMBER = /^(?:0[xX][0-9a-fA-F_]{1,99}|0[bBoOdD][0-9_]{1,99}|[0-9][0-9_]{0,99}(?:[eE][0-9_]{0,9})?)r?i?$/

/** A program while it is read. */
interface Reading {
  readonly scanner: Scanner
  readonly position: RubyPosition
  /** Those whose bodies begin on the next line. */
  readonly heredocs: Heredoc[]
  /** Names before what is a literal if they are a method's. */
  readonly inDoubt: Set<string>
}

/** Ruby (ISO/IEC 30170, clause 8, and parse.y): `/`, `%`, `?` and `<<` begin a literal where a value may stand, or behind a method's name, a space and no space. */
export function lexRuby(text: Text): Lexed {
  const scanner = new Scanner(text)
  const reading: Reading = { scanner, position: new RubyPosition(), heredocs: [], inDoubt: new Set() }
  let lineStarts = true
  while (scanner.more) {
    if (lineStarts && blockCommentOrEnd(scanner)) continue
    lineStarts = false
    const code = scanner.code()
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) {
      scanner.lineEnd()
      reading.position.afterBreak()
      heredocBodies(scanner, reading.heredocs)
      lineStarts = true
    } else if (code === BACKSLASH && isLineEnd(scanner.code(1))) continuation(reading)
    else if (code === HASH) scanner.lineComment()
    else if (literal(reading)) reading.position.afterString()
    else if (code === AT || code === DOLLAR || isWord(code)) word(reading)
    else if (code === COLON) colon(reading)
    else sign(reading)
  }
  if (reading.inDoubt.size > 0 && mayBeVariable(reading.inDoubt, scanner)) scanner.isDoubtful = true
  return scanner
}

/** A line that goes on in the next one, which is the start of a line all the same to heredocs and block comments. */
function continuation({ scanner, heredocs }: Reading): void {
  scanner.at += 1
  scanner.escaped()
  if (heredocs.length > 0 || scanner.code() === EQUALS || scanner.code() === UNDERSCORE) scanner.isDoubtful = true
}

/** Moves over a literal; false, without moving, when there is none here. */
function literal(reading: Reading): boolean {
  const { scanner, heredocs } = reading
  const start = scanner.at
  const code = scanner.code()
  if (code === LESS) return mayBegin(reading) && heredocStart(scanner, heredocs)
  const letter = startOf(reading, code)
  if (letter === undefined) return false
  if (letter !== '?') delimited(scanner, start, !RAW.has(letter), letter === '/' || letter === 'r')
  // The bodies would come first, and then the rest of this literal.
  if (heredocs.length > 0 && scanner.text.slice(start, scanner.at).includes('\n')) scanner.isDoubtful = true
  return true
}

/** Moves to the opening delimiter of a literal and gives its kind: the letter behind `%`, or the delimiter. A `?` is moved over. */
function startOf(reading: Reading, code: number): string | undefined {
  const { scanner, position } = reading
  if (code === QUOTE || code === APOSTROPHE) return code === QUOTE ? '"' : "'"
  if (code === BACKTICK) return position.state === 'name' ? undefined : '`'
  if (code !== SLASH && code !== PERCENT && code !== QUESTION) return undefined
  if (!mayBegin(reading)) return undefined
  if (code === SLASH) return '/'
  return code === PERCENT ? percent(scanner) : character(scanner)
}

/** Whether a literal may begin with the operator at the position. Behind a name that may be a variable's it is noted. */
function mayBegin({ scanner, position, inDoubt }: Reading): boolean {
  const { state, word: name } = position
  const code = scanner.code()
  const isHeredoc = code === LESS && scanner.code(1) === LESS
  if (code === LESS && (!isHeredoc || state === 'class')) return false
  if (state === 'value' || state === 'class') return true
  if (state === 'operator' || state === 'name') return false
  const next = scanner.code(isHeredoc ? 2 : 1)
  const isBlankNext = next < 0 || isBlank(next) || isLineEnd(next)
  const isBlankBefore = isBlank(scanner.code(-1)) || isLineEnd(scanner.code(-1))
  if ((code !== QUESTION && !isBlankBefore) || isBlankNext || ((code === SLASH || code === PERCENT) && next === EQUALS)) return false
  if (state === 'either') scanner.isDoubtful = true
  if (state === 'variable') inDoubt.add(name)
  return true
}

/** `%w[`, `%(` and so on. Delimited by white space it would still be a literal, which nobody writes. */
function percent(scanner: Scanner): string | undefined {
  const kind = isLetter(scanner.code(1)) ? 1 : 0
  const open = scanner.code(1 + kind)
  if (open < 0 || isBlank(open) || isLineEnd(open) || open === BACKSLASH) scanner.isDoubtful = true
  if (open < 0 || open >= 128 || isLetter(open) || isDigit(open) || isBlank(open) || isLineEnd(open)) return undefined
  const letter = kind === 0 ? 'Q' : String.fromCharCode(scanner.code(1))
  scanner.at += 1 + kind
  return letter
}

/** `?x`, which two letters are not. */
function character(scanner: Scanner): string | undefined {
  const start = scanner.at
  const code = scanner.code(1)
  if (code < 0 || isBlank(code) || isLineEnd(code)) return undefined
  const isPair = code >= 0xd800 && code <= 0xdbff
  if (code < 128 && isWord(code) && isWord(scanner.code(2))) return undefined
  scanner.at += isPair ? 3 : 2
  if (code === BACKSLASH) {
    // Control, meta and numbered characters go on behind the letter.
    const letter = scanner.code()
    if (isWord(scanner.code(1)) || (isWord(letter) && !'nstrabefv'.includes(String.fromCharCode(letter)))) scanner.isDoubtful = true
    scanner.escaped()
  }
  scanner.emit('string', start)
  return '?'
}

/** A name, a number, or a variable with its sign. */
function word({ scanner, position }: Reading): void {
  const start = scanner.at
  const first = scanner.code()
  if (first === DOLLAR && (!isWord(scanner.code(1)) || scanner.code(1) === DOLLAR)) specialVariable(scanner)
  else {
    while (scanner.code() === AT) scanner.at += 1
    if (first === DOLLAR) scanner.at += 1
    while (isWord(scanner.code()) && scanner.code() !== DOLLAR) scanner.at += 1
    const isName = isLetter(first) || first === UNDERSCORE || first >= 128
    if (isName && (scanner.code() === QUESTION || scanner.code() === EXCLAMATION) && !isUnequal(scanner)) scanner.at += 1
  }
  scanner.emit('word', start)
  const text = scanner.text.slice(start, scanner.at)
  if (/^[0-9]/.test(text) && !NUMBER.test(text)) scanner.isDoubtful = true
  position.afterWord(text, scanner.code() === COLON && scanner.code(1) !== COLON)
  if (position.isUndefining) scanner.isDoubtful = true
}

/** `a!=b`: the mark is no part of the name, as it is in `a?==b` and `a?=>b`. */
function isUnequal(scanner: Scanner): boolean {
  const behind = scanner.code(2)
  return scanner.code(1) === EQUALS && behind !== EQUALS && behind !== TILDE && behind !== GREATER
}

/** `$"`, `$'` and the like are variables, not quotes. */
function specialVariable(scanner: Scanner): void {
  const isAlone = scanner.code(1) < 0 || isLineEnd(scanner.code(1)) || isBlank(scanner.code(1))
  scanner.at += isAlone ? 1 : 2
  if (scanner.code(-1) === MINUS && isWord(scanner.code())) scanner.at += 1
}

/** `::`, the end of a label, the middle of `a ? b : c`, or the start of a symbol. */
function colon({ scanner, position, inDoubt }: Reading): void {
  const start = scanner.at
  const isDouble = scanner.code(1) === COLON
  scanner.at += isDouble ? 2 : 1
  scanner.emit('sign', start)
  const next = scanner.code()
  const isAdjacent = scanner.last !== undefined && isValueEnd(scanner, start)
  const { state, word: name } = position
  if (isDouble) position.afterSign('::', isAdjacent)
  else if (isAdjacent && (isWord(next) || (isOperator(next) && next !== PERCENT && next !== LESS && next !== QUESTION))) position.afterColon('maybe')
  else if (isAdjacent) {
    // A label and a literal, or a symbol that is an operator.
    if (next === SLASH || next === PERCENT || next === LESS || next === QUESTION || next === BACKTICK) scanner.isDoubtful = true
    position.afterColon('between')
  } else if (state === 'operator' || state === 'either' || next < 0 || isBlank(next) || isLineEnd(next)) position.afterColon('between')
  else if (state !== 'variable') position.afterColon('symbol')
  else {
    // Only a symbol that is an operator, or a value in its place, could be read in two ways.
    if (!isWord(next) && next !== QUOTE && next !== APOSTROPHE) inDoubt.add(name)
    position.afterColon('maybe')
  }
}

/** Whether a word or a string ends at `at`. */
function isValueEnd(scanner: Scanner, at: number): boolean {
  const before = scanner.tokens.at(-2)
  return before?.end === at && (before.kind === 'word' || before.kind === 'string')
}

/** A run of operator characters that stops where a literal or a name could begin. */
function sign({ scanner, position }: Reading): void {
  const start = scanner.at
  const isAdjacent = scanner.tokens.at(-1)?.end === start
  const code = scanner.code()
  scanner.at += (code === LESS && scanner.code(1) === LESS) || (code === AMPERSAND && scanner.code(1) === DOT) ? 2 : 1
  if (code === DOT) while (scanner.code() === DOT) scanner.at += 1
  else if (isOperator(code)) while (isOperator(scanner.code()) && !STOPS.has(scanner.code())) scanner.at += 1
  scanner.emit('sign', start)
  position.afterSign(scanner.text.slice(start, scanner.at), isAdjacent)
}

const STOPS: ReadonlySet<number> = new Set([PERCENT, QUESTION, LESS, COLON, DOT])

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
