import { BuiltinError } from '../../errors.ts'

/** Identifier octets of what X.509 is made of. */
export const ID = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8: 0x0c,
  numeric: 0x12,
  printable: 0x13,
  t61: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** The identifier of a context-specific tag. */
export function contextual(tag: number, constructed = true): number {
  return 0x80 | (constructed ? 0x20 : 0) | tag
}

export interface DerElement {
  readonly id: number
  readonly contents: Uint8Array
  /** With identifier and length. */
  readonly raw: Uint8Array
}

/** Reads DER (ITU-T X.690) from left to right: definite lengths in their shortest form. Throws a BuiltinError in Go's words. */
export class DerReader {
  private readonly bytes: Uint8Array
  private at = 0
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  /** The identifier that comes next. */
  get next(): number | undefined {
    return this.bytes[this.at]
  }

  element(expected?: number): DerElement {
    const start = this.at
    const id = this.octet()
    if ((id & 0x1f) === 0x1f) throw syntaxError('high tags are not supported')
    const length = this.length()
    if (expected !== undefined && id !== expected) throw structureError(expected, id, length)
    if (length > this.bytes.length - this.at) throw syntaxError('data truncated')
    const contents = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return { id, contents, raw: this.bytes.subarray(start, this.at) }
  }

  /** The contents of the element that comes next, which must have this identifier. */
  read(id: number): Uint8Array {
    return this.element(id).contents
  }

  /** A reader of what is inside of the element that comes next. */
  inside(id: number): DerReader {
    return new DerReader(this.read(id))
  }

  optional(id: number): Uint8Array | undefined {
    return this.next === id ? this.read(id) : undefined
  }

  /** Everything that is left, element by element. */
  *rest(): Generator<DerElement> {
    while (!this.done) yield this.element()
  }

  end(): void {
    if (!this.done) throw syntaxError('trailing data')
  }

  private octet(): number {
    const octet = this.bytes[this.at]
    if (octet === undefined) throw syntaxError('truncated tag or length')
    this.at += 1
    return octet
  }

  private length(): number {
    const first = this.octet()
    if (first < 0x80) return first
    if (first === 0x80) throw syntaxError('indefinite length found (not DER)')
    let length = 0
    for (let i = 0; i < (first & 0x7f); i += 1) {
      length = length * 256 + this.octet()
      if (length === 0) throw structureMessage('superfluous leading zeros in length')
      if (length > 0x7fffffff) throw structureMessage('length too large')
    }
    if (length < 0x80) throw structureMessage('non-minimal length')
    return length
  }
}

export function syntaxError(what: string): BuiltinError {
  return new BuiltinError(`asn1: syntax error: ${what}`)
}

export function structureMessage(what: string): BuiltinError {
  return new BuiltinError(`asn1: structure error: ${what}`)
}

function structureError(expected: number, id: number, length: number): BuiltinError {
  const got = `{class:${id >> 6} tag:${id & 0x1f} length:${length} isCompound:${(id & 0x20) !== 0}}`
  return structureMessage(`tags don't match (${expected & 0x1f} vs ${got})`)
}
