import { readDocument } from '../../documents/formats.ts'
import { plainValue } from '../../documents/located.ts'
import { isObject, type Json } from '../../model/json.ts'
import type { Blob } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { plain } from '../../model/phrase.ts'
import { fileText } from '../reading/file-text.ts'
import type { PolicyProblem, PolicySources } from './rules/policy-set.ts'

const MAX_BYTES = 1024 * 1024

/** Hand-written policies, as OPA would load their folder: modules apart from tests, and data by folder. */
export function sourcesOf(
  folder: string,
  modules: ReadonlyMap<Path, Blob>,
  data: ReadonlyMap<Path, Blob>,
): { readonly sources: PolicySources; readonly problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = []
  const text = (path: Path, blob: Blob): string | undefined => {
    const file = blob.bytes === undefined ? { why: blob.why } : fileText(blob.bytes, MAX_BYTES)
    if ('text' in file) return file.text
    problems.push({ file: path, line: 1, message: file.why })
    return undefined
  }
  const read: { name: string; text: string }[] = []
  for (const [path, blob] of modules) {
    if (path.endsWith('_test.rego')) continue
    const module = text(path, blob)
    if (module !== undefined) read.push({ name: path, text: module })
  }
  let root: { readonly [key: string]: Json } = {}
  for (const [path, blob] of data) {
    const document = text(path, blob)
    if (document === undefined) continue
    const reading = readDocument(path.endsWith('.json') ? 'json' : 'yaml', document)
    const problem = reading.problems[0]
    if (problem) problems.push({ file: path, line: problem.line, message: plain(problem.message) })
    const value = reading.documents[0]
    if (problem || value === undefined) continue
    const merged = merge(root, under(foldersOf(folder, path), plainValue(value)))
    if (merged === undefined) problems.push({ file: path, line: 1, message: 'says something else than another data file, or is no object' })
    else root = merged
  }
  return { sources: { modules: read, data: root }, problems }
}

function foldersOf(folder: string, path: Path): readonly string[] {
  const inner = folder === '' ? path : path.slice(folder.length + 1)
  return inner.split('/').slice(0, -1)
}

function under(folders: readonly string[], value: Json): Json {
  return folders.reduceRight<Json>((inner, name) => ({ [name]: inner }), value)
}

/** Two objects as one; undefined where both say something about the same key that are not objects. */
function merge(a: { readonly [key: string]: Json | undefined }, b: Json): { readonly [key: string]: Json } | undefined {
  if (!isObject(b)) return undefined
  const merged = new Map(Object.entries(a) as [string, Json][])
  for (const [key, value] of Object.entries(b) as [string, Json][]) {
    const there = merged.get(key)
    if (there === undefined) merged.set(key, value)
    else {
      const both = isObject(there) ? merge(there, value) : undefined
      if (both === undefined) return undefined
      merged.set(key, both)
    }
  }
  return Object.fromEntries(merged)
}
