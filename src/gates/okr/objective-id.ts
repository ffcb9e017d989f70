/** What an objective's id looks like: `OKR-Q3-LATENCY`. Letters' case does not tell two ids apart. */
const OBJECTIVE_ID = /^OKR-[A-Z0-9][A-Z0-9_-]{0,63}$/i

export const MAX_ID_LENGTH = 68

export function isObjectiveId(text: string): boolean {
  return text.length <= MAX_ID_LENGTH && OBJECTIVE_ID.test(text)
}

/** What ids are compared by. */
export function foldId(id: string): string {
  return id.toUpperCase()
}

/** Every id named in a line of prose, in order, each once. At most 20. */
export function idsIn(text: string): readonly string[] {
  const words = text.slice(0, 2000).split(/[^A-Za-z0-9_-]/)
  return [...new Set(words.map((word) => word.replace(/-{1,80}$/, '')).filter(isObjectiveId))].slice(0, 20)
}
