import {
  APOSTROPHE,
  COLON,
  COMMA,
  DOT,
  EQUALS,
  GREATER,
  isBlank,
  isLetter,
  isLineEnd,
  isWord,
  LESS,
  MINUS,
  OPEN_BRACE,
  OPEN_PAREN,
  QUOTE,
  SLASH,
} from './characters.ts'
import type { Scanner } from './scanner.ts'
import type { Text } from './token.ts'

/** Inside a tag (`angles`: type arguments that are open), or among an element's children. */
export type JsxMode = { readonly kind: 'tag'; angles: number } | { readonly kind: 'children' }

/** What comes after a piece: code in braces, the tag of an element within, the element's children, its end; or more of the same. */
export type NextPiece = 'code' | 'element' | 'children' | 'end' | undefined

/** A longer name is nobody's element. */
const MAX_NAME = 100

/** What a text says of the elements in it, before it is known what in it is code. */
export interface Tags {
  /** The names in `</name>`, `''` for `</>`: without one of them, `<T>` is a type parameter and no element. */
  readonly closing: ReadonlySet<string>
  /** Whether there can be an element at all. */
  readonly any: boolean
}

export function tagsIn(text: Text): Tags {
  const closing = new Set<string>()
  let any = false
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) !== SLASH) continue
    if (text.charCodeAt(at - 1) === LESS) closing.add(nameAt(text, at + 1))
    any ||= text.charCodeAt(at + 1) === GREATER
  }
  return { closing, any: any || closing.size > 0 }
}

function nameAt(text: Text, start: number): string {
  let end = start
  while (end < text.length && end - start < MAX_NAME && isNamePart(text.charCodeAt(end))) end += 1
  return text.slice(start, end)
}

function isNamePart(code: number): boolean {
  return isWord(code) || code === MINUS || code === DOT || code === COLON
}

/** Whether a `<` begins an element, and whether a parser would say the same. */
interface Start {
  readonly starts: boolean
  readonly isSure: boolean
}

const YES: Start = { starts: true, isSure: true }
const NO: Start = { starts: false, isSure: true }
const UNSURE: Start = { starts: false, isSure: false }

/**
 * Whether the `<` here, where a value may stand, begins an element. One that is closed nowhere must close itself, so it
 * cannot be `<T>`, `<T,` or `<T extends U`. Between its parts there may be comments, which nobody writes.
 */
export function startOfElement(scanner: Scanner, { closing }: Tags): Start {
  const first = scanner.code(1)
  if (first === GREATER) return { starts: closing.has(''), isSure: true }
  if (!isLetter(first)) return isWord(first) || isBlank(first) || isLineEnd(first) || first === SLASH ? UNSURE : NO
  const name = nameAt(scanner.text, scanner.at + 1)
  const end = 1 + name.length
  const offset = pastBlanks(scanner, end)
  const next = scanner.code(offset)
  if (next === COMMA || next === EQUALS) return NO
  if (next === GREATER) return { starts: closing.has(name), isSure: holdsText(scanner, offset + 1) }
  if (next === SLASH) return scanner.code(offset + 1) === GREATER ? YES : UNSURE
  if (next === OPEN_BRACE) return YES
  if (offset === end) return next === LESS ? YES : UNSURE
  if (!isLetter(next)) return UNSURE
  return name === 'const' ? { starts: true, isSure: false } : behindName(scanner, offset)
}

/** An attribute, or the bound of a type parameter. */
function behindName(scanner: Scanner, offset: number): Start {
  const word = nameAt(scanner.text, scanner.at + offset)
  if (word !== 'extends') return YES
  const bound = scanner.code(pastBlanks(scanner, offset + word.length))
  return isLetter(bound) || bound === OPEN_BRACE ? NO : UNSURE
}

/** Whether what is behind `<T>` can be no function of a type parameter. */
function holdsText(scanner: Scanner, offset: number): boolean {
  const next = scanner.code(pastBlanks(scanner, offset))
  return next !== OPEN_PAREN && next !== SLASH
}

/** The offset of the next character that is no white space; looks at so many only. */
function pastBlanks(scanner: Scanner, offset: number): number {
  let at = offset
  while (at < offset + MAX_NAME && (isBlank(scanner.code(at)) || isLineEnd(scanner.code(at)))) at += 1
  return at
}

/** Moves over one piece of a tag. */
export function tagPiece(scanner: Scanner, mode: { angles: number }): NextPiece {
  const start = scanner.at
  const code = scanner.code()
  if (code === QUOTE || code === APOSTROPHE) {
    scanner.quoted(start, { escapes: false, lines: true })
    return undefined
  }
  if (isNamePart(code)) {
    while (isNamePart(scanner.code())) scanner.at += 1
    scanner.emit('word', start)
    return undefined
  }
  const closes = code === SLASH && scanner.code(1) === GREATER
  scanner.at += closes ? 2 : 1
  scanner.emit('sign', start)
  if (closes) return 'end'
  if (code === OPEN_BRACE) return 'code'
  if (code === LESS) {
    // Type arguments, which may hold anything, or an element as the value of an attribute.
    scanner.isDoubtful = true
    mode.angles += 1
  }
  if (code !== GREATER) return undefined
  if (mode.angles === 0) return 'children'
  mode.angles -= 1
  return undefined
}

/** Moves over one piece of an element's children: white space, a word of text, a tag's `<`, or a closing tag. */
export function childrenPiece(scanner: Scanner): NextPiece {
  const start = scanner.at
  const code = scanner.code()
  if (isLineEnd(code)) {
    scanner.lineEnd()
    return undefined
  }
  if (code === OPEN_BRACE || (code === LESS && scanner.code(1) !== SLASH)) {
    scanner.at += 1
    scanner.emit('sign', start)
    return code === LESS ? 'element' : 'code'
  }
  if (code === LESS) {
    scanner.at += 2
    while (scanner.more && scanner.code() !== GREATER) {
      scanner.isDoubtful ||= !isNamePart(scanner.code()) && !isBlank(scanner.code())
      scanner.at += 1
    }
    scanner.at = Math.min(scanner.text.length, scanner.at + 1)
    scanner.emit('sign', start)
    return 'end'
  }
  if (isBlank(code)) scanner.at += 1
  else {
    while (scanner.more && !isBlank(scanner.code()) && !isLineEnd(scanner.code()) && scanner.code() !== LESS && scanner.code() !== OPEN_BRACE) scanner.at += 1
    scanner.emit('text', start)
  }
  return undefined
}
