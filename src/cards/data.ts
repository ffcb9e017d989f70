import type { Decision, JudgedResult, TriedStep } from '../model/decision.ts'
import type { Reason } from '../model/gate.ts'
import type { Json } from '../model/json.ts'
import { plain } from '../model/phrase.ts'
import { owedBy, proofVerdict } from './proof-verdict.ts'
import type { CardView } from './view.ts'

/** What a reader of JSON gets of one gate. Messages are plain text with code between backticks; paths are as model/path.ts has them. */
export function gateData(result: JudgedResult): Json {
  return {
    id: result.gate,
    title: result.title,
    version: result.version,
    mode: result.mode,
    outcome: result.outcome,
    summary: plain(result.summary),
    reasons: result.reasons.map((reason, index) => reasonData(reason, result.effects[index] ?? 'none')),
    facts: result.facts.map(({ id, title, value, sources }) => ({ id, title, value, sources: sources.map((source) => ({ ...source })) })),
    nextSteps: result.nextSteps.map(stepData),
    waits: result.waits.map(({ what, until }) => ({ what: plain(what), until })),
  }
}

function reasonData({ code, level, message, path, line, side, facts }: Reason, effect: string): Json {
  return {
    code,
    level,
    effect,
    message: plain(message),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(side === undefined ? {} : { side }),
    facts,
  }
}

function stepData({ kind, message, unblocks, command, snippet, edit, tried }: TriedStep): Json {
  return {
    kind,
    message: plain(message),
    unblocks,
    ...(command === undefined ? {} : { command }),
    ...(snippet === undefined ? {} : { snippet: { path: snippet.path, text: snippet.text } }),
    ...(edit === undefined ? {} : { edit: edit as Json }),
    ...(tried === undefined ? {} : { tried: { ...tried } as Json }),
  }
}

/** The gates that settings switch off for this change. */
export function offData({ settings }: Decision): Json {
  return (settings.off ?? []).map(({ gate, file, line }) => ({ gate, file, line }))
}

export function decisionData({ decision, recorded }: CardView): Json {
  const { subject, headSha, baseSha, trunkSha, headTree, asOf, reviseAt, preview, verdict, results, overrides, holds, settings, digests } = decision
  return {
    ...(recorded === undefined ? {} : { recorded: { ...recorded } }),
    subject: { ...subject },
    verdict,
    preview,
    headSha,
    headTree,
    baseSha,
    trunkSha,
    asOf,
    ...(reviseAt === undefined ? {} : { reviseAt }),
    gates: results.map(gateData),
    overrides: overrides.map((override) => ({ ...override })),
    holds: holds.map((hold) => ({ ...hold })),
    settings: {
      ...(settings.from === undefined ? {} : { from: settings.from }),
      state: settings.state,
      off: offData(decision),
      trunk: settings.trunk.map((diagnostic) => ({ ...diagnostic })),
      proposed: settings.proposed.map((diagnostic) => ({ ...diagnostic })),
    },
    digests: { ...digests },
  }
}

export function proofData({ decision }: CardView): Json {
  return {
    verdict: proofVerdict(decision),
    headSha: decision.headSha,
    obligations: owedBy(decision).map(({ gate, obligation, asks }) => ({
      id: obligation.id,
      gate: gate.gate,
      title: obligation.title,
      status: obligation.status,
      asks,
      message: plain(obligation.message),
      ...(obligation.measured === undefined ? {} : { measured: obligation.measured }),
      ...(obligation.required === undefined ? {} : { required: obligation.required }),
      ...(obligation.remedy === undefined ? {} : { remedy: stepData(obligation.remedy) }),
      facts: obligation.facts,
    })),
  }
}
