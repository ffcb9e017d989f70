/** A card's id: `SPEC-142`, `SPEC-API-7`. Written in any case, kept in capitals. */
const SPEC_ID = /^SPEC-(?:[A-Z0-9]+-)*[0-9]+$/
export const MAX_ID_LENGTH = 64
const ID_CHARACTER = /[A-Za-z0-9-]/

/** The id that a text is, in capitals; undefined when it is none. */
export function specId(text: string): string | undefined {
  if (text.length > MAX_ID_LENGTH) return undefined
  const id = text.toUpperCase()
  return SPEC_ID.test(id) ? id : undefined
}

/**
 * Reads a list of ids, separated by commas or spaces, from `from` on; it ends at the first thing that is no id. What
 * starts like an id and is none (`SPEC-ABC`) is kept as it stands, so that it is reported instead of overlooked.
 */
export function idList(text: string, from = 0): { readonly ids: readonly string[]; readonly end: number } {
  const ids: string[] = []
  let end = from
  for (let at = from; at < text.length; ) {
    while (text[at] === ' ' || text[at] === '\t' || (text[at] === ',' && ids.length > 0)) at += 1
    const quote = text[at] === '"' || text[at] === "'" || text[at] === '`' ? text[at] : undefined
    const start = quote === undefined ? at : at + 1
    let stop = start
    while (stop < text.length && ID_CHARACTER.test(text[stop] ?? '')) stop += 1
    const word = text.slice(start, Math.min(stop, start + MAX_ID_LENGTH + 1)).toUpperCase()
    if (!word.startsWith('SPEC-') || word.length <= 'SPEC-'.length || (quote !== undefined && text[stop] !== quote)) break
    ids.push(word.slice(0, MAX_ID_LENGTH))
    at = quote === undefined ? stop : stop + 1
    end = at
  }
  return { ids, end }
}

/** The ids of a text that is nothing but a list of ids; none when it is anything else. */
export function idsOnly(text: string): readonly string[] {
  const { ids, end } = idList(text)
  return text.slice(end).trim() === '' ? ids : []
}
