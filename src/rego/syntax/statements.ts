import type { Import, Package, Ref, Term } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseReference, parseVariable } from './terms.ts'
import { futureKeywords, keywordsV0, keywordsV1, Tok } from './tokens.ts'

/** Stands at `package`. */
export function parsePackage(p: Cursor): Package | undefined {
  const first = p.index
  p.next()
  const ref = parsePath(p)
  if (ref === undefined) return undefined
  const [head, ...rest] = ref
  if (head.type !== 'var') return p.fail(`unexpected ${head.type} token: expecting var`, head.location)
  const path = [head.name]
  for (const term of rest) {
    if (term.type !== 'string') return p.fail(`unexpected ${term.type} token: expecting string`, term.location)
    path.push(term.value)
  }
  return { path, location: p.locationFrom(first) }
}

/** A name, which may be a keyword, with what follows it. */
function parsePath(p: Cursor): Ref | undefined {
  if (p.tok !== Tok.Name && !p.isKeyword) return p.tok === Tok.End ? p.unexpected('expected path') : p.unexpected()
  const first = p.index
  const name = parseVariable(p)
  const term = p.spaceBefore ? name : parseReference(p, first, name)
  if (term === undefined) return undefined
  if (term.type === 'var') return [term]
  return term.type === 'ref' ? term.ref : p.unexpected('expected path')
}

/** Stands at `import`. Turns on the keywords that it is about. */
export function parseImport(p: Cursor): Import | undefined {
  const first = p.index
  p.next()
  const pathFirst = p.index
  const ref = parsePath(p)
  if (ref === undefined) return undefined
  const path = { type: 'ref', ref, location: p.locationFrom(pathFirst) } as const
  const stray = ref.slice(1).find((term) => term.type !== 'string')
  if (stray !== undefined) return p.fail(`unexpected ${stray.type} token: expecting string`, stray.location)
  const root = ref[0].type === 'var' ? ref[0].name : ''
  if (!['data', 'input', 'future', 'rego'].includes(root)) {
    p.hint('if this is unexpected, try updating OPA')
    return p.fail(`unexpected import path, must begin with one of: {data, future, input, rego}, got: ${root}`, path.location)
  }
  const alias = parseAlias(p)
  if (alias === undefined) return undefined
  const imported: Import = { path, ...(alias === '' ? {} : { alias }), location: p.locationFrom(first) }
  if (root === 'rego' && !importRego(p, imported)) return undefined
  if (root === 'future') return importFuture(p, imported) ? imported : undefined
  return alias !== '' || endsWell(p, ref) ? imported : undefined
}

/** `as name`, or nothing: the empty text. */
function parseAlias(p: Cursor): string | undefined {
  if (p.tok !== Tok.As) return ''
  p.next()
  if (p.tok !== Tok.Name || p.opensReference(p.index + 1)) return p.unexpected('expected var')
  const alias = p.lexeme
  p.next()
  return alias
}

function endsWell(p: Cursor, ref: Ref): boolean {
  const last = ref.at(-1) ?? ref[0]
  const name = nameIn(last)
  if (!(p.version === 'v1' ? keywordsV1 : keywordsV0).has(name)) return true
  p.hint('import a different path or use an alias')
  p.fail(`unexpected import path, must not end with a keyword, got: ${name}`, last.location)
  return false
}

function nameIn(term: Term): string {
  return term.type === 'var' ? term.name : term.type === 'string' ? term.value : ''
}

function importRego(p: Cursor, { path, alias }: Import): boolean {
  if (path.ref.length !== 2 || nameIn(path.ref[1] ?? path.ref[0]) !== 'v1') {
    p.fail(`invalid import \`${path.ref.map(nameIn).join('.')}\`, must be \`rego.v1\``, path.location)
    return false
  }
  if (p.version === 'v1') return true
  if (alias !== undefined) {
    p.fail('`rego` imports cannot be aliased', path.location)
    return false
  }
  p.keywords = 0b1111
  p.strictV1 = true
  return afterKeywords(p)
}

function importFuture(p: Cursor, { path, alias }: Import): boolean {
  const words = refuseFuture(path.ref, alias)
  if (words !== undefined) {
    p.fail(words, path.location)
    return false
  }
  const keyword = path.ref[2]
  if (keyword === undefined) p.keywords = 0b1111
  else {
    const name = nameIn(keyword)
    p.keywords |= 1 << futureKeywords.indexOf(name)
    if (name === 'every') p.keywords |= 1
  }
  return afterKeywords(p)
}

function refuseFuture(ref: Ref, alias: string | undefined): string | undefined {
  const [, second, third] = ref
  if (second === undefined || nameIn(second) !== 'keywords') return 'invalid import, must be `future.keywords`'
  if (alias !== undefined) return '`future` imports cannot be aliased'
  if (third !== undefined && !futureKeywords.includes(nameIn(third))) return `unexpected keyword, must be one of [${[...futureKeywords].sort().join(' ')}]`
  return undefined
}

/** The next token counts anew: it may be a keyword now. */
function afterKeywords(p: Cursor): true {
  p.moveTo(p.index)
  return true
}
