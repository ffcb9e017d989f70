import type { Annotations, RefTerm } from '../syntax/ast.ts'
import { quoteText } from './quote.ts'
import { writeRef } from './terms.ts'
import { Writer } from './writer.ts'

/** The metadata that a program gave: what was read from a text is there as comments. YAML whose values are JSON. */
export function writeAnnotations(w: Writer, annotations: readonly Annotations[]): void {
  for (const each of annotations) {
    if (each.location !== undefined) continue
    w.blankLine()
    for (const line of ['METADATA', ...linesOf(each)]) {
      w.write(`# ${line}`)
      w.endLine()
    }
  }
}

function linesOf(annotations: Annotations): readonly string[] {
  const { scope, title, description, entrypoint, organizations, relatedResources, authors, schemas, custom } = annotations
  const fields: [string, unknown][] = [
    ['scope', scope],
    ['title', title],
    ['description', description],
    ['entrypoint', entrypoint],
    ['organizations', organizations],
    ['related_resources', relatedResources],
    ['authors', authors],
    ['schemas', schemas?.map(({ path, schema, definition }) => ({ [refText(path)]: schema === undefined ? definition : refText(schema) }))],
    ['custom', custom],
  ]
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${flow(value)}`]))
}

function refText({ ref }: RefTerm): string {
  const w = new Writer()
  writeRef(w, ref)
  return w.finish()
}

/** JSON, which YAML takes as it is; whole numbers of any size. */
function flow(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return quoteText(value)
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  return `{${Object.entries(value)
    .map(([key, each]) => `${quoteText(key)}: ${flow(each)}`)
    .join(', ')}}`
}
