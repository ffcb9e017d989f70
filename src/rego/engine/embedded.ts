import type { Hooks } from '../builtins/builtin.ts'
import { compile } from '../compile-policy.ts'
import type { Budget } from '../evaluate/machine.ts'
import type { PreparedQuery } from '../evaluate/policy.ts'
import type { Body, Term } from '../syntax/ast.ts'
import { entrypointPath, type LoadedPolicy, type PolicyBundle, type PolicyEngine } from './engine.ts'

export interface EmbeddedOptions {
  /** For each evaluation. */
  readonly budget?: Budget
  readonly hooks?: Hooks
}

/** The engine of this process. An evaluation that uses its budget up ends with a RegoError `eval_cancel_error`. */
export function embeddedEngine({ budget, hooks }: EmbeddedOptions = {}): PolicyEngine {
  return {
    kind: 'embedded',
    load: async (bundle, { signal } = {}) => {
      signal?.throwIfAborted()
      return loaded(bundle, { ...(budget && { budget }), ...(hooks && { hooks }) })
    },
  }
}

function loaded(bundle: PolicyBundle, run: EmbeddedOptions): LoadedPolicy {
  const policy = compile(bundle.modules, { data: bundle.data ?? {}, refuseOverlap: true })
  const queries = new Map<string, PreparedQuery>()
  for (const entrypoint of bundle.entrypoints) queries.set(entrypoint, policy.prepare(documentAt(entrypointPath(entrypoint))))
  return {
    evaluate: async (entrypoint, input, { signal, strictBuiltinErrors } = {}) => {
      const query = queries.get(entrypoint)
      if (query === undefined) throw new RangeError(`${entrypoint} was not among the entrypoints of the bundle`)
      const [result] = query.evaluate(input, { ...run, ...(signal && { signal }), strictBuiltinErrors: strictBuiltinErrors === true })
      return result?.expressions[0]?.value
    },
    close: async () => {},
  }
}

function documentAt(path: readonly string[]): Body {
  const ref: readonly [Term, ...Term[]] = [{ type: 'var', name: 'data' }, ...path.map((value): Term => ({ type: 'string', value }))]
  return [{ kind: 'term', term: { type: 'ref', ref }, negated: false, with: [] }]
}
