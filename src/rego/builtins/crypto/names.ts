import type { Value } from '../../values/value.ts'
import { type DerElement, type DerReader, ID, DerReader as Reader } from './der.ts'
import { oidOf, textOf } from './der-values.ts'
import { listJson, oidJson, textsJson } from './go-json.ts'

/** A distinguished name (RFC 5280, section 4.1.2.4), attribute by attribute. */
export interface Name {
  readonly raw: Uint8Array
  readonly attributes: readonly { readonly type: string; readonly value: string }[]
}

export function readName(reader: DerReader): Name {
  const element = reader.element(ID.sequence)
  const attributes: { type: string; value: string }[] = []
  for (const set of new Reader(element.contents).rest()) {
    for (const attribute of new Reader(contentsOf(set, ID.set)).rest()) {
      const parts = new Reader(contentsOf(attribute, ID.sequence))
      attributes.push({ type: oidOf(parts.read(ID.oid)), value: textOf(parts.element()) })
    }
  }
  return { raw: element.raw, attributes }
}

function contentsOf(element: DerElement, id: number): Uint8Array {
  return new Reader(element.raw).read(id)
}

/** The last common name. */
function commonNameOf(name: Name): string {
  return lastOf(name, '2.5.4.3')
}

function lastOf(name: Name, type: string): string {
  return name.attributes.findLast((attribute) => attribute.type === type)?.value ?? ''
}

/** Go's pkix.Name. */
export function nameJson(name: Name): Value {
  const all = (type: string): Value => textsJson(name.attributes.filter((attribute) => attribute.type === type).map(({ value }) => value))
  return {
    Country: all('2.5.4.6'),
    Organization: all('2.5.4.10'),
    OrganizationalUnit: all('2.5.4.11'),
    Locality: all('2.5.4.7'),
    Province: all('2.5.4.8'),
    StreetAddress: all('2.5.4.9'),
    PostalCode: all('2.5.4.17'),
    SerialNumber: lastOf(name, '2.5.4.5'),
    CommonName: commonNameOf(name),
    Names: listJson(name.attributes, ({ type, value }) => ({ Type: oidJson(type), Value: value })),
    ExtraNames: null,
  }
}
