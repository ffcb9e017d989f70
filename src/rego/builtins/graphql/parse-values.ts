import { type Argument, type Directive, KIND, type Literal, type TypeRef } from './ast.ts'
import type { TokenReader } from './token-reader.ts'

const kinds: ReadonlyMap<string, number> = new Map([
  ['Int', KIND.int],
  ['Float', KIND.float],
  ['String', KIND.string],
  ['BlockString', KIND.block],
])

/** A value; no variable where it must be constant. */
export function parseLiteral(reader: TokenReader, constant: boolean): Literal {
  const { kind, value, at } = reader.peek
  if (kind === '[') return { kind: KIND.list, raw: '', at, children: reader.many('[', ']', () => ({ name: '', value: parseLiteral(reader, constant) })) }
  if (kind === '{') return { kind: KIND.object, raw: '', at, children: reader.many('{', '}', () => parseChild(reader, constant)) }
  if (kind === '$' && !constant) return { kind: KIND.variable, raw: parseVariable(reader), at, children: [] }
  const known = kind === 'Name' ? kindOfName(value) : kinds.get(kind)
  if (known === undefined) throw reader.unexpected()
  reader.next()
  return { kind: known, raw: value, at, children: [] }
}

function kindOfName(name: string): number {
  if (name === 'true' || name === 'false') return KIND.boolean
  return name === 'null' ? KIND.null : KIND.enum
}

function parseChild(reader: TokenReader, constant: boolean): Literal['children'][number] {
  const { at } = reader.peek
  const name = reader.name()
  reader.expect(':')
  return { name, value: parseLiteral(reader, constant), at }
}

export function parseVariable(reader: TokenReader): string {
  reader.expect('$')
  return reader.name()
}

export function parseArguments(reader: TokenReader, constant: boolean): Argument[] {
  return reader.many('(', ')', () => {
    const { at } = reader.peek
    const name = reader.name()
    reader.expect(':')
    return { name, value: parseLiteral(reader, constant), at }
  })
}

export function parseDirectives(reader: TokenReader, constant: boolean): Directive[] {
  const directives: Directive[] = []
  while (reader.skip('@')) {
    const { at } = reader.peek
    directives.push({ name: reader.name(), arguments: parseArguments(reader, constant), at })
  }
  return directives
}

export function parseType(reader: TokenReader): TypeRef {
  const isList = reader.skip('[')
  const { at } = reader.peek
  let elem: TypeRef | undefined
  if (isList) {
    reader.enter()
    elem = parseType(reader)
    reader.leave()
    reader.expect(']')
  }
  const name = isList ? '' : reader.name()
  const nonNull = reader.skip('!')
  // gqlparser takes what follows the `!` for the place of a type that has one.
  return { name, elem, nonNull, at: nonNull ? reader.peek.at : at }
}
