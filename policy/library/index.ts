import { readdirSync, readFileSync } from 'node:fs'

/** One rule that comes with Maestro. */
export interface LibraryModule {
  /** `ci`, `iam`, …: the folder that it lies in. */
  readonly family: string
  /** `library/ci/unpinned_action.rego`. */
  readonly name: string
  readonly text: string
}

/** Every rule of the library without its tests, by name. Read once: they are part of the program. */
export const library: readonly LibraryModule[] = families().flatMap(modulesOf)

function families(): readonly string[] {
  return readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function modulesOf(family: string): readonly LibraryModule[] {
  const files = readdirSync(`${import.meta.dirname}/${family}`).filter((name) => name.endsWith('.rego') && !name.endsWith('_test.rego'))
  return files.sort().map((name) => ({ family, name: `library/${family}/${name}`, text: readFileSync(`${import.meta.dirname}/${family}/${name}`, 'utf8') }))
}
