import { APOSTROPHE, COLON, COMMA, DOT, EQUALS, GREATER, isBlank, isLetter, isLineEnd, isWord, LESS, MINUS, OPEN_BRACE, QUOTE, SLASH } from './characters.ts'
import type { Scanner } from './scanner.ts'
import type { Text } from './token.ts'

/** Inside a tag (`angles`: type arguments that are open), or among an element's children. */
export type JsxMode = { readonly kind: 'tag'; angles: number } | { readonly kind: 'children' }

/** What comes after a piece: code in braces, the tag of an element within, the element's children, its end; or more of the same. */
export type NextPiece = 'code' | 'element' | 'children' | 'end' | undefined

/** A longer name is nobody's element. */
const MAX_NAME = 100

/** The names in `</name>` of a text, `''` for `</>`: without one of them, `<T>` is a type parameter and no element. */
export function closingNames(text: Text): ReadonlySet<string> {
  const names = new Set<string>()
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) === LESS && text.charCodeAt(at + 1) === SLASH) names.add(nameAt(text, at + 2))
  }
  return names
}

function nameAt(text: Text, start: number): string {
  let end = start
  while (end < text.length && end - start < MAX_NAME && isNamePart(text.charCodeAt(end))) end += 1
  return text.slice(start, end)
}

function isNamePart(code: number): boolean {
  return isWord(code) || code === MINUS || code === DOT || code === COLON
}

/** Whether the `<` here begins an element. One that is closed nowhere must close itself, so it cannot be `<T>`, `<T,` or `<T extends`. */
export function startsElement(scanner: Scanner, closings: ReadonlySet<string>): boolean {
  const first = scanner.code(1)
  if (first === GREATER) return closings.has('')
  if (!isLetter(first)) return false
  const name = nameAt(scanner.text, scanner.at + 1)
  let offset = 1 + name.length
  const next = scanner.code(offset)
  if (next === COMMA || next === EQUALS) return false
  if (isBlank(next)) offset += 1
  if (isBlank(next) && scanner.text.slice(scanner.at + offset, scanner.at + offset + 8) === 'extends ') return false
  return closings.has(name) || next !== GREATER
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
  if (code === LESS) mode.angles += 1
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
    while (scanner.more && scanner.code() !== GREATER) scanner.at += 1
    scanner.at = Math.min(scanner.text.length, scanner.at + 1)
    scanner.emit('sign', start)
    return 'end'
  }
  if (isBlank(code)) scanner.at += 1
  else {
    while (scanner.more && !isBlank(scanner.code()) && !isLineEnd(scanner.code()) && scanner.code() !== LESS && scanner.code() !== OPEN_BRACE) scanner.at += 1
    scanner.emit('string', start)
  }
  return undefined
}
