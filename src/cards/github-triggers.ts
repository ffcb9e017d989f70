/**
 * Words that GitHub turns into something else after Markdown is done: neither a backslash nor an entity keeps it
 * from that (github/cmark-gfm#181, github/markup#1168), only code does. So these words are shown as code.
 *
 * Not covered: the prefixes a repository's administrators configured themselves (`JIRA-1`). They link to where
 * the administrators point them and notify nobody.
 */

/** Each is linear: no nested or adjacent unbounded repetition. */
const TRIGGERS: readonly RegExp[] = [
  /[@$]/, // mentions, e-mail addresses, owner/repo@sha; mathematics
  /#\d/, // #1, owner/repo#1
  /:\/\//, // bare URLs
  /www\./i,
  /:[^:]*:/, // :emoji:
  /(?<![0-9a-z])gh-\d/i, // GH-1
  /(?<![0-9a-z])(?:ghsa-|cve-\d)/i, // advisories
  /(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z])/i, // abbreviated and full commit ids
]

/** Whether GitHub may make a link, a notification, a picture or a formula of this word (no white space in it). */
function isTrigger(word: string): boolean {
  return TRIGGERS.some((trigger) => trigger.test(word))
}

export interface Piece {
  readonly kind: 'text' | 'code'
  readonly value: string
}

/** Splits words from outside into text that is safe once Markdown's own punctuation is escaped, and words that have to be code. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = []
  let plain = ''
  for (const word of text.split(/(\s+)/u)) {
    if (!isTrigger(word)) {
      plain += word
      continue
    }
    const [start, end] = core(word)
    if (plain + word.slice(0, start) !== '') found.push({ kind: 'text', value: plain + word.slice(0, start) })
    found.push({ kind: 'code', value: word.slice(start, end) })
    plain = word.slice(end)
  }
  if (plain !== '') found.push({ kind: 'text', value: plain })
  return found
}

/** Brackets, quotation marks and full stops around a word stay outside of its code, unless there are brackets in it too. */
function core(word: string): readonly [number, number] {
  const start = leading(word)
  const end = trailing(word, start)
  return /[()[\]{}<>]/.test(word.slice(start, end)) ? [0, word.length] : [start, end]
}

function leading(word: string): number {
  let at = 0
  while (at < word.length - 1 && '([{"\'<'.includes(word.charAt(at))) at += 1
  return at
}

function trailing(word: string, start: number): number {
  let at = word.length
  while (at > start + 1 && ')]}"\'>.,;!?'.includes(word.charAt(at - 1))) at -= 1
  return at
}
