import { idleWatcher, type Watcher } from '../compile/emit/watcher.ts'
import type { ModuleInfo, Origin, Rule } from '../compile/ir.ts'
import { Nodes } from '../compile/nodes.ts'
import { branchesOf, everyExpr } from '../compile/walk.ts'
import type { Location } from '../syntax/ast.ts'
import { type CoverageReport, reportOf } from './report.ts'

/**
 * What evaluations of a policy have reached: expressions that were evaluated, and heads of rules whose bodies held. Give
 * it to any number of evaluations.
 */
export class Coverage {
  readonly #modules: readonly ModuleInfo[]
  readonly nodes = new Nodes()
  readonly #reached = new Set<number>()
  readonly watcher: Watcher

  constructor(modules: readonly ModuleInfo[]) {
    this.#modules = modules
    const reached = this.#reached
    this.watcher = {
      ...idleWatcher,
      at: (event, node) => {
        if (event === 'enter' || event === 'yield') reached.add(node)
      },
    }
  }

  /** Each expression and each head of a rule, in the order of the modules. */
  expressions(): readonly CoveredExpression[] {
    const found: CoveredExpression[] = []
    for (const module of this.#modules) {
      for (const rule of module.rules) {
        for (const branch of branchesOf(rule)) {
          this.#add(found, branch, branch.headLocation ?? branch.location, 'head')
          everyExpr(branch.body, (expr) => {
            if (!expr.generated && expr.origin !== undefined) this.#add(found, expr.origin, expr.location, 'expression')
          })
        }
      }
    }
    return found
  }

  #add(found: CoveredExpression[], node: Origin | Rule, location: Location | undefined, kind: CoveredExpression['kind']): void {
    if (location !== undefined) found.push({ location, kind, isCovered: this.#reached.has(this.nodes.numberOf(node)) })
  }

  /** By lines, as `opa test --coverage` reports. */
  report(): CoverageReport {
    return reportOf(this.expressions())
  }
}

export interface CoveredExpression {
  readonly location: Location
  readonly kind: 'head' | 'expression'
  readonly isCovered: boolean
}
