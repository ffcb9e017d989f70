import type { Located, Problem } from '../../../documents/located.ts'
import { type SemanticFact, short } from '../semantics/fact.ts'

/** What a manifest or lock file says of one dependency. What it does not say is left out. */
export interface Dependency {
  readonly line: number
  readonly name: string
  /** The one version that it is. */
  readonly version?: string | undefined
  /** The versions that are asked for, as it is written. */
  readonly range?: string | undefined
  readonly scope?: 'runtime' | 'development' | 'optional' | 'build' | undefined
  /** Whether the project itself asks for it, rather than something that it asks for. */
  readonly direct?: boolean | undefined
  readonly origin?: Origin | undefined
  /** An SPDX expression. */
  readonly licence?: string | undefined
  /** Whether installing it runs code of its own. */
  readonly installScript?: boolean | undefined
}

/** Where the code of a dependency comes from. */
export interface Origin {
  readonly source: 'registry' | 'git' | 'url' | 'path'
  /** The host that is named, in lower case. */
  readonly host?: string | undefined
}

export interface ManifestReading {
  readonly dependencies: readonly Dependency[]
  readonly problems: readonly Problem[]
}

/** Reads one format: its text, and the documents in it where it is one of src/documents. Pure; never throws; linear in the text. */
export type ReadManifest = (text: string, documents: readonly Located[]) => ManifestReading

/** For formats whose documents say everything. */
export function ofDocument(read: (root: Located) => readonly Dependency[]): ReadManifest {
  return (_text, documents) => ({ dependencies: documents.flatMap(read), problems: [] })
}

/** The fact that policies see. Every detail is there, null where the file does not say; names of ecosystems are those of package URLs (purl). */
export function dependencyFact(ecosystem: string, manifest: string, said: Dependency): SemanticFact {
  return {
    kind: 'dependency',
    line: said.line,
    ecosystem,
    name: shown(said.name),
    version: orNull(said.version),
    range: orNull(said.range),
    scope: said.scope ?? null,
    direct: said.direct ?? null,
    source: said.origin?.source ?? null,
    host: orNull(said.origin?.host),
    licence: orNull(said.licence),
    install_script: said.installScript ?? null,
    manifest,
  }
}

function orNull(text: string | undefined): string | null {
  return text === undefined ? null : shown(text)
}

/** User names and tokens in addresses stay where they are: facts are shown on cards. */
function shown(text: string): string {
  return short(text.replace(/\/\/(?!git@)[^/@\s]{1,1000}@/g, '//'))
}
