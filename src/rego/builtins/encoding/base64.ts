import { BuiltinError } from '../../errors.ts'

const PAD = 0x3d
const NEWLINES = new Set([0x0a, 0x0d])

function tableOf(alphabet: string): ReadonlyMap<number, number> {
  return new Map(Array.from(alphabet, (character, index) => [character.charCodeAt(0), index]))
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const STANDARD = tableOf(`${LETTERS}+/`)
const URL_SAFE = tableOf(`${LETTERS}-_`)

export type Alphabet = 'standard' | 'url'

/** Decodes as Go does: with padding, without anything else but line breaks. Throws with the position that is wrong. */
export function base64Decoded(text: string, alphabet: Alphabet): Uint8Array {
  const input = Buffer.from(text, 'utf8')
  if (isClean(text, alphabet)) return Buffer.from(text, alphabet === 'url' ? 'base64url' : 'base64')
  const table = alphabet === 'url' ? URL_SAFE : STANDARD
  const bytes: number[] = []
  const quantum: number[] = []
  let at = 0
  while (at < input.length) {
    const byte = input[at] ?? 0
    const value = table.get(byte)
    if (value !== undefined) {
      quantum.push(value)
      at++
      if (quantum.length === 4) bytes.push(...unpacked(quantum.splice(0)))
    } else if (NEWLINES.has(byte)) {
      at++
    } else {
      if (byte !== PAD || quantum.length < 2) throw corrupt(at)
      checkPadding(input, at, quantum.length)
      return Uint8Array.from([...bytes, ...unpacked(quantum)])
    }
  }
  if (quantum.length > 0) throw corrupt(at - quantum.length)
  return Uint8Array.from(bytes)
}

/** The usual case, which Node decodes at once: whole groups of four, padding at the end only. */
function isClean(text: string, alphabet: Alphabet): boolean {
  if (text.length % 4 !== 0) return false
  return alphabet === 'url' ? /^[A-Za-z0-9_-]*={0,2}$/.test(text) : /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

/** From the first padding character on: the right number of them, line breaks, and the end. */
function checkPadding(input: Uint8Array, start: number, have: number): void {
  let at = start + 1
  const skip = () => {
    while (NEWLINES.has(input[at] ?? 0)) at++
  }
  if (have === 2) {
    skip()
    if (at === input.length) throw corrupt(input.length)
    if (input[at] !== PAD) throw corrupt(at - 1)
    at++
  }
  skip()
  if (at < input.length) throw corrupt(at)
}

function unpacked(quantum: readonly number[]): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0] = quantum
  const all = [(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d]
  return all.slice(0, quantum.length - 1)
}

function corrupt(position: number): BuiltinError {
  return new BuiltinError(`illegal base64 data at input byte ${position}`)
}

export function base64Encoded(bytes: Uint8Array, alphabet: Alphabet, padded = true): string {
  const text = Buffer.from(bytes).toString(alphabet === 'url' ? 'base64url' : 'base64')
  return alphabet === 'url' && padded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text
}
