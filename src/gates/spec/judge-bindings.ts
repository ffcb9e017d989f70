import { code, say } from '../../model/phrase.ts'
import type { Findings } from '../findings.ts'
import { didYouMean } from '../reading/fields.ts'
import { cardFact } from './facts.ts'
import type { Case } from './judge.ts'
import { bindingLine } from './tests/test-name.ts'

/** Findings of one kind; more help nobody. */
const MAX_EACH = 50

/** Reports bindings to cards that do not exist, those that bind nothing, and cards whose last binding the change removes. */
export function reportBindings(given: Case, findings: Findings): void {
  reportUnknownIds(given, findings)
  reportIdle(given, findings)
  reportRemoved(given, findings)
}

function reportUnknownIds({ head, base, touched }: Case, findings: Findings): void {
  const unknown = head.bindings
    .filter((binding) => !head.byId.has(binding.id))
    .map((binding) => ({ ...binding, blocks: touched.has(binding.path) || base.byId.has(binding.id) }))
  const gravestFirst = [...unknown.filter((each) => each.blocks), ...unknown.filter((each) => !each.blocks)]
  for (const { id, path, line, blocks } of gravestFirst.slice(0, MAX_EACH)) {
    const gone = base.byId.has(id)
    findings.add({
      code: 'spec.unknown-id',
      level: blocks ? 'block' : 'note',
      message: gone
        ? say`this test is bound to ${code(id)}, which the change removes`
        : [...say`this test is bound to ${code(id)}, but there is no such card`, ...didYouMean(id, head.byId.keys())],
      path,
      line,
    })
  }
}

const IDLE = {
  'no-test': say`no test follows it`,
  skipped: say`the test that it stands at is skipped`,
} as const

function reportIdle({ head, touched }: Case, findings: Findings): void {
  const own = head.idle.filter((binding) => touched.has(binding.path))
  const old = head.idle.filter((binding) => !touched.has(binding.path))
  for (const { id, path, line, why } of [...own, ...old].slice(0, MAX_EACH)) {
    const isOwn = touched.has(path)
    const message = say`${code(`@spec ${id}`)} binds nothing here: ${IDLE[why]}`
    const index = findings.add({ code: 'spec.idle-binding', level: isOwn ? 'block' : 'note', message, path, line })
    if (isOwn) findings.step([index], { kind: 'edit', message: say`put it into or directly before a test that is run, or take it away` })
  }
}

function reportRemoved({ change, head, base }: Case, findings: Findings): void {
  for (const card of lostBindings(head, base).slice(0, MAX_EACH)) {
    const last = base.byId.get(card.id)?.tests[0] ?? base.bindings.find((binding) => binding.id === card.id)
    if (!last) continue
    const index = findings.add({
      code: 'spec.binding-removed',
      level: 'block',
      message: say`this bound a test to ${code(card.id)}, and nothing does any more`,
      path: last.path,
      line: last.line,
      side: 'base',
      facts: [findings.fact(cardFact(card, change))],
    })
    findings.step([index], {
      kind: 'edit',
      message: say`mark the test that shows it now with ${code(`@spec ${card.id}`)}`,
      snippet: { path: last.path, text: bindingLine(last.path, card.id) },
    })
  }
}

/** Active cards that had a test before the change and have none after it. */
export function lostBindings(head: Case['head'], base: Case['base']) {
  const before = new Set(base.bindings.map((binding) => binding.id))
  return head.cards.filter((card) => card.status === 'active' && card.tests.length === 0 && before.has(card.id))
}
