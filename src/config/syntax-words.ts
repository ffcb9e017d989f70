import type { YAMLError } from 'yaml'
import { type Problem, quote } from './problem.ts'

/** The library's errors in our words; the few that are left out cannot be met in practice and keep its own. */
const SYNTAX: Partial<Record<YAMLError['code'], string>> = {
  BAD_ALIAS: 'an alias (`*name`) cannot stand like this',
  BAD_DIRECTIVE: 'this `%` directive means nothing; leave it out',
  BAD_DQ_ESCAPE: 'no such escape in a double-quoted text; put the text in single quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a text that starts with this sign must be in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second `:` on this line; put the text in quotes',
  BLOCK_IN_FLOW: 'a block cannot stand inside `{}` or `[]`',
  KEY_OVER_1024_CHARS: 'a key has at most 1024 characters',
  MULTILINE_IMPLICIT_KEY: 'a key must be on one line with its `:`',
  MULTIPLE_DOCS: 'one document only; take out the `---`',
  RESOURCE_EXHAUSTION: 'the settings are too large: nested too deep',
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
}

export function syntaxProblem(error: YAMLError): Problem {
  const code = error.code === 'RESOURCE_EXHAUSTION' ? 'settings.too-large' : 'settings.yaml'
  const message = SYNTAX[error.code] ?? `this is no YAML: ${quote(error.message).slice(1, -1)}`
  return { code, message, start: error.pos[0], end: error.pos[1] }
}
