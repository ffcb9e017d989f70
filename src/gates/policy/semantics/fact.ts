/**
 * One thing that a file grants, opens, runs or places, as policies see it: `kind`, the line it stands on, and what the
 * kind says (docs/policy.md lists them). Two facts are the same wherever they stand: only a line of another
 * number is no change.
 */
export interface SemanticFact {
  readonly kind: string
  readonly line: number
  readonly [detail: string]: string | number | boolean | null
}

/** More of one file are left out: a file that grants thousands of things is told of by the first. */
export const MAX_FACTS_A_FILE = 2000

/** Text that a file says, in one line and cut to what a person reads. */
export function short(text: string): string {
  const line = text.slice(0, 1000).replace(/\s+/g, ' ')
  return line.length > 200 || text.length > 1000 ? `${line.slice(0, 199)}…` : line
}
