import type { Located, Problem } from '../../../documents/located.ts'
import { say } from '../../../model/phrase.ts'
import type { SemanticFact } from '../semantics/fact.ts'
import { readCargoLock } from './cargo-lock.ts'
import { readCargoToml } from './cargo-toml.ts'
import { readComposerJson, readComposerLock } from './composer.ts'
import { dependencyFact, type ReadManifest } from './dependency.ts'
import { readGemfileLock } from './gemfile-lock.ts'
import { readGoMod } from './go-mod.ts'
import { readNugetLock } from './nuget-lock.ts'
import { readPackageJson } from './package-json.ts'
import { readPackageLock } from './package-lock.ts'
import { readPipfileLock } from './pipfile-lock.ts'
import { readPnpmLock } from './pnpm-lock.ts'
import { readPoetryLock } from './poetry-lock.ts'
import { readPom } from './pom-xml.ts'
import { readPyproject } from './pyproject.ts'
import { readRequirements } from './requirements-txt.ts'
import { readUvLock } from './uv-lock.ts'
import { readVersionCatalog } from './version-catalog.ts'
import { readYarnLock } from './yarn-lock.ts'

/** A format that names dependencies. */
export interface Manifest {
  /** What facts call it: the name of such a file. */
  readonly name: string
  readonly ecosystem: string
  readonly read: ReadManifest
  /** Of a lock file, which a tool writes: how many bytes of it are read. Other manifests are read as far as any file is. */
  readonly lockBytes?: number
}

const MIB = 1024 * 1024

// The parser of TOML takes some third of a second for a megabyte.
const BY_NAME: readonly (readonly [RegExp, Manifest])[] = [
  [/^package\.json$/, { name: 'package.json', ecosystem: 'npm', read: readPackageJson }],
  [/^package-lock\.json$/, { name: 'package-lock.json', ecosystem: 'npm', read: readPackageLock, lockBytes: 16 * MIB }],
  [/^npm-shrinkwrap\.json$/, { name: 'npm-shrinkwrap.json', ecosystem: 'npm', read: readPackageLock, lockBytes: 16 * MIB }],
  [/^yarn\.lock$/, { name: 'yarn.lock', ecosystem: 'npm', read: readYarnLock, lockBytes: 16 * MIB }],
  [/^pnpm-lock\.yaml$/, { name: 'pnpm-lock.yaml', ecosystem: 'npm', read: readPnpmLock, lockBytes: 16 * MIB }],
  [/^pyproject\.toml$/, { name: 'pyproject.toml', ecosystem: 'pypi', read: readPyproject }],
  [/^poetry\.lock$/, { name: 'poetry.lock', ecosystem: 'pypi', read: readPoetryLock, lockBytes: 8 * MIB }],
  [/^uv\.lock$/, { name: 'uv.lock', ecosystem: 'pypi', read: readUvLock, lockBytes: 8 * MIB }],
  [/^Pipfile\.lock$/, { name: 'Pipfile.lock', ecosystem: 'pypi', read: readPipfileLock, lockBytes: 16 * MIB }],
  [/^go\.mod$/, { name: 'go.mod', ecosystem: 'golang', read: readGoMod }],
  [/^Cargo\.toml$/, { name: 'Cargo.toml', ecosystem: 'cargo', read: readCargoToml }],
  [/^Cargo\.lock$/, { name: 'Cargo.lock', ecosystem: 'cargo', read: readCargoLock, lockBytes: 8 * MIB }],
  [/^(?:Gemfile\.lock|gems\.locked)$/, { name: 'Gemfile.lock', ecosystem: 'gem', read: readGemfileLock, lockBytes: 16 * MIB }],
  [/^pom\.xml$/, { name: 'pom.xml', ecosystem: 'maven', read: readPom }],
  [/\.versions\.toml$/, { name: 'libs.versions.toml', ecosystem: 'maven', read: readVersionCatalog }],
  [/^composer\.json$/, { name: 'composer.json', ecosystem: 'composer', read: readComposerJson }],
  [/^composer\.lock$/, { name: 'composer.lock', ecosystem: 'composer', read: readComposerLock, lockBytes: 16 * MIB }],
  [/^packages\.lock\.json$/, { name: 'packages.lock.json', ecosystem: 'nuget', read: readNugetLock, lockBytes: 16 * MIB }],
]

/** The manifest that a file of this path is; undefined for all others, and for what lies in a folder of installed packages. */
export function manifestOf(path: string): Manifest | undefined {
  if (/(?:^|\/)node_modules\//.test(path)) return undefined
  const name = path.slice(path.lastIndexOf('/') + 1)
  const found = BY_NAME.find(([pattern]) => pattern.test(name))?.[1]
  if (found !== undefined) return found
  return isRequirements(path, name) ? REQUIREMENTS : undefined
}

const REQUIREMENTS: Manifest = { name: 'requirements.txt', ecosystem: 'pypi', read: readRequirements }

/** `requirements.txt`, `dev-requirements.txt`, `requirements/test.in`: pip takes any name, and these are the habit. */
function isRequirements(path: string, name: string): boolean {
  if (!/\.(?:txt|in)$/i.test(name)) return false
  return /^(?:[\w.]{1,50}-)?requirements?(?:[-_.]|$)/i.test(name) || path.slice(0, -name.length).endsWith('requirements/')
}

/** More of one file are left out, and its problem says so. */
const MAX_DEPENDENCIES = 20_000

/** The dependencies that a manifest names, in the order of its lines, and what in it could not be understood. */
export function dependencyFacts(
  manifest: Manifest,
  text: string,
  documents: readonly Located[],
): { readonly facts: readonly SemanticFact[]; readonly problems: readonly Problem[] } {
  const { dependencies, problems } = manifest.read(text, documents)
  const facts = dependencies
    .slice(0, MAX_DEPENDENCIES)
    .map((said) => dependencyFact(manifest.ecosystem, manifest.name, said))
    .sort((a, b) => a.line - b.line)
  const rest = dependencies[MAX_DEPENDENCIES]
  if (rest === undefined) return { facts, problems }
  return { facts, problems: [...problems, { line: rest.line, message: say`too large: more than ${MAX_DEPENDENCIES} dependencies` }] }
}
