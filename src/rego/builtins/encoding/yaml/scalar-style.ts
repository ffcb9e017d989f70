import { resolveScalar } from './resolve.ts'

export type Style = 'plain' | 'single' | 'double' | 'literal'

const BREAK = /[\n\r\u0085\u2028\u2029]/
/** What go-yaml does not print as it is: controls, tabs, U+FEFF, everything beyond U+FFFF. */
const SPECIAL = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/
/** As a block may not begin: indicators, and `?`, `:` and `-` before a space. */
const BEGINNING = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$)|---|\.\.\.)/
const INSIDE = /[^\n]:(?:[ \t]|$)|[ \t\n]#/

/** How go-yaml writes a string: as plainly as it can be read back. `key`: before a colon on one line. */
export function styleOf(text: string, key: boolean): Style {
  const meansText = resolveScalar(text).kind === 'string' && !BASE_60.test(text) && text !== '<<'
  if (text.includes('\n')) return literalAllowed(text) && !key ? 'literal' : 'double'
  if (!meansText) return 'double'
  if (plainAllowed(text)) return 'plain'
  return SPECIAL.test(text) ? 'double' : 'single'
}

function plainAllowed(text: string): boolean {
  return !BREAK.test(text) && !SPECIAL.test(text) && !text.startsWith(' ') && !text.endsWith(' ') && !BEGINNING.test(text) && !INSIDE.test(text)
}

function literalAllowed(text: string): boolean {
  return !text.endsWith(' ') && !SPECIAL.test(text) && !/ [\n\u2028\u2029]/.test(text)
}
