import type { Import, Location, Module, Term } from '../../syntax/ast.ts'
import type { Value } from '../../values/value.ts'
import type { Problems } from '../problems.ts'

/** What a name stands for all through a module: a rule of its package, or an import. */
export interface Global {
  readonly root: 'data' | 'input'
  readonly path: readonly Value[]
  used: boolean
}

export type Globals = ReadonlyMap<string, Global>

/** The first names of all rules, by package. */
export type Exports = ReadonlyMap<string, ReadonlySet<string>>

function packageKey(path: readonly string[]): string {
  return JSON.stringify(path)
}

export function exportsOf(modules: readonly Module[]): Exports {
  const exports = new Map<string, Set<string>>()
  for (const module of modules) {
    const key = packageKey(module.package.path)
    const names = exports.get(key) ?? new Set()
    exports.set(key, names)
    for (const rule of module.rules) {
      const [first] = rule.head.ref
      if (first.type === 'var') names.add(first.name)
    }
  }
  return exports
}

export function globalsOf(packagePath: readonly string[], exports: Exports, imports: readonly Import[]): Map<string, Global> {
  const globals = new Map<string, Global>()
  for (const name of exports.get(packageKey(packagePath)) ?? []) globals.set(name, { root: 'data', path: [...packagePath, name], used: false })
  for (const imported of imports) {
    const global = importedGlobal(imported)
    if (global !== undefined) globals.set(importName(imported), global)
  }
  return globals
}

/** Undefined for `rego.v1` and `future.keywords`. */
function importedGlobal(imported: Import): Global | undefined {
  const [head, ...rest] = imported.path.ref
  if (head.type !== 'var' || (head.name !== 'data' && head.name !== 'input')) return undefined
  const path: Value[] = []
  for (const part of rest) if (part.type === 'string') path.push(part.value)
  return { root: head.name, path, used: false }
}

function importName(imported: Import): string {
  if (imported.alias !== undefined) return imported.alias
  const last: Term | undefined = imported.path.ref.at(-1)
  return last?.type === 'string' ? last.value : last?.type === 'var' ? last.name : ''
}

function importText(imported: Import): string {
  const parts = imported.path.ref.map((part) => (part.type === 'string' ? part.value : part.type === 'var' ? part.name : ''))
  return `import ${parts.join('.')}${imported.alias === undefined ? '' : ` as ${imported.alias}`}`
}

/** Strict mode: every import is used. Run once the names of a module are resolved. */
export function refuseUnusedImports(imports: readonly Import[], globals: Globals, problems: Problems): void {
  for (const imported of imports) {
    const global = globals.get(importName(imported))
    if (importedGlobal(imported) === undefined || global === undefined || global.used) continue
    problems.add('rego_compile_error', `${importText(imported)} unused`, imported.location)
  }
}

export function refuseDuplicateImports(imports: readonly Import[], problems: Problems): void {
  const seen = new Map<string, Import>()
  for (const imported of imports) {
    const name = importName(imported)
    const before = seen.get(name)
    if (before === undefined) seen.set(name, imported)
    else problems.add('rego_compile_error', `import must not shadow ${importText(before)}`, imported.location)
  }
}

/** v1, and strict mode: nothing is called `input` or `data`. */
export function refuseRootNames(module: Module, problems: Problems): void {
  for (let index = 0; index < module.rules.length; index++) {
    const rule = module.rules[index]
    const [first] = rule?.head.ref ?? []
    if (first?.type === 'var' && isRoot(first.name)) {
      problems.add('rego_compile_error', `rules must not shadow ${first.name} (use a different rule name)`, rule?.location)
    }
    for (const arg of rule?.head.args ?? []) refuseRootArg(arg, arg.location, problems)
  }
}

function refuseRootArg(arg: Term, location: Location | undefined, problems: Problems): void {
  if (arg.type === 'var' && isRoot(arg.name)) {
    problems.add('rego_compile_error', `args must not shadow ${arg.name} (use a different variable name)`, location)
  }
}

export function isRoot(name: string): name is 'input' | 'data' {
  return name === 'input' || name === 'data'
}
