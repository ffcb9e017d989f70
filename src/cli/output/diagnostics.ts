import { visibleCode } from '../../cards/visible-text.ts'
import type { Diagnostic } from '../../model/settings.ts'

/** Columns of a line that are shown around the place in question. */
const WINDOW = 120

/** `file:line:column: error settings.unknown-key: …`, each followed by its line with a caret below where the text is at hand. */
export function diagnosticLines(diagnostics: readonly Diagnostic[], text: string | undefined): readonly string[] {
  const lines = text?.split(/\r\n|\n/)
  return diagnostics.flatMap((diagnostic) => {
    const { file, line, column, severity, code, message } = diagnostic
    const source = lines?.[line - 1]
    return [
      `${visibleCode(file)}:${line}:${column}: ${severity} ${code}: ${visibleCode(message)}`,
      ...(source === undefined ? [] : caretLines(source, diagnostic)),
    ]
  })
}

/** The line with what it is about underlined. Columns count UTF-16 units; what cannot be seen is written out, which moves the caret. */
function caretLines(source: string, { line, column, endLine, endColumn }: Diagnostic): readonly string[] {
  const start = Math.min(column - 1, source.length)
  const end = endLine > line ? source.length : Math.min(Math.max(endColumn - 1, start + 1), source.length)
  const from = Math.max(0, start - WINDOW / 2)
  const before = `${from > 0 ? '…' : ''}${visibleCode(source.slice(from, start))}`
  const marked = visibleCode(source.slice(start, Math.min(end, start + WINDOW)))
  const after = visibleCode(source.slice(end, from + WINDOW))
  return [`  ${before}${marked}${after}`.trimEnd(), `  ${' '.repeat([...before].length)}${'^'.repeat(Math.max(1, [...marked.trimEnd()].length))}`]
}
