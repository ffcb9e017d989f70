/**
 * A path inside a repository, `/`-separated, without a leading slash. Git's paths are bytes; bytes that are no
 * UTF-8 are carried as the lone surrogates U+DC80…U+DCFF (the scheme of PEP 383), so nothing is lost and two
 * different files never share a path.
 */
export type Path = string

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes of a git path as a `Path`. */
export function decodePath(bytes: Uint8Array): Path {
  try {
    return strict.decode(bytes)
  } catch {
    return surrogateEscape(bytes)
  }
}

/** The exact bytes that git has for a `Path`. */
export function encodePath(path: Path): Uint8Array {
  if (path.isWellFormed()) return Buffer.from(path, 'utf8')
  const parts: Uint8Array[] = []
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Uint8Array.of(code - 0xdc00) : Buffer.from(character, 'utf8'))
  }
  return Buffer.concat(parts)
}

/** A path for people: control characters and stray bytes as `\xNN`, everything else as it is. Never empty. */
export function displayPath(path: Path): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const shown = path.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    const value = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code
    return value <= 0xff ? `\\x${value.toString(16).padStart(2, '0')}` : `\\u${value.toString(16).padStart(4, '0')}`
  })
  return shown === '' ? '(empty path)' : shown
}

/** `a/b/c.ts` → `ts`; a name without a dot, or one that only starts with a dot, has none: ''. Lower case. */
export function extensionOf(path: Path): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}

/** Decodes the longest valid UTF-8 sequences and escapes every other byte on its own. */
function surrogateEscape(bytes: Uint8Array): Path {
  let out = ''
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length > 0) out += strict.decode(bytes.subarray(at, at + length))
    else out += String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
    at += Math.max(1, length)
  }
  return out
}

/** How many bytes the valid UTF-8 sequence at `at` has; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0
  if (length === 0 || at + length > bytes.length) return 0
  try {
    strict.decode(bytes.subarray(at, at + length))
    return length
  } catch {
    return 0
  }
}
