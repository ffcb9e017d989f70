import type { Path } from '../../../model/path.ts'
import { fileText } from '../../reading/file-text.ts'
import { type Language, lex } from '../lex/languages.ts'
import type { Lexed } from '../lex/token.ts'

export interface Code extends Lexed {
  readonly language: Language
  readonly text: string
}

const MAX_BYTES = 1024 * 1024
/** Nobody writes such a line by hand. */
const MAX_LINE = 20_000

/** A file's tokens; or why it was not read: too large, binary, minified, or in a language that is not known here. */
export function readCode(bytes: Uint8Array, path: Path): Code | { readonly why: string } {
  const file = fileText(bytes, MAX_BYTES)
  if ('why' in file) return file
  if (longestLine(file.text) > MAX_LINE) return { why: `minified or generated: a line of more than ${MAX_LINE} characters` }
  const read = lex(file.text, path)
  return read ? { ...read, text: file.text, isDoubtful: read.isDoubtful || !file.isUtf8 } : { why: 'in a language that is not read' }
}

function longestLine(text: string): number {
  let longest = 0
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf('\n', from)
    longest = Math.max(longest, (end < 0 ? text.length : end) - from)
    if (end < 0) return longest
    from = end + 1
  }
  return longest
}
