import { type Instant, instant, type Oid, oid as parseOid } from '../../model/ids.ts'
import { MalformedCommit } from '../failures.ts'
import { firstParagraph } from '../paragraphs.ts'

/** A commit as its object says, whatever grafts or shallow boundaries hide. */
export interface Commit {
  readonly commit: Oid
  readonly tree: Oid
  readonly parents: readonly Oid[]
  /** The first paragraph of the message on one line. */
  readonly subject: string
  /** The rest of the message, trimmed. */
  readonly body: string
  readonly authorName?: string
  readonly authoredAt: Instant
  readonly committedAt: Instant
}

/** The latest moment that an ISO date of four digits can say, in seconds. */
const MAX_SECONDS = 253_402_300_799

/**
 * Parses a commit object (gitformat-commit): headers, an empty line, the message in the encoding that a header
 * names. The object's own length ends it, so nothing in a message can be taken for anything else. Throws
 * MalformedCommit. Impossible dates become the epoch's: they come from outside, like everything here.
 */
export function parseCommit(commit: Oid, bytes: Buffer): Commit {
  const end = bytes.indexOf('\n\n')
  const headers = (end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1')
  const lines = headers.split('\n')
  const tree = lines[0]?.startsWith('tree ') ? lines[0].slice(5) : ''
  const author = lines.find((line) => line.startsWith('author '))
  const committer = lines.find((line) => line.startsWith('committer '))
  if (tree.length !== commit.length || !author || !committer) throw new MalformedCommit(commit, 'a header is missing')
  const decode = decoderFor(lines.find((line) => line.startsWith('encoding '))?.slice(9))
  const message = end < 0 ? '' : decode(bytes.subarray(end + 2))
  const { first, rest } = firstParagraph(message)
  const name = decode(Buffer.from(author.slice(7, Math.max(7, author.lastIndexOf(' <'))), 'latin1')).trim()
  return {
    commit,
    tree: parseOid(tree),
    parents: lines.filter((line) => line.startsWith('parent ')).map((line) => parseOid(line.slice(7))),
    subject: first,
    body: rest,
    ...(name !== '' && { authorName: name }),
    authoredAt: instantOf(author),
    committedAt: instantOf(committer),
  }
}

/** `Name <mail> <seconds> <zone>`; the zone does not change the moment. */
function instantOf(signature: string): Instant {
  const digits = /> (\d{1,12}) [+-]\d{1,8}$/.exec(signature)?.[1]
  const seconds = Number(digits ?? 0)
  return instant(seconds <= MAX_SECONDS ? seconds * 1000 : 0)
}

function decoderFor(encoding: string | undefined): (bytes: Buffer) => string {
  try {
    const decoder = new TextDecoder(encoding ?? 'utf-8')
    return (bytes) => decoder.decode(bytes)
  } catch {
    return (bytes) => bytes.toString('utf8') // An encoding that nobody knows.
  }
}
