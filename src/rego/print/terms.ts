import type { Location, Ref, StringTerm, TemplateTerm, Term } from '../syntax/ast.ts'
import { keywordsV1 } from '../syntax/tokens.ts'
import { writeCall } from './calls.ts'
import { writeComprehension } from './comprehensions.ts'
import { haveLineBreaks } from './line-breaks.ts'
import { type Item, writeList } from './lists.ts'
import { writeExpr } from './literals.ts'
import { canBeRaw, isName, quote, templateText } from './quote.ts'
import { endRow, type Writer } from './writer.ts'

/**
 * Where a term stands, which says which infix calls need parentheses there: `free` after `:=` and the like, `list`
 * among items, where `|` would make a comprehension, `operand` where all of them do.
 */
export type Place = 'free' | 'list' | 'operand'

export function writeTerm(w: Writer, term: Term, place: Place): void {
  w.enter()
  switch (term.type) {
    case 'null':
      w.write('null')
      break
    case 'boolean':
      w.write(String(term.value))
      break
    case 'number':
      w.write(term.text)
      break
    case 'string':
      w.write(quote(term))
      break
    case 'template':
      writeTemplate(w, term)
      break
    case 'var':
      w.write(variable(term.name))
      break
    case 'ref':
      writeRef(w, term.ref)
      break
    case 'array':
      writeList(w, '[', ']', itemsOf(w, term.items), term.location)
      break
    case 'set':
      if (term.items.length === 0) writeList(w, 'set(', ')', [], term.location)
      else writeList(w, '{', '}', itemsOf(w, term.items), term.location)
      break
    case 'object':
      writeList(w, '{', '}', term.entries.map(entryOf(w)), term.location)
      break
    case 'call':
      writeCall(w, term, place)
      break
    default:
      writeComprehension(w, term)
  }
  w.leave()
}

/** Wildcards have names of their own, which nobody can write. */
export function variable(name: string): string {
  return name.startsWith('$') ? '_' : name
}

export function itemsOf(w: Writer, terms: readonly Term[], place: Place = 'list'): readonly Item[] {
  return terms.map((term) => ({ location: term.location, breaks: () => haveLineBreaks([term]), write: () => writeTerm(w, term, place) }))
}

function entryOf(w: Writer): (entry: readonly [Term, Term]) => Item {
  return ([key, value]) => ({
    location: key.location,
    last: value.location,
    breaks: () => haveLineBreaks([key, value]),
    write: () => {
      writeTerm(w, key, 'list')
      w.write(': ')
      writeTerm(w, value, 'list')
    },
  })
}

export function writeRef(w: Writer, [head, ...operands]: Ref): void {
  writeTerm(w, head, 'operand')
  for (const operand of operands) writeOperand(w, operand)
}

/** The row where a reference ends. */
export function lastRow(ref: Ref): number | undefined {
  const { location } = ref.at(-1) ?? ref[0]
  return location && endRow(location)
}

function writeOperand(w: Writer, operand: Term): void {
  if (operand.type === 'string' && !operand.raw && isName(operand.value) && !wasQuoted(operand)) {
    w.write(`.${operand.value}`)
    return
  }
  w.write('[')
  writeTerm(w, operand, 'free')
  w.write(']')
}

/** A keyword is written after a dot only where it was: older readers take it in brackets alone. */
function wasQuoted({ value, location }: StringTerm): boolean {
  return keywordsV1.has(value) && (location === undefined || lengthOf(location) !== value.length)
}

function lengthOf(location: Location): number {
  return location.end - location.start
}

function writeTemplate(w: Writer, { parts, raw = false }: TemplateTerm): void {
  const keepsRaw = raw && parts.every((part, index) => typeof part !== 'string' || (canBeRaw(part) && (index === parts.length - 1 || !part.endsWith('\\'))))
  const mark = keepsRaw ? '`' : '"'
  w.write(`$${mark}`)
  for (const part of parts) {
    if (typeof part === 'string') w.write(templateText(part, keepsRaw))
    else {
      w.write('{')
      writeExpr(w, part)
      w.write('}')
    }
  }
  w.write(mark)
}
