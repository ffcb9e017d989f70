import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Coverage, type Explanation, fromPlain, jsonText, parseJson, type Result, toPlain } from '../../rego/index.ts'
import { BadUsage } from '../failures.ts'
import { printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'
import { coverageLines } from './coverage-text.ts'
import { explanationLines } from './explanation-text.ts'
import { documentOf, load, policyOf } from './load.ts'

export type Explain = 'full' | 'fails' | 'notes'

export interface EvalOptions {
  readonly data?: readonly string[]
  readonly input?: string
  readonly stdinInput?: boolean
  readonly format: 'json' | 'pretty'
  readonly coverage?: boolean
  readonly explain?: Explain
  readonly fail?: boolean
  readonly failDefined?: boolean
  readonly strict?: boolean
  readonly strictBuiltinErrors?: boolean
  readonly v0Compatible?: boolean
}

const LAYOUT = { prefix: '', indent: '  ' }

export async function evaluate(query: string, options: EvalOptions, session: Session): Promise<ExitCode> {
  const policy = policyOf(await load(options.data ?? [], session.cwd), options)
  const input = await inputOf(options, session)
  const strictBuiltinErrors = options.strictBuiltinErrors === true
  const notes: string[] = []
  const coverage = options.coverage === true ? policy.coverage() : undefined
  const hooks = { print: (line: string) => void notes.push(line) }
  const results = policy.evaluate(query, input, { strictBuiltinErrors, hooks, ...(coverage && { coverage }) })
  const explanations = options.explain === 'full' || options.explain === 'fails' ? policy.explain(query, input, { strictBuiltinErrors }) : undefined
  const told = { results, coverage, explanations, notes }
  if (options.format === 'json') session.terminal.out(`${jsonOf(told, options)}\n`)
  else for (const line of linesOf(told, options)) session.terminal.out(`${printable(line)}\n`)
  if (options.explain !== 'notes') for (const note of notes) session.terminal.err(`${printable(note)}\n`)
  const isWrong = results.length === 0 ? options.fail === true : options.failDefined === true
  return isWrong ? 1 : 0
}

interface Told {
  readonly results: readonly Result[]
  readonly coverage: Coverage | undefined
  readonly explanations: readonly Explanation[] | undefined
  readonly notes: readonly string[]
}

async function inputOf({ input, stdinInput }: EvalOptions, session: Session): Promise<unknown> {
  if (stdinInput === true && input !== undefined) throw new BadUsage('--input and --stdin-input exclude each other')
  if (input !== undefined) return toPlain(await documentOf(resolve(session.cwd, input), input))
  if (stdinInput !== true) return undefined
  try {
    return toPlain(parseJson(await text(session.stdin)))
  } catch (error) {
    throw new BadUsage(`the standard input cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function jsonOf({ results, coverage, explanations, notes }: Told, { explain }: EvalOptions): string {
  return jsonText(
    fromPlain({
      ...(results.length > 0 && { result: results.map(resultJson) }),
      ...(coverage && { coverage: coverage.report() }),
      ...(explanations && { explanation: explanations }),
      ...(explain === 'notes' && { explanation: notes }),
    }),
    LAYOUT,
  )
}

function resultJson({ bindings, expressions }: Result) {
  return { expressions, ...(Object.keys(bindings).length > 0 && { bindings }) }
}

function linesOf({ results, coverage, explanations, notes }: Told, { explain }: EvalOptions): readonly string[] {
  return [
    ...(explanations ? explanationLines(explanations, explain === 'fails') : []),
    ...(explain === 'notes' ? notes.map((note) => `note: ${note}`) : []),
    ...resultLines(results),
    ...(coverage ? coverageLines(coverage.report()) : []),
  ]
}

/** The value of a query that is one expression; else every binding. */
function resultLines(results: readonly Result[]): readonly string[] {
  if (results.length === 0) return ['undefined']
  return results.flatMap(({ bindings, expressions }) =>
    Object.keys(bindings).length > 0
      ? Object.entries(bindings).map(([name, value]) => `${name} = ${jsonText(fromPlain(value), LAYOUT)}`)
      : expressions.map(({ value }) => jsonText(fromPlain(value), LAYOUT)),
  )
}
