import type { Module } from '../../syntax/ast.ts'
import type { Expr, ModuleInfo } from '../ir.ts'
import type { Problems } from '../problems.ts'
import { exportsOf, globalsOf, refuseDuplicateImports, refuseRootNames, refuseUnusedImports } from './globals.ts'
import { Metadata } from './metadata.ts'
import { translateRule } from './rules.ts'
import { Scope } from './scope.ts'
import type { Builtins, Translation } from './translation.ts'

export interface NamedModule {
  readonly name: string
  readonly module: Module
}

/** The first stage: what every name stands for, and one flat expression for each step. */
export function resolveModules(modules: readonly NamedModule[], builtins: Builtins, strict: boolean, problems: Problems): readonly ModuleInfo[] {
  const trees = modules.map(({ module }) => module)
  for (const module of trees) {
    if (!strict && module.version !== 'v1') continue
    refuseRootNames(module, problems)
    refuseDuplicateImports(module.imports, problems)
  }
  problems.settle()
  const exports = exportsOf(trees)
  const metadata = new Metadata(trees)
  const resolved = modules.map(({ name, module }) => {
    const globals = globalsOf(module.package.path, exports, module.imports)
    const info: ModuleInfo = {
      name,
      package: module.package.path,
      packageLocation: module.package.location,
      strict: strict || module.version === 'v1',
      rules: [],
    }
    for (const rule of module.rules) {
      const translated = translateRule(info, rule, (branch, out) => {
        const scope = new Scope(globals, problems)
        const { location } = branch
        const constants: Translation['metadata'] = {
          chain: () => ({ kind: 'const', value: metadata.chain(module, branch), location }),
          rule: () => ({ kind: 'const', value: metadata.rule(branch), location }),
        }
        return { scope, problems, builtins, strict, keepsRoots: info.strict, isQuery: false, out, with: [], origin: undefined, depth: 0, metadata: constants }
      })
      info.rules.push(translated)
    }
    if (strict) refuseUnusedImports(module.imports, globals, problems)
    return info
  })
  problems.settle()
  return resolved
}

/** A query has no package: its names are variables, `input` and `data`. */
export function queryTranslation(builtins: Builtins, strict: boolean, problems: Problems): Translation {
  const out: Expr[] = []
  const empty = () => ({ kind: 'const', value: [], location: undefined }) as const
  return {
    scope: new Scope(new Map(), problems),
    problems,
    builtins,
    strict,
    keepsRoots: strict,
    isQuery: true,
    out,
    with: [],
    origin: undefined,
    depth: 0,
    metadata: { chain: empty, rule: empty },
  }
}
