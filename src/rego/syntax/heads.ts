import type { Head, Ref, Term } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { KEY_VALUE, parseInfix } from './infix.ts'
import { parseReference, parseVariable } from './terms.ts'
import { Tok } from './tokens.ts'

/** A head as it is written: whether `p[x]` is a set or an object depends on what follows it. */
export interface WrittenHead extends Head {
  /** With `contains`. */
  readonly contains: boolean
}

/** Stands at a name. The name may stand apart from the `.`, `[` or `(` after it. */
export function parseHead(p: Cursor, isDefault: boolean): WrittenHead | undefined {
  const first = p.index
  const name = parseVariable(p)
  if (!p.spaceBefore && p.tok >= Tok.Equal && p.tok <= Tok.Remainder) return p.unexpected()
  const term = parseReference(p, first, name)
  if (term === undefined) return undefined
  const signature = signatureOf(term)
  if (signature === undefined) return p.unexpected('expected rule head name')
  return parseHeadValue(p, first, signature, isDefault)
}

interface Signature {
  readonly ref: Ref
  readonly args?: readonly Term[]
}

function signatureOf(term: Term): Signature | undefined {
  if (term.type === 'var') return { ref: [term] }
  if (term.type === 'ref') return term.ref[0].type === 'var' ? { ref: term.ref } : undefined
  if (term.type === 'call' && term.operator[0].type === 'var') return { ref: term.operator, args: term.args }
  return undefined
}

function parseHeadValue(p: Cursor, first: number, signature: Signature, isDefault: boolean): WrittenHead | undefined {
  const { tok } = p
  if (tok === Tok.Contains) return parseContains(p, first, signature)
  if (tok !== Tok.Assign && tok !== Tok.Unify) return { ...signature, assign: false, contains: false, location: p.locationFrom(first) }
  const { text } = p
  const name = text.slice(p.tokens.starts[first], p.tokens.ends[p.index - 1])
  const assign = tok === Tok.Assign
  p.next()
  if (p.tok === Tok.End || p.tok === Tok.OpenBrace || p.tok === Tok.If) {
    // A brace may begin a value; anything else here is a value forgotten.
    if (p.tok !== Tok.OpenBrace) return p.unexpected(expectedValue(name, signature, assign, isDefault))
  }
  const value = parseInfix(p, KEY_VALUE)
  return value && { ...signature, value, assign, contains: false, location: p.locationFrom(first) }
}

function expectedValue(name: string, { args, ref }: Signature, assign: boolean, isDefault: boolean): string {
  if (!assign) return `expected rule value term (e.g., ${name} = <VALUE> { ... })`
  if (args !== undefined && args.length > 0) return `expected function value term (e.g., ${name} := <VALUE> { ... })`
  if (isDefault) return `expected default rule value term (e.g., default ${name} := <VALUE>)`
  return ref.length > 1 ? `expected partial rule value term (e.g., ${name} := <VALUE> { ... })` : `expected rule value term (e.g., ${name} := <VALUE> { ... })`
}

function parseContains(p: Cursor, first: number, signature: Signature): WrittenHead | undefined {
  const name = p.text.slice(p.tokens.starts[first], p.tokens.ends[p.index - 1])
  if (signature.args !== undefined)
    return p.unexpected(`the contains keyword can only be used with multi-value rule definitions (e.g., ${name} contains <VALUE> { ... })`)
  p.next()
  if (p.tok === Tok.End || p.tok === Tok.If) return p.unexpected(`expected rule key term (e.g., ${name} contains <VALUE> { ... })`)
  const key = parseInfix(p, KEY_VALUE)
  return key && { ref: signature.ref, key, assign: false, contains: true, location: p.locationFrom(first) }
}
