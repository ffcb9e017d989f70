import { RegoError, RegoErrors } from '../errors.ts'

/** Bytes as text. Throws RegoErrors with the position of the first byte that is no UTF-8. */
export function decode(file: string, bytes: Uint8Array): string {
  const text = tryDecode(bytes, false)
  if (text !== undefined) return text
  const before = tryDecode(bytes.subarray(0, validLength(bytes)), true) ?? ''
  const row = before.split('\n').length
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const location = { file, row, col: [...line].length + 1, start: before.length, end: before.length, endRow: row }
  throw new RegoErrors([new RegoError('rego_parse_error', 'illegal utf-8 character', location)])
}

/** How many bytes are right, or may be the beginning of something right: each try says which half to look at. */
function validLength(bytes: Uint8Array): number {
  let valid = 0
  let invalid = bytes.length + 1
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (middle <= bytes.length && tryDecode(bytes.subarray(0, middle), true) !== undefined) valid = middle
    else invalid = middle
  }
  return valid
}

/** `open`: the text may end within a character. */
function tryDecode(bytes: Uint8Array, open: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: open })
  } catch {
    return undefined
  }
}
