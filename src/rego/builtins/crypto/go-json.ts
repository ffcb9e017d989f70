import type { Value } from '../../values/value.ts'
import { addressText } from '../net/ip.ts'
import { formatMoment } from '../time/format.ts'
import { utc } from '../time/zone.ts'
import { unsignedOf } from './der-values.ts'

/* How Go's encoding/json writes what certificates are made of. */

/** Bytes in base64; an empty slice that is nil is null. */
export function bytesJson(bytes: Uint8Array | undefined): Value {
  return bytes === undefined ? null : Buffer.from(bytes).toString('base64')
}

/** `2.5.4.3` as the array of its numbers. */
export function oidJson(oid: string): Value {
  return oid.split('.').map(Number)
}

/** Nil where there is nothing. */
export function listJson<T>(items: readonly T[], each: (item: T) => Value): Value {
  return items.length === 0 ? null : items.map(each)
}

export function textsJson(texts: readonly string[]): Value {
  return listJson(texts, (text) => text)
}

export function timeJson(seconds: number): Value {
  return formatMoment({ seconds, nanos: 0, zone: utc }, '2006-01-02T15:04:05Z07:00')
}

/** Four or sixteen bytes as the text of an address. */
export function addressJson(bytes: Uint8Array): Value {
  return addressText(unsignedOf(bytes.length === 4 ? Buffer.concat([Buffer.from('00000000000000000000ffff', 'hex'), bytes]) : bytes))
}
