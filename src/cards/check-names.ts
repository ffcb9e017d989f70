/** The one to require. */
export const DECISION_CHECK = 'Maestro decision'
export const PROOF_CHECK = 'Maestro proof'
/** For a pull request onto a branch that is no trunk, so that it can never satisfy what a trunk requires. */
export const PREVIEW_CHECK = 'Maestro preview'

export function checkNames(preview: boolean): readonly string[] {
  return preview ? [PREVIEW_CHECK] : [DECISION_CHECK, PROOF_CHECK]
}
