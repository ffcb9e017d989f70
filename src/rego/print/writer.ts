import { RegoError } from '../errors.ts'
import type { Comment, Location } from '../syntax/ast.ts'
import { type Block, blocksOf, type PlacedComment, placed } from '../syntax/metadata-blocks.ts'

const MAX_DEPTH = 1_000
/** Deeper lines are not indented any further: the text stays a multiple of the syntax. */
const MAX_INDENT = 64

/**
 * Text in the making, line by line, and the comments that are still to be put in. Comments stand in the order of the
 * text they come from: each is written at the first place after its own where a line ends or begins.
 */
export class Writer {
  /** How far the next line is indented. */
  level = 0
  private depth = 0
  private readonly lines: string[] = []
  private line = ''
  private indent = 0
  private ending: string | undefined
  private nextComment = 0
  private readonly comments: readonly PlacedComment[]
  /** Metadata must stay whole, and at the beginning of its lines. */
  private readonly blocks = new Map<PlacedComment, Block>()

  constructor(comments: readonly Comment[] = []) {
    this.comments = placed(comments).toSorted((a, b) => a.location.start - b.location.start)
    for (const block of blocksOf(this.comments)) for (const comment of [block.header, ...block.lines]) this.blocks.set(comment, block)
  }

  write(text: string): void {
    if (this.line === '') this.indent = this.level
    this.line += text
  }

  endLine(): void {
    if (this.ending !== undefined) this.line += `${this.line === '' ? '' : ' '}${this.ending}`
    this.ending = undefined
    this.lines.push(this.line === '' ? '' : '\t'.repeat(Math.min(this.indent, MAX_INDENT)) + this.line)
    this.line = ''
  }

  /** At most one empty line, and none at the beginning. */
  blankLine(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('')
  }

  /** How many lines are ended; those inside of raw strings do not count. */
  get lineCount(): number {
    return this.lines.length
  }

  hasCommentIn(location: Location | undefined): boolean {
    const comment = this.comments[this.nextComment]
    return comment !== undefined && location !== undefined && comment.location.start < location.end
  }

  hasCommentBefore(location: Location | undefined): boolean {
    const comment = this.comments[this.nextComment]
    return comment !== undefined && location !== undefined && comment.location.start < location.start
  }

  /** Lets the line end with the comment that stands in the text, or after it on the same row but before `limit`. */
  trail(location: Location | undefined, limit = Number.POSITIVE_INFINITY): void {
    if (location === undefined) return
    const comment = this.comments[this.nextComment]
    if (comment === undefined || this.ending !== undefined || comment.location.start >= limit) return
    const isInside = comment.location.start < location.end && !this.blocks.has(comment)
    if (isInside || comment.location.row === endRow(location)) this.ending = this.take()
  }

  /** Lets the line end with a comment of that row, but before `limit`. */
  trailRow(row: number | undefined, limit: number): void {
    const comment = this.comments[this.nextComment]
    if (comment !== undefined && comment.location.row === row && comment.location.start < limit && this.ending === undefined) this.ending = this.take()
  }

  /** Comments before `offset`, each on a line of its own; empty lines between them and before `row` are kept. */
  ownLines(offset: number, row?: number): void {
    let last: number | undefined
    let block: Block | undefined
    for (let comment = this.comments[this.nextComment]; comment !== undefined && comment.location.start < offset; comment = this.comments[this.nextComment]) {
      const own = this.blocks.get(comment)
      if (last !== undefined && (comment.location.row > last + 1 || (block !== undefined && own !== block))) this.blankLine()
      last = comment.location.row
      block = own
      const { level } = this
      if (block !== undefined) this.level = 0
      this.write(this.take())
      this.endLine()
      this.level = level
    }
    if (last !== undefined && row !== undefined && row > last + 1) this.blankLine()
  }

  /** Reads nothing, and ends in a comment that goes with what is written now: those that are sorted go with what they stand by. */
  takeTrailing(location: Location | undefined, limit: number): string | undefined {
    this.trail(location, limit)
    const { ending } = this
    this.ending = undefined
    return ending
  }

  endWith(comment: string): void {
    this.ending = comment
  }

  private take(): string {
    const comment = this.comments[this.nextComment]
    this.nextComment++
    return `#${comment?.text.trimEnd() ?? ''}`
  }

  /** Goes one level down; each needs a `leave`. Throws a RegoError where that is too deep to be read again. */
  enter(): void {
    if (this.depth >= MAX_DEPTH) throw new RegoError('rego_parse_error', 'syntax is nested too deep to be printed')
    this.depth++
  }

  leave(): void {
    this.depth--
  }

  /** What is written so far: whole lines, or one that is not ended. */
  finish(): string {
    if (this.line !== '' || this.ending !== undefined) {
      this.endLine()
      return this.lines.join('\n')
    }
    while (this.lines.at(-1) === '') this.lines.pop()
    return this.lines.length === 0 ? '' : `${this.lines.join('\n')}\n`
  }
}

export function endRow(location: Location): number {
  return location.endRow ?? location.row
}
