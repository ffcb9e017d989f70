import { formatOf, readDocument } from '../../../documents/formats.ts'
import type { Located } from '../../../documents/located.ts'
import { type Hunk, hunksOf, linesOf } from '../twin/difference.ts'
import type { FileVersions } from '../twin/versions.ts'

/**
 * The smallest thing that can be taken back by itself: some lines of one hunk, or a whole file where there are no lines (a link, a
 * binary file, a rename). Taken back, its lines of `after` give way to those of `before`.
 */
export interface Part {
  /** Index of the file among the change's. */
  readonly file: number
  /** Undefined: the whole file. */
  readonly hunk?: Hunk
}

/** Every hunk of every file, in order. */
export function hunkParts(versions: readonly FileVersions[]): readonly Part[] {
  return versions.flatMap(({ file, before, after }, index): readonly Part[] => {
    const hasLines =
      before.text !== undefined && after.text !== undefined && file.status !== 'renamed' && !isLink(file.before?.kind) && !isLink(file.after?.kind)
    const hunks = hasLines ? hunksOf(before.text, after.text) : []
    // A new file and one that is gone come back as a whole, so that no empty file is left.
    const whole = hunks.length === 0 || file.status === 'removed'
    return whole ? [{ file: index }] : hunks.map((hunk) => ({ file: index, hunk }))
  })
}

function isLink(kind: string | undefined): boolean {
  return kind === 'symlink' || kind === 'submodule'
}

/**
 * What a part can be taken apart into. Of lines put into a document: the nodes that they hold, the largest that fit; what is left of the
 * lines (brackets, keys) stays with the document, so that taking back some of them leaves one. Of lines put into a
 * text: each by itself; of lines put in place of as many: the pairs of them. The part itself where it cannot be.
 */
export function finer(part: Part, versions: readonly FileVersions[]): readonly Part[] {
  const { hunk, file } = part
  const version = versions[file]
  if (hunk === undefined || version === undefined) return [part]
  const { before, after } = hunk
  if (before.lines.length === 0) {
    const inserted = (first: number, last: number): Part => ({
      file,
      hunk: { before: { start: before.start, lines: [] }, after: { start: first, lines: after.lines.slice(first - after.start, last - after.start + 1) } },
    })
    if (formatOf(version.file.path) === undefined)
      return after.lines.length > 1 ? after.lines.map((_, index) => inserted(after.start + index, after.start + index)) : [part]
    const spans = nodeSpans(version, after.start, after.start + after.lines.length - 1)
    return spans.length > 0 ? spans.map(([first, last]) => inserted(first, last)) : [part]
  }
  if (before.lines.length > 1 && before.lines.length === after.lines.length) {
    return after.lines.map((line, index) => ({
      file,
      hunk: { before: { start: before.start + index, lines: before.lines.slice(index, index + 1) }, after: { start: after.start + index, lines: [line] } },
    }))
  }
  if (before.lines.length > 0 && after.lines.length > 1) {
    // What replaces less than it puts in: the first lines stand for what was there, each further line for itself.
    const paired = Math.min(before.lines.length, after.lines.length - 1)
    return [
      { file, hunk: { before, after: { start: after.start, lines: after.lines.slice(0, paired) } } },
      ...after.lines.slice(paired).map((line, index) => ({
        file,
        hunk: { before: { start: before.start + before.lines.length, lines: [] }, after: { start: after.start + paired + index, lines: [line] } },
      })),
    ]
  }
  return [part]
}

/** Lines of the largest nodes of a document that lie within some lines and are not all of them; none where these lines are one value with its keys. */
function nodeSpans({ file, after }: FileVersions, first: number, last: number): readonly (readonly [number, number])[] {
  const format = formatOf(file.path)
  if (format === undefined || after.text === undefined) return []
  const found: (readonly [number, number])[] = []
  let isOne = false
  const visit = (node: Located, from: number): void => {
    if (node.last < first || from > last) return
    if (from === first && node.last === last && hasOneLeaf(node)) isOne = true
    else if (from >= first && node.last <= last && !(from === first && node.last === last)) found.push([from, node.last])
    else if (node.kind === 'list') for (const item of node.items) visit(item, item.line)
    else if (node.kind === 'map') for (const { line, node: member } of node.members.values()) visit(member, Math.min(line, member.line))
  }
  for (const document of readDocument(format, after.text).documents) visit(document, document.line)
  return isOne ? [] : apart(found)
}

/** Nodes that share a line are one. */
function apart(spans: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const joined: [number, number][] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const before = joined.at(-1)
    if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to)
    else joined.push([from, to])
  }
  return joined
}

/** A key with one value behind it, however deep, stays with it: alone it would be an empty promise. */
function hasOneLeaf(node: Located): boolean {
  if (node.kind === 'scalar') return true
  const inner = node.kind === 'list' ? node.items : [...node.members.values()].map((member) => member.node)
  return inner.length === 1 && inner.every(hasOneLeaf)
}

/** A file's text with some of its parts taken back; undefined where the whole file is. */
export function textWithout({ file, before, after }: FileVersions, parts: readonly Part[]): string | undefined {
  if (parts.some(({ hunk }) => hunk === undefined)) return before.text
  const lines = [...linesOf(after.text ?? '')]
  const isJson = formatOf(file.path) === 'json'
  // From the last to the first, so that numbers of lines still count.
  const hunks = parts.flatMap(({ hunk }) => hunk ?? []).sort((a, b) => b.after.start - a.after.start)
  for (const { before: old, after: fresh } of hunks) {
    // Of no lines the start is the line that they come behind.
    const at = fresh.lines.length > 0 ? fresh.start - 1 : fresh.start
    lines.splice(at, fresh.lines.length, ...old.lines)
    if (isJson && old.lines.length === 0) dropComma(lines, at)
  }
  return lines.join('')
}

/** What was last in a list of JSON is gone: the comma before it goes, too. */
function dropComma(lines: string[], cut: number): void {
  const behind = lines.slice(cut).find((line) => line.trim() !== '')
  if (behind === undefined || !/^\s*[\]}]/.test(behind)) return
  const index = lines.findLastIndex((line, at) => at < cut && line.trim() !== '')
  const line = lines[index]
  if (line !== undefined) lines[index] = line.replace(/,(?=\s*$)/, '')
}

/**
 * Whether a text is still what its file's name says, where it was before: what cannot be read any more has no findings either, and that
 * is no way out.
 */
export function isStillReadable({ file, after }: FileVersions, text: string, problem: boolean): boolean {
  if (after.document?.problem === undefined && problem) return false
  return formatOf(file.path) !== 'json' || !isStrictJson(after.text ?? '') || isStrictJson(text)
}

function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
