import { BuiltinError } from '../../errors.ts'
import { quoted } from '../../values/rego-text.ts'
import { bytesOf, textOfBytes } from '../../values/strings.ts'

/**
 * The pattern that a template stands for: what stands between the delimiters is a pattern, the rest is literal text, and
 * all of it has to match. Delimiters are single bytes, and may be nested inside of a pattern.
 */
export function templatePattern(template: string, start: number, end: number): { readonly whole: string; readonly parts: readonly string[] } {
  const bytes = bytesOf(template)
  const parts: string[] = []
  let whole = '^'
  let done = 0
  for (const [open, close] of spans(bytes, start, end, template)) {
    const part = textOfBytes(bytes.subarray(open + 1, close))
    whole += `${quoteMeta(textOfBytes(bytes.subarray(done, open)))}(${part})`
    parts.push(`^${part}$`)
    done = close + 1
  }
  return { whole: `${whole}${quoteMeta(textOfBytes(bytes.subarray(done)))}$`, parts }
}

/** Where the outermost delimiters are. */
function spans(bytes: Uint8Array, start: number, end: number, template: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  let level = 0
  let open = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte === start) {
      level += 1
      if (level === 1) open = at
    } else if (byte === end) {
      level -= 1
      if (level === 0) found.push([open, at])
      if (level < 0) break
    }
  }
  if (level !== 0) throw new BuiltinError(`unbalanced braces in ${quoted(template)}`)
  return found
}

function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}
