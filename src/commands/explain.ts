import type { Decision, JudgedResult } from '../model/decision.ts'
import { code, type Phrase, place, say } from '../model/phrase.ts'
import type { Command } from './command.ts'

const MAX_REASONS = 8

export const explain: Command = {
  name: 'explain',
  usage: 'explain [gate]',
  summary: 'says why the last decision is what it is',
  role: 'read',
  run([gate, ...rest], { decision }) {
    if (rest.length > 0) return { reaction: 'confused', reply: [say`${code('/maestro explain')} takes one gate at most.`] }
    if (!decision) return { reaction: 'confused', reply: [say`There is no decision about this pull request yet.`] }
    const results = gate === undefined ? decision.results : decision.results.filter((result) => result.gate === gate)
    const off = decision.settings.off?.find((each) => each.gate === gate)
    if (off !== undefined) return { reaction: '+1', reply: [say`${code(off.gate)} judged nothing: it is off in ${place(off.file, off.line)}.`] }
    if (results.length === 0) {
      return { reaction: 'confused', reply: [say`No gate ${code(gate ?? '')} judged this pull request; these did: ${list(decision)}.`] }
    }
    return { reaction: '+1', reply: [say`The decision is ${{ strong: decision.verdict }}.`, ...results.flatMap(explained)] }
  },
}

function list(decision: Decision): Phrase {
  return decision.results.flatMap((result, index) => (index === 0 ? say`${code(result.gate)}` : say`, ${code(result.gate)}`))
}

/** A gate's line, then its reasons that count, gravest first, each with where it is. */
function explained(result: JudgedResult): readonly Phrase[] {
  const counted = result.reasons.map((reason, index) => ({ reason, effect: result.effects[index] ?? 'none' })).filter(({ effect }) => effect !== 'none')
  const order = ['blocks', 'warns', 'would-block', 'would-warn']
  const shown = counted.toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect)).slice(0, MAX_REASONS)
  return [
    say`${{ strong: result.title }} (${code(result.mode)}): ${result.summary}`,
    ...shown.map(({ reason, effect }) =>
      reason.path === undefined
        ? say`${effect}: ${reason.message} (${code(reason.code)})`
        : say`${effect}: ${place(reason.path, reason.line)} ${reason.message} (${code(reason.code)})`,
    ),
    ...(counted.length > shown.length ? [say`… and ${counted.length - shown.length} more, in the check run.`] : []),
  ]
}
