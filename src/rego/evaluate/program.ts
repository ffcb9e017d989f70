import type { Builtin } from '../builtins/builtin.ts'
import type { Analysis } from '../compile/analysis.ts'
import { Emitter } from '../compile/emit/emitter.ts'
import type { Watcher } from '../compile/emit/watcher.ts'
import type { Origin, Rule } from '../compile/ir.ts'
import type { PlanContext } from '../compile/plan/planner.ts'
import type { RuleSet } from '../compile/rule-tree.ts'
import { concerns, type Targets } from '../compile/targets.ts'
import { Machine } from './machine.ts'

/** Closures of a policy, for one evaluation at a time. */
export class Program {
  readonly machine: Machine
  readonly emitter: Emitter
  readonly context: PlanContext

  constructor(analysis: Analysis, targets: Targets, watch: ((node: Origin | Rule) => number) | undefined, watcher: Watcher | undefined) {
    this.machine = new Machine(analysis.tree.documents)
    this.context = {
      tree: analysis.tree,
      data: analysis.data,
      references: analysis.references,
      mayBeReplaced: (path) => targets.paths.length > 0 && concerns(targets, path),
      watch,
    }
    const mocked: ReadonlySet<RuleSet | Builtin> = targets.functions
    this.emitter = new Emitter(this.machine, this.context, mocked, watcher)
  }
}
