import { simulate as ask } from '../../gates/policy/simulate.ts'
import type { Json } from '../../model/json.ts'
import type { Explanation, StepExplanation } from '../../rego/index.ts'
import { jsonText, printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'
import { asked, type SimulateOptions } from './simulation.ts'

/** `maestro policy explain`. Throws what `asked` does. */
export async function explain(options: SimulateOptions, session: Session): Promise<ExitCode> {
  const { subject, set } = await asked(options, session)
  const { document, ruling } = ask(set, subject)
  const spoke = [...new Map(ruling.findings.map(({ speaker }) => [speaker.entrypoint, speaker])).values()]
  const explained = spoke.map((speaker) => ({ speaker, explanations: set.policy.explain(speaker.entrypoint, document) }))
  const { out } = session.terminal
  if (options.format === 'json')
    out(`${jsonText(explained.map(({ speaker, explanations }) => ({ rule: speaker.entrypoint, about: speaker.about, explanations })) as unknown as Json)}\n`)
  else if (explained.length === 0) out('no rule says anything of this change\n')
  else
    for (const { speaker, explanations } of explained) {
      out(`${printable(`${speaker.entrypoint}${speaker.about.title === undefined ? '' : `: ${speaker.about.title}`}`)}\n`)
      if (speaker.about.why !== undefined) out(`${printable(`  why: ${speaker.about.why}`)}\n`)
      for (const explanation of explanations) for (const line of linesOf(explanation, 1)) out(`${printable(line)}\n`)
    }
  return 0
}

const MAX_DEPTH = 6

function linesOf(explanation: Explanation, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return []
  return explanation.bodies.flatMap(({ location, solutions }) =>
    solutions.flatMap(({ value, steps }) => [
      `${'  '.repeat(depth)}${location === undefined ? '' : `${location.file}:${location.row} `}gave ${JSON.stringify(value)}`,
      ...steps.flatMap((step) => stepLines(step, depth + 1)),
    ]),
  )
}

function stepLines({ text, reads, rules }: StepExplanation, depth: number): readonly string[] {
  const read = reads
    .filter((each) => each.isDefined && (typeof each.value !== 'object' || each.value === null))
    .map(({ path, value }) => `${path} = ${JSON.stringify(value)}`)
  return [
    `${'  '.repeat(depth)}${text.replaceAll(/\s+/g, ' ')}${read.length > 0 ? `   (${read.join(', ')})` : ''}`,
    ...rules.flatMap((rule) => linesOf(rule, depth + 1)),
  ]
}
