import type { Origin } from './dependency.ts'

/** The host of an address, `scheme://user@host/…` or `user@host:…`, in lower case. */
export function hostOf(address: string): string | undefined {
  const host = /^[a-z][a-z0-9+.-]{0,30}:\/\/(?:[^/@\s]{0,1000}@)?([^/:?#\s@]{1,255})/i.exec(address) ?? /^[\w.-]{1,100}@([\w.-]{1,255}):/.exec(address)
  return host?.[1]?.toLowerCase()
}

/** What an address names: a repository of git, a file on the web, or a folder. Undefined for what is no address. */
export function originOfAddress(given: string): Origin | undefined {
  // One line, so that what follows looks at each sign once.
  const address = /^.{0,2000}/.exec(given)?.[0] ?? ''
  const host = hostOf(address)
  if (/^(?:git|hg|svn|bzr)\+|^(?:git|ssh):\/\/|^[\w.-]{1,100}@[\w.-]{1,255}:/i.test(address)) return { source: 'git', host }
  if (/^https?:\/\//i.test(address)) {
    const isRepository =
      /\.git(?:[#@?].*)?$/i.test(address) ||
      /^https?:\/\/(?:[^/@\s]{1,1000}@)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)\/[^/\s]+\/[^/\s#]+(?:#.*)?$/i.test(address) ||
      host === 'codeload.github.com'
    return { source: isRepository ? 'git' : 'url', host }
  }
  if (/^(?:file|link|portal|workspace|exec):|^\.{0,2}\/|^\.{1,2}$|^~\/|^[a-z]:\\/i.test(address)) return { source: 'path' }
  return undefined
}

/** What stands behind a name in package.json; see «package-spec» in npm's documentation and the protocols of Yarn and pnpm. */
export function npmOrigin(spec: string): Origin {
  const hosted = /^(github|gitlab|bitbucket|gist):/.exec(spec)?.[1]
  if (hosted !== undefined) return { source: 'git', host: hosted === 'bitbucket' ? 'bitbucket.org' : hosted === 'gist' ? 'gist.github.com' : `${hosted}.com` }
  if (/^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(spec) && !spec.startsWith('.')) return { source: 'git', host: 'github.com' }
  if (spec.startsWith('jsr:')) return { source: 'registry', host: 'jsr.io' }
  return originOfAddress(spec) ?? { source: 'registry' }
}

/** Where a lock file of npm, Yarn or pnpm says that a package was found. A registry's files lie under `/-/`. */
export function npmResolvedOrigin(resolved: string): Origin | undefined {
  const isRegistry = /^https?:\/\/[^\s?#]*(?:\/-\/[^/?#\s]*\.tgz|\/download\/@)/i.test(resolved)
  return isRegistry ? { source: 'registry', host: hostOf(resolved) } : originOfAddress(resolved)
}

/** An alias installs another package under the name: `npm:other@^1`. */
export function npmAlias(spec: string): { readonly name: string; readonly range: string } | undefined {
  const found = /^npm:((?:@[^@/\s]+\/)?[^@/\s:]+)(?:@(.+))?$/.exec(spec)
  if (found === null || /^[\d^~<>=*v]/.test(found[1] ?? '')) return undefined
  return { name: found[1] ?? '', range: found[2] ?? '*' }
}

/** A whole version and nothing else is one that is always the same. */
export function exactVersion(range: string): string | undefined {
  return /^=?v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/.exec(range.trim())?.[1]
}
