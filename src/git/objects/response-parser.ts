/** One answer of `git cat-file --batch-command`: undefined when the object is missing. */
export type ObjectAnswer = ObjectHeader | undefined

export interface ObjectHeader {
  readonly oid: string
  readonly type: string
  readonly size: number
  /** Only where contents were asked for, and they are within the bound. */
  readonly bytes: Buffer | undefined
}

/** What the next answer is to: its header alone, or contents of at most so many bytes. */
export type Expected = { readonly kind: 'info' } | { readonly kind: 'contents'; readonly maxBytes: number }

/** The process said something that is not its protocol. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer'
}

const MAX_HEADER = 4096
const NEWLINE = 10

/**
 * Takes the output of `git cat-file --batch-command` in pieces of any size and delivers its answers in order
 * (git-cat-file(1), "BATCH OUTPUT"). Contents are copied once, into a buffer of exactly their size; those
 * over the bound pass by without being kept.
 */
export class ResponseParser {
  readonly #expected: () => Expected
  readonly #deliver: (answer: ObjectAnswer) => void
  #header: Buffer = Buffer.alloc(0)
  #body: { readonly head: ObjectHeader; filled: number } | undefined

  constructor(expected: () => Expected, deliver: (answer: ObjectAnswer) => void) {
    this.#expected = expected
    this.#deliver = deliver
  }

  /** Throws UnexpectedAnswer for what no cat-file prints. */
  push(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) at = this.#body ? this.#takeBody(this.#body, chunk, at) : this.#takeHeader(chunk, at)
  }

  #takeHeader(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at)
    const piece = chunk.subarray(at, end < 0 ? chunk.length : end)
    if (this.#header.length + piece.length > MAX_HEADER) throw new UnexpectedAnswer('a header without an end')
    if (end < 0) {
      this.#header = Buffer.concat([this.#header, piece])
      return chunk.length
    }
    const line = this.#header.length === 0 ? piece.toString('latin1') : Buffer.concat([this.#header, piece]).toString('latin1')
    this.#header = Buffer.alloc(0)
    this.#begin(line)
    return end + 1
  }

  #begin(line: string): void {
    const expected = this.#expected()
    if (line.endsWith(' missing')) {
      this.#deliver(undefined)
      return
    }
    const [oid = '', type = '', length = '', ...rest] = line.split(' ')
    const size = Number(length)
    if (rest.length > 0 || !/^\d{1,15}$/.test(length) || !Number.isSafeInteger(size)) throw new UnexpectedAnswer(JSON.stringify(line.slice(0, 200)))
    if (expected.kind === 'info') {
      this.#deliver({ oid, type, size, bytes: undefined })
      return
    }
    // Not from the shared pool: a small blob in a cache would keep the whole slab alive.
    const bytes = size <= expected.maxBytes ? Buffer.allocUnsafeSlow(size) : undefined
    this.#body = { head: { oid, type, size, bytes }, filled: 0 }
  }

  #takeBody(body: { readonly head: ObjectHeader; filled: number }, chunk: Buffer, at: number): number {
    const { head } = body
    const end = Math.min(chunk.length, at + head.size - body.filled)
    head.bytes?.set(chunk.subarray(at, end), body.filled)
    body.filled += end - at
    if (end === chunk.length) return end // The newline that follows the contents is still to come.
    if (chunk[end] !== NEWLINE) throw new UnexpectedAnswer('contents longer than announced')
    this.#body = undefined
    this.#deliver(head)
    return end + 1
  }
}
