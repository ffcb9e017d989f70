import { type Format, readDocument } from '../../src/documents/formats.ts'
import type { Limits } from '../../src/documents/limits.ts'
import { type Located, plainValue } from '../../src/documents/located.ts'
import type { Json } from '../../src/model/json.ts'
import { plain } from '../../src/model/phrase.ts'

/** The values of a text's documents. */
export function valuesOf(format: Format, text: string): readonly Json[] {
  return readDocument(format, text).documents.map(plainValue)
}

/** What is wrong with a text, as `line: message`. */
export function problemsOf(format: Format, text: string, limits?: Limits): readonly string[] {
  return readDocument(format, text, limits).problems.map(({ line, message }) => `${line}: ${plain(message)}`)
}

/** Each key and each value of a text with its lines, as `path line-last`; a key's own line where it is another one as `path@line`. */
export function placesOf(format: Format, text: string): readonly string[] {
  return readDocument(format, text).documents.flatMap((root) => [...places(root, '$')])
}

function* places(node: Located, path: string): Generator<string> {
  yield `${path} ${node.line === node.last ? node.line : `${node.line}-${node.last}`}`
  if (node.kind === 'list') for (const [index, item] of node.items.entries()) yield* places(item, `${path}.${index}`)
  if (node.kind === 'map') {
    for (const [key, member] of node.members) {
      if (member.line !== member.node.line) yield `${path}.${key}@${member.line}`
      yield* places(member.node, `${path}.${key}`)
    }
  }
}
