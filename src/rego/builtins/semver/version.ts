import { compareStrings } from '../../values/strings.ts'

/** A version of semver.org as OPA reads it: a leading `v` is allowed, and leading zeros are. */
export interface Version {
  readonly numbers: readonly [bigint, bigint, bigint]
  readonly preRelease: string
}

const IDENTIFIERS = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/
const INT64 = 2n ** 63n

export function parseVersion(text: string): Version | undefined {
  const [withoutMetadata, metadata] = cut(text.startsWith('v') ? text.slice(1) : text, '+')
  const [core, preRelease] = cut(withoutMetadata, '-')
  if (metadata !== '' && !IDENTIFIERS.test(metadata)) return undefined
  if (preRelease !== '' && !IDENTIFIERS.test(preRelease)) return undefined
  const parts = core.split('.')
  const [major, minor, patch] = parts.map(integer)
  if (parts.length !== 3 || major === undefined || minor === undefined || patch === undefined) return undefined
  return { numbers: [major, minor, patch], preRelease }
}

/** As Go's strconv.ParseInt. */
function integer(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]{1,100}$/.test(text)) return undefined
  const value = BigInt(text.replace(/^[+-]/, '')) * (text.startsWith('-') ? -1n : 1n)
  return value >= -INT64 && value < INT64 ? value : undefined
}

function cut(text: string, sign: string): readonly [string, string] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** -1, 0 or 1, by semver.org's section 11. */
export function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0n
    if (number !== other) return number > other ? 1 : -1
  }
  if (a.preRelease === b.preRelease) return 0
  if (a.preRelease === '') return 1
  return b.preRelease === '' ? -1 : comparePreReleases(a.preRelease.split('.'), b.preRelease.split('.'))
}

function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    const order = compareIdentifiers(part, other)
    if (order !== 0) return order
  }
  return -1
}

function compareIdentifiers(a: string, b: string): number {
  const numeric = [/^[0-9]+$/.test(a), /^[0-9]+$/.test(b)]
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1
  return numeric[0] ? compareDigits(a.replace(/^0+/, ''), b.replace(/^0+/, '')) : compareStrings(a, b)
}

function compareDigits(a: string, b: string): number {
  return a.length === b.length ? compareStrings(a, b) : a.length < b.length ? -1 : 1
}
