import type { Expr, TemplateTerm } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { KEY_VALUE } from './infix.ts'
import { parseLiteral } from './literals.ts'
import { unescapeJson } from './scalars.ts'
import { Tok } from './tokens.ts'

/** `$"a {x} b"` and the raw form between back quotes. Empty texts are left out. */
export function parseTemplate(p: Cursor): TemplateTerm | undefined {
  const first = p.index
  const raw = p.text.charCodeAt((p.tokens.starts[first] ?? 0) + 1) === 96
  const parts: (string | Expr)[] = []
  let height = 0
  if (!addText(p, parts, raw, 2)) return undefined
  while (p.tok === Tok.TemplateHead || p.tok === Tok.TemplateMiddle) {
    p.next()
    const expr = parseLiteral(p, KEY_VALUE)
    if (expr === undefined || !isPlain(p, expr)) return undefined
    parts.push(expr)
    if (p.height > height) height = p.height
    if (p.tok !== Tok.TemplateMiddle && p.tok !== Tok.TemplateTail)
      return p.tok === Tok.Illegal ? p.unexpected() : p.fail('expected } to end template string expression')
    if (!addText(p, parts, raw, 1)) return undefined
  }
  p.next()
  if (!p.rise(height)) return undefined
  const location = p.locationFrom(first)
  return raw ? { type: 'template', parts, raw, location } : { type: 'template', parts, location }
}

/** The text of the current token, between what opens it (`skip` characters) and the one that closes it. */
function addText(p: Cursor, parts: (string | Expr)[], raw: boolean, skip: number): boolean {
  const inner = p.text.slice((p.tokens.starts[p.index] ?? 0) + skip, (p.tokens.ends[p.index] ?? 0) - 1)
  const text = raw ? inner.replaceAll('\\{', '{') : unescapeTemplate(inner)
  if (text === undefined) {
    p.fail(`illegal template-string part: ${p.lexeme}`)
    return false
  }
  if (text !== '') parts.push(text)
  return true
}

/** `\{` is a brace; every other escape is a string's. Escapes are two characters, so they are read in pairs. */
function unescapeTemplate(inner: string): string | undefined {
  return unescapeJson(inner.replaceAll(/\\[\s\S]/g, (pair) => (pair === '\\{' ? '{' : pair)))
}

function isPlain(p: Cursor, expr: Expr): boolean {
  const reason = reasonAgainst(expr)
  if (reason !== undefined) p.fail(`unexpected ${reason} in template-string expression`, expr.location)
  return reason === undefined
}

function reasonAgainst(expr: Expr): string | undefined {
  if (expr.negated) return "negation ('not')"
  if (expr.kind === 'every') return "'every'"
  if (expr.kind === 'some' || expr.kind === 'some-in') return "'some'"
  if (expr.kind !== 'call' || expr.call.operator.length > 1 || expr.call.operator[0].type !== 'var') return undefined
  const { name } = expr.call.operator[0]
  return name === 'eq' ? "unification ('=')" : name === 'assign' ? "assignment (':=')" : undefined
}
