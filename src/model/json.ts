/** What JSON can say. Everything that is stored, hashed or sent is of this type. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** A JSON Schema (draft 2020-12 or 07) as a plain object. */
export type JsonSchema = { readonly [key: string]: Json | undefined }

/**
 * JSON Canonicalization Scheme (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript prints them. `undefined` members are left out. Lone surrogates (bytes of a file name
 * that are no UTF-8, see path.ts) come out as `\udcXX` escapes, so the text itself is always valid UTF-8.
 * Throws a TypeError for NaN and infinities.
 */
export function canonicalJson(value: Json | undefined): string {
  if (value === undefined) throw new TypeError('undefined has no JSON form')
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  const members: string[] = []
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

/** `Array.isArray` that also narrows readonly arrays. */
export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** True for a plain JSON object: neither null nor an array. */
export function isObject(value: unknown): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
