import type { Mode } from '../../model/gate.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import type { Findings } from '../findings.ts'
import type { Finding } from './rules/findings.ts'
import type { Ruling } from './rules/judge-document.ts'
import type { TwinDocument } from './twin/document.ts'

/** What a rule's finding is called on cards and in settings. */
export function reasonCode(finding: Pick<Finding, 'code'>): string {
  return `policy.${finding.code}`
}

/** More findings of one rule say nothing more to a reader. */
const MAX_OF_A_RULE = 100

/** Tells what was found: each finding a reason with a way out, rules that failed, and files that nobody looked into. */
export function tell({ findings: found, odd }: Ruling, document: TwinDocument, findings: Findings): void {
  const told = new Map<string, number>()
  for (const finding of found) {
    const count = (told.get(finding.code) ?? 0) + 1
    told.set(finding.code, count)
    if (count > MAX_OF_A_RULE) continue
    const index = findings.add({
      code: reasonCode(finding),
      level: finding.speaker.voice === 'warn' ? 'warn' : 'block',
      message: [finding.message],
      ...where(finding, document),
      ...tried(finding),
    })
    const fix = finding.fix ?? finding.speaker.about.fix
    if (fix !== undefined) findings.step([index], { kind: 'edit', message: [fix] })
  }
  for (const { speaker, why } of odd) {
    const index = findings.add({
      code: 'policy.rule-failed',
      level: 'block',
      message: say`${code(`${speaker.code}.${speaker.rule}`)} ${why}`,
      ...(speaker.file.startsWith('library/') ? {} : { path: speaker.file, line: speaker.line, side: 'trunk' as const }),
    })
    findings.step([index], { kind: 'settings', message: say`mend ${place(speaker.file, speaker.line)} on the trunk` })
  }
  for (const { path, format, unread, problem } of document.change.files) {
    // That a picture has no lines is no news.
    if (format === undefined && unread === 'binary') continue
    const why: Phrase | undefined = unread !== undefined ? say`was not looked into: ${unread}` : problem && say`could not be read: ${problem.message}`
    if (why)
      findings.add({ code: 'policy.unread', level: 'warn', message: [...say`${place(path)} `, ...why], path, ...(problem ? { line: problem.line } : {}) })
  }
}

/** A rule may name any place; only those of the change are places of it. */
function where({ path, line }: Finding, { change }: TwinDocument) {
  if (path === undefined) return {}
  const file = change.files.find((each) => each.path === path || each.previous_path === path)
  if (file === undefined) return {}
  const gone = file.status === 'removed' || file.path !== path
  return { path, ...(line === undefined ? {} : { line }), ...(gone ? { side: 'base' as const } : {}) }
}

function tried({ speaker }: Finding): { readonly atMost?: Mode } {
  return speaker.about.mode === undefined ? {} : { atMost: speaker.about.mode }
}
