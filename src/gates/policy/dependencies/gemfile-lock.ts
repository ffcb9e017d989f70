import type { Problem } from '../../../documents/located.ts'
import { say } from '../../../model/phrase.ts'
import type { Dependency, ManifestReading, Origin } from './dependency.ts'
import { hostOf } from './origin.ts'

const SOURCES: Readonly<Record<string, Origin['source']>> = { GEM: 'registry', GIT: 'git', PATH: 'path', 'PLUGIN SOURCE': 'registry' }

/** Gemfile.lock of Bundler: sections at the margin, their gems four in, what those need six in; `DEPENDENCIES` names what is direct. */
export function readGemfileLock(text: string): ManifestReading {
  const gems: Dependency[] = []
  const direct = new Map<string, string | undefined>()
  let [section, remote] = ['', '']
  let strange: number | undefined
  text.split('\n').forEach((whole, index) => {
    const line = whole.trimEnd()
    const body = line.trimStart()
    const indent = line.length - body.length
    if (body === '') return
    if (indent === 0) {
      ;[section, remote] = [body, '']
      if (!/^[A-Z][A-Z ]*$/.test(body)) strange ??= index + 1
      return
    }
    const source = SOURCES[section]
    if (source !== undefined && indent === 2 && body.startsWith('remote: ')) remote = body.slice('remote: '.length)
    const gem = /^([\w.-]{1,200})(?: \((.{1,1000})\))?!?$/s.exec(body)
    if (gem === null) return
    if (source !== undefined && indent === 4) gems.push({ line: index + 1, name: gem[1] ?? '', version: gem[2], origin: { source, host: hostOf(remote) } })
    if (section === 'DEPENDENCIES' && indent === 2) direct.set(gem[1] ?? '', gem[2])
  })
  const problems: readonly Problem[] = strange === undefined ? [] : [{ line: strange, message: say`not a line of a Gemfile.lock` }]
  return { dependencies: gems.map((gem) => ({ ...gem, range: direct.get(gem.name), direct: direct.has(gem.name) })), problems }
}
