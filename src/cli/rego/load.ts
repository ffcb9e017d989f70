import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { compile, fromPlain, type Policy, parseJson, type Value } from '../../rego/index.ts'
import { BadUsage } from '../failures.ts'

/** Modules and documents under some paths, as `opa eval -d` loads them. */
export interface Loaded {
  readonly modules: readonly { readonly name: string; readonly text: string }[]
  readonly data: { readonly [key: string]: Value }
}

const MAX_FILES = 20_000
const MAX_BYTES = 64 * 1024 * 1024

/**
 * Reads files and folders. `.rego` files are modules. A `.json` or `.yaml` file is a document at `data`, or, below a folder
 * that is given, at the path of the folders in between. Names that start with a dot are passed over. Throws BadUsage.
 */
export async function load(paths: readonly string[], cwd: string): Promise<Loaded> {
  const modules: { name: string; text: string }[] = []
  const data: { [key: string]: Value } = Object.create(null)
  for (const path of paths) {
    const root = resolve(cwd, path)
    for (const file of await filesUnder(root, path)) {
      const name = relative(cwd, file) || file
      if (file.endsWith('.rego')) modules.push({ name, text: await textOf(file) })
      else mergeAt(data, file === root ? [] : foldersBetween(root, file), await documentOf(file, name), name)
    }
  }
  return { modules, data }
}

/** Compiles what was loaded. */
export function policyOf({ modules, data }: Loaded, options: { readonly strict?: boolean; readonly v0Compatible?: boolean } = {}): Policy {
  return compile(modules, { data, refuseOverlap: true, strict: options.strict === true, v0: options.v0Compatible === true })
}

/** One document of JSON or YAML. */
export async function documentOf(file: string, name = file): Promise<Value> {
  const text = await textOf(file)
  try {
    return file.endsWith('.json') ? parseJson(text) : fromPlain(parseYaml(text, { maxAliasCount: 100 }))
  } catch (error) {
    throw new BadUsage(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function filesUnder(root: string, given: string): Promise<readonly string[]> {
  const about = await stat(root).catch(() => undefined)
  if (!about) throw new BadUsage(`there is nothing at ${given}`)
  if (!about.isDirectory()) return [root]
  const found: string[] = []
  const open = [root]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) open.push(path)
      else if (entry.isFile() && /\.(?:rego|json|ya?ml)$/.test(entry.name)) found.push(path)
      if (found.length > MAX_FILES) throw new BadUsage(`there are more than ${MAX_FILES} files at ${given}`)
    }
  }
  return found.sort()
}

async function textOf(file: string): Promise<string> {
  const { size } = await stat(file)
  if (size > MAX_BYTES) throw new BadUsage(`${file} is larger than ${MAX_BYTES / 1024 / 1024} MB`)
  return readFile(file, 'utf8')
}

function foldersBetween(root: string, file: string): readonly string[] {
  return relative(root, file).split(sep).slice(0, -1)
}

/** Puts a document where it belongs; two documents may fill one object, but never the same key. */
function mergeAt(data: { [key: string]: Value }, path: readonly string[], document: Value, name: string): void {
  let at = data
  for (const folder of path) {
    const next = at[folder]
    if (next === undefined) at[folder] = Object.create(null)
    at = objectAt(at[folder], name)
  }
  for (const [key, value] of Object.entries(objectAt(document, name))) {
    if (Object.hasOwn(at, key)) mergeAt(objectAt(at[key], name), [], value, name)
    else at[key] = value
  }
}

function objectAt(value: Value | undefined, name: string): { [key: string]: Value } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadUsage(`${name} does not merge with what else is given: both say what stands there`)
  return value as { [key: string]: Value } // a document of JSON has plain objects only
}
