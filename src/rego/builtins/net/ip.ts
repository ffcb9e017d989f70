/** An address in the 128 bits of IPv6, where IPv4 has the range ::ffff:0:0/96. */
export type Address = bigint

const MAPPED = 0xffffn
const FIRST_V4 = MAPPED << 32n
const MOST_TEXT = 64
const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39

export function isV4(address: Address): boolean {
  return address >> 32n === MAPPED
}

/** Reads an address as Go's net.ParseIP does: no leading zeros, no zone. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > MOST_TEXT) return undefined
  return text.includes(':') ? parseV6(text) : parseV4(text)
}

function parseV4(text: string): Address | undefined {
  let address = 0
  let part = -1
  let parts = 1
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === DOT) {
      if (part < 0 || ++parts > 4) return undefined
      address = address * 256 + part
      part = -1
    } else {
      // No digit, or one after a leading zero.
      if (unit < ZERO || unit > NINE || part === 0) return undefined
      part = Math.max(part, 0) * 10 + unit - ZERO
      if (part > 255) return undefined
    }
  }
  return part < 0 || parts !== 4 ? undefined : FIRST_V4 + BigInt(address * 256 + part)
}

function parseV6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const front = groupsOf(halves[0] ?? '', halves.length === 1)
  const back = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (front === undefined || back === undefined) return undefined
  const missing = 8 - front.length - back.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...front, ...Array<number>(missing).fill(0), ...back].reduce((value, group) => (value << 16n) | BigInt(group), 0n)
}

/** Groups of 16 bits; the last two may be written as IPv4 where the text ends. */
function groupsOf(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16))
    } else {
      const v4 = isEnd && index === parts.length - 1 ? parseV4(part) : undefined
      if (v4 === undefined) return undefined
      groups.push(Number((v4 >> 16n) & 0xffffn), Number(v4 & 0xffffn))
    }
  }
  return groups
}

/** IPv4 with dots; else as RFC 5952 has it: the longest run of zeros, the first of several, is left out. */
export function addressText(address: Address): string {
  if (isV4(address)) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => Number((address >> BigInt(112 - 16 * index)) & 0xffffn))
  const run = longestZeros(groups)
  const hex = (some: readonly number[]) => some.map((group) => group.toString(16)).join(':')
  return run.length < 2 ? hex(groups) : `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { start: index - length + 1, length }
  }
  return best
}
