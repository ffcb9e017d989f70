import type { NextStep } from '../model/gate.ts'
import type { Finding } from './findings.ts'

/** One thing to be done, with everything that it puts right. */
export interface Cause {
  /** At least one, in the order they were given. */
  readonly findings: readonly Finding[]
  /** The ways out; each puts all of the findings right. */
  readonly steps: readonly NextStep[]
}

/** What is gone by itself once its causes are: a sum of them, a rule that they break as well. */
export interface Consequence {
  readonly finding: Finding
  /** Indices of the causes that it follows from, in order; at least one. */
  readonly of: readonly number[]
  /** Ways out that none of these causes has. */
  readonly steps: readonly NextStep[]
}

export interface Causes {
  readonly causes: readonly Cause[]
  readonly consequences: readonly Consequence[]
}

/**
 * Findings by what is to be done about them, which is what people count. Those that the same next steps unblock are one
 * thing. One that further steps unblock too follows from the others: any way out of these is a way out of it. What has
 * no way out stands for itself. Only findings of the same effect belong together.
 */
export function causesOf(findings: readonly Finding[]): Causes {
  const groups = grouped(findings)
  const byStep = new Map<NextStep, Group[]>()
  for (const group of groups) for (const step of group.steps) byStep.set(step, [...(byStep.get(step) ?? []), group])
  const parts = new Map(groups.map((group) => [group, partsOf(group, byStep)] as const))
  const roots = groups.filter((group) => parts.get(group)?.length === 0)
  const numbers = new Map(roots.map((group, index) => [group, index] as const))
  const consequences = groups.flatMap((group) => {
    const of = (parts.get(group) ?? []).flatMap((part) => numbers.get(part) ?? []).toSorted((a, b) => a - b)
    const known = new Set(of.flatMap((index) => [...(roots[index]?.steps ?? [])]))
    const steps = [...group.steps].filter((step) => !known.has(step))
    return of.length === 0 ? [] : group.findings.map((finding) => ({ finding, of, steps }))
  })
  return { causes: roots.map((group) => ({ findings: group.findings, steps: [...group.steps] })), consequences }
}

interface Group {
  readonly findings: Finding[]
  readonly steps: ReadonlySet<NextStep>
}

/** Findings of the same effect and steps, in the order of the first of each. */
function grouped(findings: readonly Finding[]): readonly Group[] {
  const numbers = new Map<NextStep, number>()
  const groups = new Map<string, Group>()
  for (const [index, finding] of findings.entries()) {
    const steps = new Set(finding.steps)
    for (const step of steps) if (!numbers.has(step)) numbers.set(step, numbers.size)
    const own = [...steps].map((step) => numbers.get(step) ?? 0).toSorted((a, b) => a - b)
    const key = own.length === 0 ? `alone ${index}` : `${finding.effect} ${own.join(' ')}`
    const known = groups.get(key)
    if (known) known.findings.push(finding)
    else groups.set(key, { findings: [finding], steps })
  }
  return [...groups.values()]
}

/** The groups all of whose steps are steps of this one, which has more. */
function partsOf(group: Group, byStep: ReadonlyMap<NextStep, readonly Group[]>): readonly Group[] {
  if (group.steps.size < 2) return []
  const shared = new Map<Group, number>()
  for (const step of group.steps) {
    for (const other of byStep.get(step) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1)
  }
  const effect = group.findings[0]?.effect
  return [...shared].flatMap(([other, count]) =>
    count === other.steps.size && count < group.steps.size && other.findings[0]?.effect === effect ? [other] : [],
  )
}
