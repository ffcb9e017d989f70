import type { Problem } from './problem.ts'

/** Bytes as text, or the one problem that keeps them from being any. `text` is what places are counted in. */
export interface Decoded {
  readonly text: string
  readonly problem?: Problem
}

/** UTF-8 without its byte order mark, so that the first line's columns are those an editor shows. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes)
    const line = firstBrokenLine(bytes)
    const start = line === 1 ? 0 : nthLineStart(text, line)
    const newline = text.indexOf('\n', start)
    const message = 'the settings must be UTF-8 text, and this line is not'
    return { text, problem: { code: 'settings.unreadable', message, start, end: newline < 0 ? text.length : newline } }
  }
}

/** 1-based. No UTF-8 sequence goes across a line end, so lines can be tried one by one. */
function firstBrokenLine(bytes: Uint8Array): number {
  const strict = new TextDecoder('utf-8', { fatal: true })
  for (let line = 1, start = 0; ; line += 1) {
    const newline = bytes.indexOf(0x0a, start)
    try {
      strict.decode(bytes.subarray(start, newline < 0 ? bytes.length : newline))
    } catch {
      return line
    }
    if (newline < 0) return line
    start = newline + 1
  }
}

function nthLineStart(text: string, line: number): number {
  let start = 0
  for (let count = 1; count < line; count += 1) start = text.indexOf('\n', start) + 1
  return start
}
