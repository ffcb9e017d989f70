import { readBlockYaml } from './block-yaml.ts'
import { readDockerfile } from './dockerfile.ts'
import { readHcl } from './hcl.ts'
import { readJson } from './json.ts'
import { ANY_FILE, type Limits, LOCK_FILES, YAML_LOCK_FILES } from './limits.ts'
import type { Reading } from './reading.ts'
import { readToml } from './toml.ts'
import { readXml } from './xml.ts'
import { readYaml } from './yaml.ts'

export type Format = 'yaml' | 'json' | 'toml' | 'hcl' | 'dockerfile' | 'xml'

const BY_NAME: readonly (readonly [RegExp, Format])[] = [
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.(?:dockerfile|containerfile)$/i, 'dockerfile'],
  [/\.ya?ml$/i, 'yaml'],
  [/\.(?:json|jsonc|json5|webmanifest|tfstate)$|(?:^|\/)(?:Pipfile|composer)\.lock$/i, 'json'],
  [/\.toml$|(?:^|\/)(?:poetry|Cargo|uv|pdm)\.lock$/i, 'toml'],
  [/(?:^|\/)pom\.xml$/i, 'xml'],
  [/\.(?:tf|tfvars|hcl|nomad)$/i, 'hcl'],
]

/** The format that a file of this path is read as; undefined for what is no document. */
export function formatOf(path: string): Format | undefined {
  return BY_NAME.find(([pattern]) => pattern.test(path))?.[1]
}

const READERS: Readonly<Record<Format, (text: string, limits: Limits) => Reading>> = {
  yaml: (text, limits) => readYaml(text, { limits, mergeKeys: true }),
  json: readJson,
  toml: readToml,
  hcl: readHcl,
  dockerfile: readDockerfile,
  xml: readXml,
}

/** Reads a file of another tool. Bounded in time and memory; never throws. */
export function readDocument(format: Format, text: string, limits: Limits = ANY_FILE): Reading {
  return READERS[format](text, limits)
}

/** Reads a lock file, which a tool wrote: in the same way, but further. */
export function readLockFile(format: Format, text: string): Reading {
  if (format !== 'yaml') return readDocument(format, text, LOCK_FILES)
  const written = readBlockYaml(text, LOCK_FILES)
  return written === undefined ? readDocument('yaml', text, YAML_LOCK_FILES) : { documents: [written], problems: [] }
}
