import { BuiltinError } from '../../errors.ts'
import { GlobReader } from './glob-reader.ts'

/**
 * A glob in the syntax of RE2, so that it is matched in linear time. `*` and `?` stand for characters other than the
 * delimiters, `**` for any; a class is one range (`[a-z]`) or some characters (`[abc]`), and knows no delimiters; braces
 * that are never closed are closed at the end.
 */
export function globSource(glob: string, delimiters: readonly string[]): string {
  const reader = new GlobReader(glob)
  const other = delimiters.length === 0 ? '(?s:.)' : `[^${delimiters.map(quoted).join('')}]`
  let source = '^'
  let open = 0
  for (let next = reader.peek(); next !== undefined; next = reader.peek()) {
    if (reader.skip('{')) {
      open += 1
      source += '(?:'
    } else if (open > 0 && reader.skip(',')) source += '|'
    else if (open > 0 && reader.skip('}')) {
      open -= 1
      source += ')'
    } else if (reader.skip('[')) source += classSource(reader)
    else if (reader.skip('?')) source += other
    else if (reader.skip('*')) source += reader.skip('*') ? '(?s:.)*' : `${other}*`
    else source += Array.from(reader.text(open > 0 ? '?*[{},' : '?*[{'), quoted).join('')
  }
  return `${source}${')'.repeat(open)}$`
}

/** After `[`. */
function classSource(reader: GlobReader): string {
  const not = reader.skip('!') ? '^' : ''
  const first = reader.take()
  if (first === undefined) throw new BuiltinError('unexpected end of input')
  if (!reader.skip('-')) return listSource(reader, first, not)
  const high = reader.take()
  const close = reader.take()
  if (high === undefined || close === undefined) throw new BuiltinError('unexpected end of input')
  if (close !== ']') throw new BuiltinError('expected close range character')
  if (point(high) < point(first)) throw new BuiltinError(`hi character '${high}' should be greater than lo '${first}'`)
  return `[${not}${quoted(first)}-${quoted(high)}]`
}

function listSource(reader: GlobReader, first: string, not: string): string {
  if (first === ']') throw new BuiltinError('could not parse range')
  const start = first === '\\' ? (reader.take() ?? '') : first
  const list = start + reader.text(']')
  if (!reader.skip(']')) throw new BuiltinError('unexpected end of input')
  if (list === '') throw new BuiltinError('could not parse range')
  return `[${not}${Array.from(list, quoted).join('')}]`
}

function point(character: string): number {
  return character.codePointAt(0) ?? 0
}

function quoted(character: string): string {
  return /^[A-Za-z0-9]$/.test(character) ? character : `\\x{${point(character).toString(16)}}`
}
