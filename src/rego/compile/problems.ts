import { RegoError, type RegoErrorCode, RegoErrors } from '../errors.ts'
import type { Location } from '../syntax/ast.ts'

/** As many as OPA reports before it gives up. */
const LIMIT = 10

/** What a stage finds wrong. A stage that found something is the last one. */
export class Problems {
  readonly #found: RegoError[] = []

  add(code: RegoErrorCode, message: string, location: Location | undefined): void {
    this.#found.push(new RegoError(code, message, location))
  }

  /** Ends a stage. */
  settle(): void {
    if (this.#found.length === 0) return
    const sorted = this.#found.toSorted(byPlace)
    const shown = sorted.slice(0, LIMIT)
    if (sorted.length >= LIMIT) shown.push(new RegoError('rego_compile_error', 'error limit reached'))
    throw new RegoErrors(shown)
  }
}

function byPlace(a: RegoError, b: RegoError): number {
  const fileA = a.file ?? ''
  const fileB = b.file ?? ''
  if (fileA !== fileB) return fileA < fileB ? -1 : 1
  return (a.row ?? 0) - (b.row ?? 0) || (a.col ?? 0) - (b.col ?? 0)
}
