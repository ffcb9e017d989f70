import type { Problem } from '../../../documents/located.ts'
import { say } from '../../../model/phrase.ts'
import type { Dependency, ManifestReading } from './dependency.ts'
import { npmAlias, npmOrigin, npmResolvedOrigin } from './origin.ts'

interface Entry {
  readonly line: number
  /** `name@range`, as they were asked for. */
  readonly asked: readonly string[]
  readonly fields: Map<string, string>
  readonly dependencies: [string, string][]
}

/**
 * yarn.lock of Yarn 1 (its own format) and of Yarn 2 and later (a YAML that looks the same): an entry at the margin, its fields two
 * in, what it depends on four in. Only Yarn 2 and later lists the project itself, and so what is direct.
 */
export function readYarnLock(text: string): ManifestReading {
  const { entries, problems } = entriesOf(text)
  const ours = entries.filter((entry) => isWorkspace(entry))
  const direct = new Set(ours.flatMap(({ dependencies }) => dependencies.map(([name, range]) => `${name}@${range}`)))
  const others = entries.filter((entry) => entry.asked[0] !== '__metadata' && !isWorkspace(entry))
  return { dependencies: others.map((entry) => dependency(entry, ours.length === 0 ? undefined : direct)), problems }
}

function isWorkspace({ fields }: Entry): boolean {
  return /@workspace:/.test(fields.get('resolution') ?? '')
}

function dependency({ line, asked, fields }: Entry, direct: ReadonlySet<string> | undefined): Dependency {
  const wanted = asked.map(nameAndRange)
  const resolution = fields.get('resolution')
  const first = wanted[0] ?? { name: '', range: '' }
  const found = resolution === undefined ? undefined : nameAndRange(resolution)
  const resolved = fields.get('resolved')
  const where = found?.range ?? first.range
  return {
    line,
    name: found?.name ?? npmAlias(first.range)?.name ?? first.name,
    version: fields.get('version'),
    range: [...new Set(wanted.map(({ range }) => range))].join(', '),
    direct: direct && asked.some((one) => direct.has(one)),
    origin: resolved === undefined ? npmOrigin(where.replace(/^npm:/, '')) : npmResolvedOrigin(resolved),
  }
}

function nameAndRange(asked: string): { readonly name: string; readonly range: string } {
  const at = asked.indexOf('@', 1)
  return at < 0 ? { name: asked, range: '' } : { name: asked.slice(0, at), range: asked.slice(at + 1) }
}

function entriesOf(text: string): { readonly entries: readonly Entry[]; readonly problems: readonly Problem[] } {
  const entries: Entry[] = []
  let section: string | undefined
  let strange: number | undefined
  text.split('\n').forEach((whole, index) => {
    const line = whole.trimEnd()
    const body = line.trimStart()
    const entry = entries.at(-1)
    const indent = line.length - body.length
    if (body === '' || body.startsWith('#') || (indent === 0 && body === ':')) return
    if (indent === 0) {
      // Yarn writes a very long key as YAML's `? key`.
      const key = body.startsWith('? ') ? body.slice(2) : body.endsWith(':') ? body.slice(0, -1) : undefined
      if (key === undefined) strange ??= index + 1
      else entries.push({ line: index + 1, asked: listed(key), fields: new Map(), dependencies: [] })
      section = undefined
      return
    }
    const [key, value] = keyAndValue(body)
    if (entry === undefined || key === '') strange ??= index + 1
    else if (indent === 2) {
      section = value === '' ? key : undefined
      if (value !== '') entry.fields.set(key, value)
    } else if (section?.toLowerCase().endsWith('dependencies')) entry.dependencies.push([key, value])
  })
  return { entries, problems: strange === undefined ? [] : [{ line: strange, message: say`not a line of a yarn.lock` }] }
}

/** `"a@^1", b@2` as Yarn 1 writes it, `"a@npm:^1, b@npm:2"` as later ones do. */
function listed(key: string): readonly string[] {
  return key
    .split(', ')
    .map((one) => one.replaceAll('"', '').trim())
    .filter((one) => one !== '')
}

/** `key: value` and `key "value"`; the key may be quoted. */
function keyAndValue(body: string): readonly [string, string] {
  const found = /^(?:"([^"]*)"|([^\s:"]+(?::[^\s:"]+)*))\s*(?::(?=\s|$)|\s)?\s*(.*)$/s.exec(body)
  return found === null ? ['', ''] : [found[1] ?? found[2] ?? '', (found[3] ?? '').replace(/^"(.*)"$/s, '$1')]
}
