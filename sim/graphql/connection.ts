/** GitHub's GraphQL error with its `type`: NOT_FOUND, MISSING_PAGINATION_BOUNDARIES. */
export class TypedError extends Error {
  override name = 'TypedError'
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

export interface PageArguments {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

const MAX_PAGE = 100

/** A Relay connection over a list in memory, with GitHub's rule that `first` or `last` is given and at most 100. */
export function connection<T, Node>(name: string, items: readonly T[], args: PageArguments, toNode: (item: T) => Node) {
  const size = args.first ?? args.last
  if (size === undefined || size === null) {
    throw new TypedError('MISSING_PAGINATION_BOUNDARIES', `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`)
  }
  if (size < 0 || size > MAX_PAGE)
    throw new TypedError('EXCESSIVE_PAGINATION', `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of ${MAX_PAGE} records.`)
  const from = args.after ? indexOf(args.after) + 1 : 0
  const to = args.before ? indexOf(args.before) : items.length
  const start = args.first === undefined || args.first === null ? Math.max(from, to - size) : from
  const end = args.first === undefined || args.first === null ? to : Math.min(to, from + size)
  const edges = items.slice(start, end).map((item, index) => ({ cursor: cursor(start + index), node: toNode(item) }))
  return {
    totalCount: items.length,
    nodes: edges.map((edge) => edge.node),
    edges,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

function cursor(index: number): string {
  return Buffer.from(`cursor:${index}`).toString('base64url')
}

function indexOf(text: string): number {
  const found = /^cursor:(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('latin1'))
  if (!found) throw new TypedError('INVALID_CURSOR_ARGUMENTS', `\`${text.slice(0, 40)}\` does not appear to be a valid cursor.`)
  return Number(found[1])
}
