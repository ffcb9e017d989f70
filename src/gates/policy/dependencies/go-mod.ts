import type { Problem } from '../../../documents/located.ts'
import { say } from '../../../model/phrase.ts'
import type { Dependency, ManifestReading } from './dependency.ts'

/** Directives of which none is a dependency. */
const OTHERS: ReadonlySet<string> = new Set(['module', 'go', 'toolchain', 'godebug', 'exclude', 'retract', 'tool', 'ignore'])

interface Replacement {
  readonly line: number
  readonly name: string
  readonly version: string | undefined
}

/** go.mod; see «go.mod files» in the Go Modules Reference. A module that `replace` puts in the place of another is told of instead of it. */
export function readGoMod(text: string): ManifestReading {
  const required: Dependency[] = []
  const replaced = new Map<string, Replacement>()
  let strange: number | undefined
  for (const { line, directive, words, comment } of statements(text)) {
    if (directive === 'require' && words.length === 2) {
      const [name = '', version] = words
      required.push({ line, name, version, direct: !/^\/\/\s*indirect\b/.test(comment), origin: { source: 'registry' } })
    } else if (directive === 'replace' && words.includes('=>')) {
      const arrow = words.indexOf('=>')
      const [name = '', version] = words.slice(arrow + 1)
      replaced.set(words.slice(0, arrow).join('@'), { line, name, version })
    } else if (!OTHERS.has(directive)) strange ??= line
  }
  const used = new Set<string>()
  const dependencies = required.map((one): Dependency => {
    const key = [`${one.name}@${one.version}`, one.name].find((name) => replaced.has(name))
    const other = key === undefined ? undefined : replaced.get(key)
    if (key === undefined || other === undefined) return one
    used.add(key)
    return { ...one, ...put(other) }
  })
  const unused = [...replaced].flatMap(([key, other]) => (used.has(key) ? [] : [put(other)]))
  const problems: readonly Problem[] = strange === undefined ? [] : [{ line: strange, message: say`not a line of a go.mod` }]
  return { dependencies: [...dependencies, ...unused], problems }
}

/** Without a version it is a folder. */
function put({ line, name, version }: Replacement): Dependency {
  return { line, name, version, origin: { source: version === undefined ? 'path' : 'registry' } }
}

interface Statement {
  readonly line: number
  readonly directive: string
  readonly words: readonly string[]
  readonly comment: string
}

function* statements(text: string): Generator<Statement> {
  let block: string | undefined
  for (const [index, whole] of text.split('\n').entries()) {
    const at = whole.indexOf('//')
    const comment = at < 0 ? '' : whole.slice(at).trim()
    const words = (at < 0 ? whole : whole.slice(0, at))
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => word.replace(/^["`](.*)["`]$/s, '$1'))
    const [first] = words
    if (first === undefined) continue
    if (first === ')') block = undefined
    else if (block !== undefined) yield { line: index + 1, directive: block, words, comment }
    else if (words[1] === '(') block = first
    else yield { line: index + 1, directive: first, words: words.slice(1), comment }
  }
}
