import type { Extractor } from '../../../model/need.ts'
import { extensionOf } from '../../../model/path.ts'
import { significant } from './code-digest.ts'
import { hashOf } from './code-sketch.ts'
import { readCode } from './read-code.ts'

/** The lines of a file that have code, 1-based, each with a hash of it (32 bits). Empty where it was not read. */
export type CodeLines = { readonly lines: readonly number[]; readonly hashes: readonly number[] }

/** Code lines of a file; of a longer one nobody is told which line changed. */
const MAX_LINES = 5000

/** The same as spec.code-digest takes for code, line by line. */
export const codeLines: Extractor<CodeLines> = {
  id: 'spec.code-lines',
  version: '1',
  variant: extensionOf,
  extract(bytes, path) {
    const code = readCode(bytes, path)
    const marks = new Map<number, string[]>()
    if ('why' in code) return { lines: [], hashes: [] }
    for (const { token, mark } of significant(code)) {
      const known = marks.get(token.line)
      if (known) known.push(mark)
      else marks.set(token.line, [mark])
    }
    if (marks.size > MAX_LINES) return { lines: [], hashes: [] }
    return { lines: [...marks.keys()], hashes: [...marks.values()].map((own) => hashOf(own.join('\n'))) }
  },
}

/** The first line of a file whose code is not what it was, or that now stands where code was taken away; undefined where that cannot be told. */
export function firstChanged(was: CodeLines | undefined, now: CodeLines | undefined): number | undefined {
  if (was === undefined || now === undefined || was.lines.length === 0) return undefined
  const at = now.hashes.findIndex((hash, index) => hash !== was.hashes[index])
  if (at >= 0) return now.lines[at]
  return now.hashes.length < was.hashes.length ? now.lines.at(-1) : undefined
}
