import { reasonCode } from '../../gates/policy/report.ts'
import type { Finding } from '../../gates/policy/rules/findings.ts'
import { passes } from '../../gates/policy/rules/judge-document.ts'
import { simulate as ask } from '../../gates/policy/simulate.ts'
import type { Json } from '../../model/json.ts'
import { jsonText, printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'
import { asked, type SimulateOptions } from './simulation.ts'

/** `maestro policy simulate`. Throws what `asked` does. */
export async function simulate(options: SimulateOptions, session: Session): Promise<ExitCode> {
  const { subject, set } = await asked(options, session)
  const { document, ruling } = ask(set, subject)
  const { out } = session.terminal
  const code = passes(ruling) ? 0 : 1
  if (options.format === 'json') {
    const { findings, allowed, odd } = ruling
    out(
      `${jsonText({
        passes: code === 0,
        rules: [...new Set(set.speakers.map((speaker) => speaker.code))].sort(),
        findings: findings.map(told),
        allowed: allowed.map((finding) => ({ ...told(finding), because: finding.because })),
        failed: odd.map(({ speaker, why }) => ({ rule: `${speaker.code}.${speaker.rule}`, why })),
        document: document as unknown as Json,
      })}\n`,
    )
    return code
  }
  for (const finding of ruling.findings) {
    const { path, line, message, speaker } = finding
    const place = path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}`}: `
    out(`${printable(`${speaker.voice === 'warn' ? 'warn' : 'deny'}  ${place}${message} (${reasonCode(finding)})`)}\n`)
    const fix = finding.fix ?? speaker.about.fix
    if (fix !== undefined) out(`${printable(`      → ${fix}`)}\n`)
  }
  for (const { because, ...finding } of ruling.allowed) out(`${printable(`allow ${finding.message} (${reasonCode(finding)}): ${because}`)}\n`)
  for (const { speaker, why } of ruling.odd) out(`${printable(`fail  ${speaker.code}.${speaker.rule} ${why}`)}\n`)
  const denied = ruling.findings.filter(({ speaker }) => speaker.voice !== 'warn').length
  const rules = new Set(set.speakers.map((speaker) => speaker.code)).size
  out(`${rules} rules, ${document.change.files.length} files: ${denied} denied, ${ruling.findings.length - denied} warned, ${ruling.allowed.length} allowed\n`)
  return code
}

function told(finding: Finding) {
  const { message, path, line, action, fix, speaker } = finding
  return {
    code: reasonCode(finding),
    voice: speaker.voice === 'warn' ? 'warn' : 'deny',
    message,
    path: path ?? null,
    line: line ?? null,
    action: action ?? null,
    fix: fix ?? speaker.about.fix ?? null,
  }
}
