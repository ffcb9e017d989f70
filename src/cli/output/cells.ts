/** What most terminals show in two columns: emoji, and the wide forms of East Asian writing (Unicode Standard Annex 11). Marks take none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const NONE = /\p{Mn}|\p{Me}|\p{Cf}/u

/** How many columns of a terminal a text takes. */
export function cellsOf(text: string): number {
  let cells = 0
  for (const character of text) cells += cellsOfOne(character)
  return cells
}

function cellsOfOne(character: string): number {
  if (character < '\u0300') return 1
  return WIDE.test(character) ? 2 : NONE.test(character) ? 0 : 1
}

/** With spaces behind it up to `cells` columns. */
export function padded(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellsOf(text)))
}

/** At most `cells` columns, the last of them `…` where something was cut, and with spaces up to there. */
export function fitted(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return padded(text, cells)
  let cut = ''
  let used = 0
  for (const character of text) {
    used += cellsOfOne(character)
    if (used > cells - 1) break
    cut += character
  }
  return padded(`${cut}…`, cells)
}
