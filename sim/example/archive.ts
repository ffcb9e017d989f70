import { type Hunk, parseHunks } from './hunks.ts'

/** What one commit does to one file. */
type FileStep =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'edit'; readonly path: string; readonly hunks: readonly Hunk[] }
  | { readonly kind: 'remove'; readonly path: string }

/** One commit of the example as it is written down: headers, a message, and what happens to which file. */
export interface Archive {
  /** The file it was read from, for messages. */
  readonly name: string
  readonly headers: ReadonlyMap<string, string>
  /** The first line of the text between the headers and the files. */
  readonly title: string
  /** What follows the title, without blank lines around it. */
  readonly body: string
  readonly steps: readonly FileStep[]
}

/** A file of the example is written wrongly, or does not fit what comes before it. */
export class BrokenExample extends Error {
  override name = 'BrokenExample'
}

const MARKER = /^-- (?:(edit|remove) )?(.+) --$/

/**
 * Reads one file of trunk/ or pulls/. The format is that of Go's txtar (golang.org/x/tools/txtar): a text, then
 * files, each after a line `-- path --`. Two things are added: the text starts with `Name: value` headers as a
 * mail does, and `-- edit path --` and `-- remove path --` change a file that is there already, so that a pull
 * request's file shows what the pull request changes and no more.
 */
export function parseArchive(name: string, text: string): Archive {
  const lines = text.split('\n')
  const blank = lines.indexOf('')
  const marker = lines.findIndex((line) => MARKER.test(line))
  const filesAt = marker < 0 ? lines.length : marker
  if (blank < 0 || blank > filesAt) throw new BrokenExample(`${name}: the headers end with a blank line`)
  const [title = '', ...body] = lines.slice(blank + 1, filesAt)
  if (title === '') throw new BrokenExample(`${name}: a title comes after the headers`)
  return { name, headers: parseHeaders(name, lines.slice(0, blank)), title, body: body.join('\n').trim(), steps: parseSteps(name, lines.slice(filesAt)) }
}

function parseHeaders(name: string, lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(': ')
      if (colon < 1) throw new BrokenExample(`${name}: \`${line}\` is no header`)
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
  )
}

function parseSteps(name: string, lines: readonly string[]): FileStep[] {
  const sections: { verb: string | undefined; path: string; lines: string[] }[] = []
  for (const line of lines) {
    const [, verb, path] = MARKER.exec(line) ?? []
    if (path !== undefined) sections.push({ verb, path, lines: [] })
    else sections.at(-1)?.lines.push(line)
  }
  return sections.map((section) => {
    const { verb, path } = section
    // The last line of a section ends with the newline before the next marker.
    const text = section.lines.join('\n').replace(/\n*$/, '\n')
    if (verb === 'edit') return { kind: 'edit', path, hunks: parseHunks(`${name}: ${path}`, text) }
    if (verb === 'remove') return { kind: 'remove', path }
    return { kind: 'write', path, text }
  })
}
