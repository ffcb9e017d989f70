import type { WriteStream } from 'node:tty'
import { visibleLines } from '../../cards/visible-text.ts'
import type { Json } from '../../model/json.ts'

/** Where a sub-command writes. `out` is for what it was asked for, `err` for everything about how that went. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether somebody watches `err`, so that progress is worth showing. */
  readonly isTTY: boolean
  /** Columns of `out`. */
  readonly columns: number
  /** Whether `out` may be coloured. */
  readonly color: boolean
}

type Stream = Pick<WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>

/** Colour as https://no-color.org asks: only where somebody looks, and not where NO_COLOR is set to anything. */
export function terminalOf(out: Stream, err: Stream, env: Readonly<Record<string, string | undefined>>): Terminal {
  return {
    out: (text) => void out.write(text),
    err: (text) => void err.write(text),
    isTTY: err.isTTY === true,
    columns: out.columns ?? 100,
    color: out.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  }
}

/** Lines for a person: what a terminal would obey or not show is written out instead. */
export function printable(text: string): string {
  return visibleLines(text).join('\n')
}

/**
 * JSON that is safe to look at. JSON.stringify leaves C1 controls and directional characters as they are; escaped
 * they are the same value. `indent` 0 puts it on one line.
 */
export function jsonText(value: Json, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, escaped)
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')
}
