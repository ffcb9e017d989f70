import type { Body, Term } from './ast.ts'
import { parseBody } from './bodies.ts'
import type { Cursor, Stray } from './cursor.ts'
import { continueInfix, LIST, MAYBE_LIST, parseInfix } from './infix.ts'
import { parseTerm } from './terms.ts'
import { Tok, tokenNames } from './tokens.ts'
import { joinUnion } from './union.ts'

/** `[…]`: an array or an array comprehension. */
export function parseArray(p: Cursor): Term | undefined {
  const first = p.index
  const items: Term[] = []
  p.next()
  const mayComprehend = !skipLeadingComma(p)
  if (mayComprehend && p.tok === Tok.CloseBracket) return closeItems(p, first, items, 'array')
  const headFirst = p.index
  const head = parseTerm(p)
  if (head === undefined) return undefined
  if (mayComprehend && p.tok === Tok.Or) {
    const body = parseComprehensionBody(p, Tok.CloseBracket)
    if (body === undefined) return undefined
    if (p.stray === undefined) return { type: 'array-comprehension', term: head, body, location: p.locationFrom(first) }
    return rescueItems(p, first, head, body, 'array')
  }
  const item = continueInfix(p, LIST, headFirst, head)
  if (item === undefined) return undefined
  items.push(item)
  return closeItems(p, first, items, 'array')
}

/** `{…}`: an object, a set or a comprehension of either. */
export function parseBraces(p: Cursor): Term | undefined {
  const first = p.index
  p.next()
  const mayComprehend = !skipLeadingComma(p)
  if (mayComprehend && p.tok === Tok.CloseBrace) {
    p.next()
    p.height = 1
    return { type: 'object', entries: [], location: p.locationFrom(first) }
  }
  const headFirst = p.index
  const head = parseTerm(p)
  if (head === undefined) return undefined
  if (mayComprehend && p.tok === Tok.Or) {
    const body = parseComprehensionBody(p, Tok.CloseBrace)
    if (body === undefined) return undefined
    if (p.stray === undefined) return { type: 'set-comprehension', term: head, body, location: p.locationFrom(first) }
    return rescueItems(p, first, head, body, 'set')
  }
  const item = continueInfix(p, LIST, headFirst, head)
  if (item === undefined) return undefined
  if (p.tok === Tok.Colon) return parseObject(p, first, item, mayComprehend)
  if (p.tok !== Tok.Comma && p.tok !== Tok.CloseBrace) return p.unexpected('non-terminated set')
  return closeItems(p, first, [item], 'set')
}

/** OPA lets a comma stand before the first item, for policies of old. */
function skipLeadingComma(p: Cursor): boolean {
  if (p.tok !== Tok.Comma) return false
  p.next()
  return true
}

function parseComprehensionBody(p: Cursor, end: number): Body | undefined {
  const { height } = p
  p.next()
  const body = parseBody(p, end, MAYBE_LIST)
  return body && p.rise(Math.max(height, p.height)) ? body : undefined
}

/** `[a | b, c]` is a list whose first item is `a | b`. */
function rescueItems(p: Cursor, first: number, head: Term, body: Body, type: 'array' | 'set'): Term | undefined {
  const rescued = takeStray(p, head, body)
  if (rescued === undefined) return undefined
  const items = [rescued.union]
  const { stray } = rescued
  if (stray.term !== undefined) {
    const item = continueInfix(p, LIST, stray.first, stray.term)
    if (item === undefined) return undefined
    items.push(item)
  }
  return closeItems(p, first, items, type)
}

function takeStray(p: Cursor, head: Term, body: Body): { readonly union: Term; readonly stray: Stray } | undefined {
  const { stray } = p
  p.stray = undefined
  if (stray === undefined) return undefined
  const union = joinUnion(head, body)
  if (union !== undefined) return { union, stray }
  p.moveTo(stray.comma)
  return p.unexpected('expected \\n or ;')
}

function closeItems(p: Cursor, first: number, items: Term[], type: 'array' | 'set'): Term | undefined {
  const end = type === 'array' ? Tok.CloseBracket : Tok.CloseBrace
  return parseListTail(p, end, items, p.height) ? { type, items, location: p.locationFrom(first) } : undefined
}

/** The items up to `end`, which is passed; `height` is that of what was read before. */
export function parseListRest(p: Cursor, end: number, items: Term[], height: number): boolean {
  if (p.tok !== end) {
    const item = parseInfix(p, LIST)
    if (item === undefined) return false
    items.push(item)
    if (height > p.height) p.height = height
  } else p.height = height
  return parseListTail(p, end, items, p.height)
}

/** Stands after an item, or at the end of an empty list. */
function parseListTail(p: Cursor, end: number, items: Term[], heightSoFar: number): boolean {
  let height = heightSoFar
  while (p.tok !== end) {
    if (p.tok !== Tok.Comma) {
      p.unexpected(`expected "," or "${tokenNames[end]}"`)
      return false
    }
    p.next()
    if (p.tok === end) break
    const item = parseInfix(p, LIST)
    if (item === undefined) return false
    items.push(item)
    if (p.height > height) height = p.height
  }
  p.next()
  return p.rise(height)
}

/** Stands at the colon after the first key. */
function parseObject(p: Cursor, first: number, key: Term, mayComprehend: boolean): Term | undefined {
  let { height } = p
  p.next()
  const valueFirst = p.index
  const head = parseTerm(p)
  if (head === undefined) return undefined
  if (p.height > height) height = p.height
  if (mayComprehend && p.tok === Tok.Or) {
    p.height = height
    const body = parseComprehensionBody(p, Tok.CloseBrace)
    if (body === undefined) return undefined
    if (p.stray === undefined) return { type: 'object-comprehension', key, value: head, body, location: p.locationFrom(first) }
    return rescueObject(p, first, key, head, body)
  }
  const value = continueInfix(p, LIST, valueFirst, head)
  if (value === undefined) return undefined
  if (height > p.height) p.height = height
  return parseEntries(p, first, [[key, value]])
}

/** `{k: a | b, l: c}` is an object whose first value is `a | b`. */
function rescueObject(p: Cursor, first: number, key: Term, head: Term, body: Body): Term | undefined {
  const rescued = takeStray(p, head, body)
  if (rescued === undefined) return undefined
  const entries: [Term, Term][] = [[key, rescued.union]]
  const { stray } = rescued
  if (stray.term !== undefined) {
    const next = continueInfix(p, LIST, stray.first, stray.term)
    if (next === undefined || !parseEntryValue(p, next, entries)) return undefined
  }
  return parseEntries(p, first, entries)
}

/** Stands after an entry. */
function parseEntries(p: Cursor, first: number, entries: [Term, Term][]): Term | undefined {
  let { height } = p
  while (p.tok !== Tok.CloseBrace) {
    if (p.tok !== Tok.Comma) return p.unexpected(entries.length === 1 ? 'non-terminated object' : 'expected "," or "}"')
    p.next()
    if (p.tok === Tok.CloseBrace) break
    const key = parseInfix(p, LIST)
    if (key === undefined || !parseEntryValue(p, key, entries)) return undefined
    if (p.height > height) height = p.height
  }
  p.next()
  return p.rise(height) ? { type: 'object', entries, location: p.locationFrom(first) } : undefined
}

function parseEntryValue(p: Cursor, key: Term, entries: [Term, Term][]): boolean {
  const { height } = p
  if (p.tok !== Tok.Colon) {
    p.unexpected('expected ":"')
    return false
  }
  p.next()
  const value = parseInfix(p, LIST)
  if (value === undefined) return false
  entries.push([key, value])
  if (height > p.height) p.height = height
  return true
}
