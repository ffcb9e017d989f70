/** The text of a file, or why there is none to read. */
export type FileText = { readonly text: string; readonly isUtf8: boolean } | { readonly why: string }

const strict = new TextDecoder('utf-8', { fatal: true })

/** Git's own rule: a file is binary when its first 8,000 bytes hold a NUL. */
const BINARY_WINDOW = 8000

/**
 * Decodes UTF-8, without the byte order mark. Bytes that are no UTF-8 are read as Latin-1 instead of being replaced,
 * so two different files never give the same text. A NUL anywhere near the start, or more than `maxBytes`, is no text.
 */
export function fileText(bytes: Uint8Array, maxBytes: number): FileText {
  if (bytes.length > maxBytes) return { why: `larger than ${maxBytes} bytes` }
  if (bytes.subarray(0, BINARY_WINDOW).includes(0)) return { why: 'binary' }
  try {
    return { text: strict.decode(bytes), isUtf8: true }
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), isUtf8: false }
  }
}
