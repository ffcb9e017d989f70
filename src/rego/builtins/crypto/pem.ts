export interface PemBlock {
  readonly type: string
  readonly bytes: Uint8Array
}

export interface PemFound {
  readonly block: PemBlock
  /** What comes behind the block's last line. */
  readonly rest: string
}

const BEGIN = '-----BEGIN '
const DASHES = '-----'
/** So many blocks that are broken are passed over: each of them may take a look at all the rest. */
const mostBroken = 100

/** The first block of a text in PEM (RFC 7468, with headers as in RFC 1421). Blocks that are broken are passed over, as Go does. */
export function decodePem(text: string): PemFound | undefined {
  let from = 0
  for (let broken = 0; broken < mostBroken; broken += 1) {
    const start = lineThatBegins(text, from)
    if (start < 0) return undefined
    const found = blockAt(text, start)
    if (found !== undefined) return found
    from = start + BEGIN.length
  }
  return undefined
}

function lineThatBegins(text: string, from: number): number {
  for (let at = text.indexOf(BEGIN, from); at >= 0; at = text.indexOf(BEGIN, at + 1)) if (at === 0 || text[at - 1] === '\n') return at
  return -1
}

function blockAt(text: string, start: number): PemFound | undefined {
  const newline = text.indexOf('\n', start)
  const line = withoutSpace(text.slice(start, newline < 0 ? undefined : newline))
  if (newline < 0 || !line.endsWith(DASHES) || line.length < BEGIN.length + DASHES.length) return undefined
  const type = line.slice(BEGIN.length, -DASHES.length)
  const closing = `\n-----END ${type}-----`
  const end = text.indexOf(closing, newline)
  const bytes = end < 0 ? undefined : bodyOf(text.slice(newline + 1, end + 1))
  return bytes === undefined ? undefined : { block: { type, bytes }, rest: behindLine(text, end + closing.length) }
}

function behindLine(text: string, at: number): string {
  const newline = text.indexOf('\n', at)
  if (withoutSpace(text.slice(at, newline < 0 ? undefined : newline)) !== '') return text.slice(at)
  return newline < 0 ? '' : text.slice(newline + 1)
}

function withoutSpace(line: string): string {
  let end = line.length
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end -= 1
  return line.slice(0, end)
}

/** Lines of base64, behind any headers. */
function bodyOf(body: string): Uint8Array | undefined {
  const lines = body.split('\n')
  const first = lines.findIndex((line) => !line.includes(':'))
  const base64 = lines
    .slice(Math.max(0, first))
    .join('')
    .replace(/[ \t\r]/g, '')
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined
  return Buffer.from(base64, 'base64')
}

/** All blocks of a text, of any type. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = []
  for (let found = decodePem(text); found !== undefined; found = decodePem(found.rest)) blocks.push(found.block)
  return blocks
}
