import { LineCounter } from 'yaml'
import { displayPath } from '../model/path.ts'
import type { Diagnostic } from '../model/settings.ts'
import { SETTINGS_REASONS, type SettingsCode } from './codes.ts'

/** Where something stands in a text: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A diagnostic before its offsets are lines and columns. */
export interface Problem extends Span {
  readonly code: SettingsCode
  readonly message: string
  readonly suggestion?: string
}

/** 1-based; columns count UTF-16 units, as editors and GitHub's annotations do. */
export type Place = Pick<Diagnostic, 'line' | 'column' | 'endLine' | 'endColumn'>

/** More than anybody reads; a file with so many errors has one cause. */
export const MAX_DIAGNOSTICS = 100

/** Turns offsets of one text into places. Lines end with LF or CRLF. */
export function placesIn(text: string): (span: Span) => Place {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  return (span) => {
    const start = Math.max(0, Math.min(span.start, text.length))
    const last = Math.max(start, Math.min(span.end, text.length))
    // A block ends after its last line break; an editor should not underline that.
    const end = start + Math.max(text.slice(start, last).trimEnd().length, last > start && !/[\r\n]/.test(text[start] ?? '') ? 1 : 0)
    const from = lines.linePos(start)
    const to = lines.linePos(end)
    return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col }
  }
}

/** Problems as diagnostics of a file: ordered by place, each said once, at most MAX_DIAGNOSTICS. */
export function diagnose(problems: readonly Problem[], file: string, placeOf: (span: Span) => Place): readonly Diagnostic[] {
  const seen = new Set<string>()
  const diagnostics: Diagnostic[] = []
  for (const problem of problems.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const identity = `${problem.start} ${problem.code} ${problem.message}`
    if (seen.has(identity)) continue
    seen.add(identity)
    diagnostics.push(diagnostic(problem.code, problem.message, file, placeOf(problem), problem.suggestion))
    if (diagnostics.length === MAX_DIAGNOSTICS) break
  }
  return diagnostics
}

export function diagnostic(code: SettingsCode, message: string, file: string, place: Place, suggestion?: string): Diagnostic {
  const severity = SETTINGS_REASONS[code].level === 'block' ? 'error' : 'warning'
  return { severity, code, message, file, ...place, ...(suggestion === undefined ? {} : { suggestion }) }
}

/** A piece of somebody's file inside a message: one line, short, without control characters, between backticks. */
export function quote(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 60)}…` : value
  return `\`${short === '' ? ' ' : displayPath(short).replaceAll('`', "'")}\``
}
