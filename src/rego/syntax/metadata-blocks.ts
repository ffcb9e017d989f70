import type { Comment, Location } from './ast.ts'

export type PlacedComment = Comment & { readonly location: Location }

export interface Block {
  /** `# METADATA`. */
  readonly header: PlacedComment
  readonly lines: readonly PlacedComment[]
}

/** The comments that stand somewhere. */
export function placed(comments: readonly Comment[]): readonly PlacedComment[] {
  return comments.flatMap((comment) => (comment.location === undefined ? [] : [{ ...comment, location: comment.location }]))
}

/** A block goes on as long as comments stand on the next row, at its beginning. */
export function blocksOf(comments: readonly PlacedComment[]): readonly Block[] {
  const blocks: { readonly header: PlacedComment; readonly lines: PlacedComment[] }[] = []
  let current: { readonly header: PlacedComment; readonly lines: PlacedComment[] } | undefined
  let row = 0
  for (const comment of comments) {
    const { location } = comment
    if (current !== undefined && location.row === row + 1 && location.col === 1) current.lines.push(comment)
    else {
      current = comment.text.trimStart().startsWith('METADATA') ? { header: comment, lines: [] } : undefined
      if (current !== undefined) blocks.push(current)
    }
    row = location.row
  }
  return blocks
}
