import type { Annotation } from '../model/card.ts'
import type { Decision } from '../model/decision.ts'
import type { Path } from '../model/path.ts'
import type { Diagnostic } from '../model/settings.ts'
import { type Finding, findingsOf, SETTINGS_GATE } from './findings.ts'
import { ticked } from './phrase-bounds.ts'
import { plainText } from './plain-text.ts'
import { MAX_ANNOTATION, MAX_TITLE } from './size-limits.ts'
import type { CardView } from './view.ts'
import { shorten } from './visible-text.ts'

/** GitHub takes 50 a call; beyond ten calls nobody reads them and everybody's quota pays. */
export const MAX_ANNOTATIONS = 500

export interface Annotations {
  /** Worst first, then by path and line; each only once. */
  readonly shown: readonly Annotation[]
  readonly leftOut: number
}

const LEVELS: readonly Annotation['level'][] = ['failure', 'warning', 'notice']

/** What a decision has to say beside single lines of the head. */
export function annotationsOf(view: Pick<CardView, 'decision' | 'change'>): Annotations {
  const { decision } = view
  const atHead = new Map(view.change.files.map((file) => [file.path, file.after !== undefined]))
  const candidates = [
    ...findingsOf(decision).flatMap((finding) => {
      const line = finding.gate.gate === SETTINGS_GATE ? undefined : lineAtHead(finding, atHead)
      return line === undefined ? [] : [{ finding, line }]
    }),
  ].sort((a, b) => LEVELS.indexOf(levelOf(a.finding)) - LEVELS.indexOf(levelOf(b.finding)) || byPlace(a, b))
  const all = [...settingsAnnotations(decision), ...candidates.slice(0, 2 * MAX_ANNOTATIONS).map(({ finding, line }) => annotationOf(finding, line, decision))]
  const unique = [...new Map(all.map((annotation) => [JSON.stringify(annotation), annotation])).values()].sort(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level),
  )
  const skipped = Math.max(0, candidates.length - 2 * MAX_ANNOTATIONS)
  return { shown: unique.slice(0, MAX_ANNOTATIONS), leftOut: Math.max(0, unique.length - MAX_ANNOTATIONS) + skipped }
}

interface Placed {
  readonly finding: Finding
  readonly line: number
}

function byPlace(a: Placed, b: Placed): number {
  const [left, right] = [a.finding.reason.path ?? '', b.finding.reason.path ?? '']
  if (left !== right) return left < right ? -1 : 1
  return a.line - b.line
}

/** The line to annotate, or undefined: not on the head's side, removed by this change, or not known to exist there. */
function lineAtHead({ reason }: Finding, atHead: ReadonlyMap<Path, boolean>): number | undefined {
  if (reason.path === undefined || reason.side !== undefined || !reason.path.isWellFormed()) return undefined // JSON cannot carry stray bytes
  const exists = atHead.get(reason.path)
  if (exists === false) return undefined
  if (reason.line !== undefined) return Math.max(1, Math.trunc(reason.line))
  return exists === true ? 1 : undefined
}

function levelOf({ effect }: Finding): Annotation['level'] {
  if (effect === 'blocks') return 'failure'
  return effect === 'warns' ? 'warning' : 'notice'
}

function annotationOf(finding: Finding, line: number, decision: Decision): Annotation {
  const { reason, effect, steps } = finding
  const level = levelOf(finding)
  const prefix = effect === 'would-block' ? 'Would block under enforce: ' : ''
  const ways = steps.slice(0, 3).map((step) => `→ ${plainText(step.message)}${step.command === undefined ? '' : `\n  ${plainText([step.command])}`}`)
  return {
    path: reason.path ?? '',
    startLine: line,
    endLine: line,
    level: decision.preview && level === 'failure' ? 'warning' : level,
    title: shorten(plainText([reason.code]), MAX_TITLE),
    message: shorten([prefix + plainText(reason.message), ...ways].join('\n'), MAX_ANNOTATION) || reason.code,
  }
}

function settingsAnnotations(decision: Decision): readonly Annotation[] {
  return decision.settings.proposed.filter((diagnostic) => diagnostic.file.isWellFormed()).map(diagnosticAnnotation)
}

function diagnosticAnnotation(diagnostic: Diagnostic): Annotation {
  const startLine = Math.max(1, diagnostic.line)
  const endLine = Math.max(startLine, diagnostic.endLine)
  const startColumn = Math.max(1, diagnostic.column)
  const columns = startLine === endLine ? { startColumn, endColumn: Math.max(startColumn, diagnostic.endColumn) } : {}
  return {
    path: diagnostic.file,
    startLine,
    endLine,
    ...columns,
    level: diagnostic.severity === 'error' ? 'failure' : 'warning',
    title: shorten(plainText([diagnostic.code]), MAX_TITLE),
    message: shorten(plainText(ticked(diagnostic.message)), MAX_ANNOTATION) || diagnostic.code,
  }
}
