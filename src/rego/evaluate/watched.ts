import type { Analysis } from '../compile/analysis.ts'
import { Nodes } from '../compile/nodes.ts'
import { analyzeQuery } from '../compile/query.ts'
import { type Explanation, explanationOf, type Texts } from '../explain/explanation.ts'
import { Origins } from '../explain/origins.ts'
import { Tracer } from '../explain/tracer.ts'
import type { Body } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'
import { Prepared, type RunOptions } from './prepared.ts'
import { Program } from './program.ts'

/** Evaluates a query, and tells how each rule that it refers to came to its value. */
export function explained(analysis: Analysis, query: Body, texts: Texts, input: Value | undefined, options: RunOptions): readonly Explanation[] {
  const analyzed = analyzeQuery(analysis, query)
  const nodes = new Nodes()
  const origins = new Origins()
  const tracer = new Tracer(origins, input)
  const prepared = new Prepared(new Program(analysis, analyzed.targets, nodes.numberOf, tracer), analyzed)
  return prepared.run(
    input,
    options,
    () => tracer.rules.map((rule) => explanationOf(rule, nodes, texts)),
    () => {
      origins.add(input, 'input')
      origins.add(analysis.data, 'data')
    },
  )
}
