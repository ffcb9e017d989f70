import type { Builtin } from '../builtins/builtin.ts'
import type { Analysis } from '../compile/analysis.ts'
import { Emitter, type Watcher } from '../compile/emit/emitter.ts'
import type { PlanContext } from '../compile/plan/planner.ts'
import type { RuleSet } from '../compile/rule-tree.ts'
import { concerns, type Targets } from '../compile/targets.ts'
import { Machine } from './machine.ts'

/** Closures of a policy, for one evaluation at a time. */
export class Program {
  readonly machine: Machine
  readonly emitter: Emitter
  readonly context: PlanContext

  constructor(analysis: Analysis, targets: Targets, watch: ((expr: object) => number) | undefined, watcher: Watcher | undefined) {
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
