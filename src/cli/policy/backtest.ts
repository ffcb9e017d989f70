import { extractMemo } from '../../conductor/facts/extract-memo.ts'
import { gatherFacts } from '../../conductor/judge.ts'
import { policy as policyGate } from '../../gates/policy/gate.ts'
import { reasonCode } from '../../gates/policy/report.ts'
import { simulate as ask, policiesInForce, subjectOf, type TwinSubject, type UsablePolicies } from '../../gates/policy/simulate.ts'
import { gates } from '../../gates/registry.ts'
import { localTrunk } from '../../git/local/local-trunk.ts'
import { type MergedChange, mergedChanges } from '../../git/local/merged-changes.ts'
import { localGovernor } from '../local/governing-settings.ts'
import { localGatherer, withRepository } from '../local/open-repository.ts'
import { Progress } from '../output/progress.ts'
import { table } from '../output/table.ts'
import { jsonText, printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'
import { diskPolicies, onlyPolicies, policyOptions, usable } from './simulation.ts'

export interface BacktestOptions {
  readonly repo: string
  readonly last: number
  readonly trunk?: string
  readonly config?: string
  readonly policy?: string
  readonly format: 'text' | 'json'
}

/** What one rule would have said of merged changes: their names, by the rules in force and by those that are tried. */
interface OfRule {
  readonly voice: 'deny' | 'warn'
  readonly now: Set<string>
  readonly tried: Set<string>
}

const MAX_EXAMPLES = 3

/**
 * `maestro policy backtest`: merged changes judged by the rules in force and, where some are given, by those that are tried: what would newly
 * be denied or let through. Exit code 0 whatever it finds: history has no one to hold back.
 */
export function backtest(options: BacktestOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const trunk = await localTrunk(reader, options.trunk)
    const gatherer = localGatherer(reader, extractMemo())
    const progress = new Progress(session.terminal, options.last)
    const rules = new Map<string, OfRule>()
    let changes = 0
    let sets: { readonly now: UsablePolicies; readonly tried: UsablePolicies | undefined } | undefined
    try {
      for await (const merged of mergedChanges(reader, { last: options.last, trunk, governedBy: trunk })) {
        const { settings } = await governor.govern(merged.change, reader)
        const { facts, failed } = await gatherFacts(merged.change, onlyPolicies(settings), [policyGate], gatherer)
        for (const error of failed.values()) throw error
        const own = policyOptions(settings)
        sets ??= {
          now: usable(policiesInForce(own, facts)),
          tried: options.policy === undefined ? undefined : await diskPolicies([options.policy], own, session),
        }
        const subject = subjectOf(merged.change, own, facts)
        count(rules, 'now', sets.now, subject, nameOf(merged))
        if (sets.tried) count(rules, 'tried', sets.tried, subject, nameOf(merged))
        changes += 1
        progress.show(changes)
      }
    } finally {
      progress.end()
    }
    print(rules, changes, options, session)
    return 0 as const
  })
}

function nameOf({ number, commit }: MergedChange): string {
  return number === undefined ? commit.commit.slice(0, 12) : `#${number}`
}

function count(rules: Map<string, OfRule>, when: 'now' | 'tried', set: UsablePolicies, subject: TwinSubject, name: string): void {
  for (const finding of ask(set, subject).ruling.findings) {
    const code = reasonCode(finding)
    const rule = rules.get(code) ?? { voice: finding.speaker.voice === 'warn' ? 'warn' : 'deny', now: new Set(), tried: new Set() }
    rules.set(code, rule)
    rule[when].add(name)
  }
}

function print(rules: ReadonlyMap<string, OfRule>, changes: number, options: BacktestOptions, { terminal }: Session): void {
  const compares = options.policy !== undefined
  const rows = [...rules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { voice, now, tried }]) => {
      const newly = [...tried].filter((name) => !now.has(name))
      const gone = compares ? [...now].filter((name) => !tried.has(name)) : []
      return { code, voice, now: [...now], tried: [...tried], newly, gone }
    })
  if (options.format === 'json') {
    terminal.out(
      `${jsonText({ changes, rules: rows.map(({ code, voice, now, tried, newly, gone }) => ({ code, voice, changes: now, ...(compares ? { proposed: tried, newly, letThrough: gone } : {}) })) })}\n`,
    )
    return
  }
  const examples = (names: readonly string[]) => `${names.slice(0, MAX_EXAMPLES).join(' ')}${names.length > MAX_EXAMPLES ? ' …' : ''}`
  if (rows.length > 0) {
    const head = compares ? ['rule', '', 'now', 'tried', 'newly', 'let through', 'for example'] : ['rule', '', 'changes', 'for example']
    terminal.out(
      table(
        head,
        rows.map(({ code, voice, now, tried, newly, gone }) =>
          compares
            ? [code, voice, now.length, tried.length, newly.length, gone.length, examples(newly.length > 0 ? newly : gone.length > 0 ? gone : tried)]
            : [code, voice, now.length, examples(now)],
        ),
        terminal.columns,
      ),
    )
  }
  const denied = (which: 'now' | 'tried') => new Set(rows.filter(({ voice }) => voice === 'deny').flatMap((row) => row[which])).size
  terminal.out(
    printable(
      `${changes} merged changes: ${denied('now')} denied${compares ? ` by the rules in force, ${denied('tried')} by those in ${options.policy}` : ''}\n`,
    ),
  )
}
