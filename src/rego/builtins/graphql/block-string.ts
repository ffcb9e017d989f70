/** What a block string means: without the indentation that all lines but the first have, and without empty lines around it. */
export function blockStringValue(raw: string): string {
  const lines = raw.split('\n')
  const indents = lines.slice(1).flatMap((line) => {
    const indent = indentOf(line)
    return indent < line.length ? [indent] : []
  })
  const common = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY)
  const bare = lines.map((line, i) => (i === 0 || common === Number.POSITIVE_INFINITY ? line : line.slice(common)))
  const isText = (line: string): boolean => indentOf(line) < line.length
  const first = bare.findIndex(isText)
  return first < 0 ? '' : bare.slice(first, bare.findLastIndex(isText) + 1).join('\n')
}

function indentOf(line: string): number {
  let indent = 0
  while (line[indent] === ' ' || line[indent] === '\t') indent += 1
  return indent
}
