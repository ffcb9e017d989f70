import { digestOfBytes } from '../../../model/digest.ts'
import type { Extractor } from '../../../model/need.ts'
import { extensionOf } from '../../../model/path.ts'
import type { Language } from '../lex/languages.ts'
import type { Token } from '../lex/token.ts'
import { isDirective } from './directives.ts'
import { docstrings } from './docstrings.ts'
import { isDoubtful } from './doubtful-text.ts'
import { type Code, readCode } from './read-code.ts'
import { blanksBefore } from './white-space.ts'

/** What a file's code is, comments, documentation and white space aside. `line` is its first line with code: null when it has none. */
export type CodeDigest = { readonly digest: string; readonly line: number | null }

/**
 * Equal for two versions of a file exactly when only comments, documentation and meaningless white space differ, so such
 * an edit owes no proof. What cannot be read is compared to the byte. Comments that a tool obeys (`//go:build`) count as code.
 */
export const codeDigest: Extractor<CodeDigest> = {
  id: 'spec.code-digest',
  version: '4',
  variant: extensionOf,
  extract(bytes, path) {
    const code = readCode(bytes, path)
    if ('why' in code) return { digest: digestOfBytes(bytes), line: bytes.length === 0 ? null : 1 }
    const parts: string[] = []
    let first: number | null = null
    for (const { token, mark } of significant(code)) {
      if (token.kind !== 'break') first ??= token.line
      // With its length, so that no text inside a literal can look like two tokens.
      parts.push(`${mark.length}:${mark}`)
    }
    return { digest: digestOfBytes(isDoubtful(code) ? bytes : parts.join('')), line: first }
  },
}

/** Tokens that mean something, each with the text that stands for it in the digest. */
export function* significant({ text, tokens, language }: Code): Generator<{ token: Token; mark: string }> {
  let previous: { token: Token; mark: string } | undefined
  let pending: Token | undefined
  const documentation = language === 'python' ? docstrings(text, tokens) : new Set<Token>()
  for (const token of tokens) {
    if (documentation.has(token)) continue
    if (token.kind === 'break') {
      pending ??= token
      continue
    }
    const mark = token.kind === 'indent' || token.kind === 'dedent' ? token.kind : `${token.kind}:${text.slice(token.start, token.end)}`
    if (token.kind === 'comment' && !isDirective(mark.slice('comment:'.length), language)) continue
    if (pending && previous && endsStatement(previous, mark, language)) yield { token: pending, mark: 'break' }
    const blanks = pending === undefined ? blanksBefore(text, token, previous?.token, language) : ''
    pending = undefined
    previous = { token, mark }
    yield { token, mark: `${blanks}${mark}` }
  }
}

/** Words after which JavaScript and TypeScript take a line end for a semicolon, or for the end of a modifier. */
const RESTRICTED: ReadonlySet<string> = new Set(
  'return throw break continue yield async await let type interface abstract declare namespace module accessor readonly get set static using public private protected override'
    .split(' ')
    .map((word) => `word:${word}`),
)
/** Go's words that a statement cannot end with. */
const GO_OPEN: ReadonlySet<string> = new Set(
  'case chan const default defer else for func go goto if import interface map package range select struct switch type var'
    .split(' ')
    .map((word) => `word:${word}`),
)

/** Whether a line end between two tokens can mean something. */
function endsStatement(previous: { token: Token; mark: string }, next: string, language: Language): boolean {
  if (language === 'python' || language === 'ruby') return true
  if (language === 'script') return RESTRICTED.has(previous.mark) || isStep(previous.mark) || isStep(next)
  if (language !== 'go' || next === 'sign:)' || next === 'sign:}') return false
  if (previous.token.kind === 'sign') return /[)\]}]$|\+\+$|--$/.test(previous.mark)
  return previous.token.kind === 'string' || (previous.token.kind === 'word' && !GO_OPEN.has(previous.mark))
}

function isStep(mark: string): boolean {
  return mark.startsWith('sign:') && (mark.includes('++') || mark.includes('--'))
}
