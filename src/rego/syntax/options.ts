import { RegoError, RegoErrors } from '../errors.ts'
import { Cursor } from './cursor.ts'
import { lex } from './lexer.ts'

export interface ParseOptions {
  /** `v1` unless it says otherwise. */
  readonly version?: 'v0' | 'v1'
  /** In v0: all of `future.keywords` count without imports. */
  readonly futureKeywords?: boolean
  /** `false`: what `# METADATA` blocks say is not read. */
  readonly annotations?: boolean
  /** Texts of more UTF-16 units are refused. */
  readonly maxLength?: number
}

const MAX_LENGTH = 10_000_000

/** Stands at the first token of a text. Throws RegoErrors where the text is too long. */
export function cursorOver(file: string, text: string, options: ParseOptions): Cursor {
  const { version = 'v1', futureKeywords = version === 'v1', maxLength = MAX_LENGTH } = options
  if (text.length > maxLength) {
    const location = { file, row: 1, col: 1, start: 0, end: 0, endRow: 1 }
    throw new RegoErrors([new RegoError('rego_parse_error', `text is longer than ${maxLength} characters`, location)])
  }
  return new Cursor(file, text, lex(file, text), version, futureKeywords)
}
