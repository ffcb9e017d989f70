import { isObjectiveId, MAX_ID_LENGTH } from './objective-id.ts'

export interface DescriptionIds {
  /** Ids in the order they are given, each once. */
  readonly ids: readonly string[]
  /** What stands where an id should. */
  readonly malformed: readonly string[]
}

/** GitHub's own limit; a longer text did not come from there. */
const MAX_LENGTH = 65_536
const MAX_IDS = 50

/** `OKR: …` or `OKRs: …` at the start of a line, as a list item or in bold, too. */
const OKR_LINE = /^ {0,3}(?:[-*+] {1,3})?(?:\*\*|__)?okrs?(?::(?:\*\*|__)?|(?:\*\*|__)?:)(.*)$/i
const FENCE = /^ {0,3}(?:[-*+] {1,3})?(`{3,}|~{3,})(.*)$/

/**
 * The objectives that a description names in a line such as `OKR: OKR-Q3-LATENCY` or `OKRs: OKR-A, OKR-B`. Lines in
 * fenced or indented code, in quotes and in HTML comments (what templates explain themselves with) are not read.
 */
export function descriptionIds(description: string): DescriptionIds {
  const ids = new Set<string>()
  const malformed = new Set<string>()
  for (const line of proseLines(withoutComments(description.slice(0, MAX_LENGTH)))) {
    const rest = OKR_LINE.exec(line)?.[1]
    if (rest !== undefined) readList(rest, ids, malformed)
    if (ids.size + malformed.size >= MAX_IDS) break
  }
  return { ids: [...ids], malformed: [...malformed] }
}

/** Reads ids up to the first word that is none, which is the start of prose. A list that has no id at all is malformed. */
function readList(text: string, ids: Set<string>, malformed: Set<string>): void {
  const words = text.split(/[\s,;]{1,80}/).flatMap((word) => {
    const bare = word.replaceAll(/[`*[\]]|\(.*$/g, '').replace(/\.$/, '')
    return bare === '' || bare === '-' ? [] : [bare]
  })
  for (const [index, word] of words.slice(0, MAX_IDS).entries()) {
    if (isObjectiveId(word)) ids.add(word)
    else if (index === 0) {
      malformed.add(word.slice(0, MAX_ID_LENGTH))
      return
    } else if (word !== 'and' && word !== '&') return
  }
}

function withoutComments(text: string): string {
  let out = ''
  let at = 0
  for (;;) {
    const open = text.indexOf('<!--', at)
    if (open < 0) return out + text.slice(at)
    out += text.slice(at, open)
    const close = text.indexOf('-->', open + 4)
    if (close < 0) return out
    at = close + 3
  }
}

function* proseLines(text: string): Generator<string> {
  let fence = ''
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const mark = FENCE.exec(line)
    if (fence !== '') {
      if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = ''
    } else if (mark?.[1]) fence = mark[1]
    else if (!/^ {0,3}>/.test(line)) yield line
  }
}
