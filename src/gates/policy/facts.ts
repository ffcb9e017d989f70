import type { Change } from '../../model/change.ts'
import { digestOf } from '../../model/digest.ts'
import type { Fact } from '../../model/gate.ts'
import type { Json } from '../../model/json.ts'
import type { Source } from '../../model/source.ts'
import { reasonCode } from './report.ts'
import type { Ruling } from './rules/judge-document.ts'
import type { Speaker } from './rules/speakers.ts'
import type { TwinDocument } from './twin/document.ts'

const MAX_LISTED = 300

/** What the judgement rests on: the rules asked, the document they were asked about, what it says the change does, and what was allowed. */
export function policyFacts(change: Change, speakers: readonly Speaker[], ruling: Ruling, document: TwinDocument): readonly Fact[] {
  const rules = speakers.map(
    ({ code, rule, file, line }): Source =>
      file.startsWith('library/')
        ? { kind: 'computed', by: `${file} of Maestro (${code}.${rule})` }
        : { kind: 'git', commit: change.trunk.commit, path: file, line },
  )
  const facts: Fact[] = [
    {
      id: 'policy.rules',
      title: 'Rules asked',
      value: [...new Set(speakers.map(({ code }) => code))].sort(),
      sources: rules.slice(0, MAX_LISTED),
    },
    {
      id: 'policy.document',
      title: 'What the rules were asked about',
      value: {
        digest: digestOf(document as unknown as Json),
        files: document.change.files.length,
        added_lines: document.change.added_lines,
        removed_lines: document.change.removed_lines,
      },
      sources: [{ kind: 'git', commit: change.head.commit }],
    },
  ]
  if (document.facts.length > 0) {
    facts.push({
      id: 'policy.effects',
      title: 'What the change grants, opens, runs and places',
      value: document.facts.slice(0, MAX_LISTED) as readonly Json[],
      sources: document.facts
        .slice(0, MAX_LISTED)
        .map(({ path, line, effect }): Source => ({ kind: 'git', commit: effect === 'added' ? change.head.commit : change.base.commit, path, line })),
    })
  }
  if (ruling.allowed.length > 0) {
    facts.push({
      id: 'policy.allowed',
      title: 'Findings that an `allow` takes out',
      value: ruling.allowed.slice(0, MAX_LISTED).map((finding) => ({
        code: reasonCode(finding),
        message: finding.message,
        because: finding.because,
        ...(finding.path === undefined ? {} : { path: finding.path }),
      })),
      sources: [{ kind: 'git', commit: change.trunk.commit }],
    })
  }
  return facts
}
