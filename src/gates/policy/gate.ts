import type { Change } from '../../model/change.ts'
import { exactGlob } from '../../model/exact-glob.ts'
import type { Gate } from '../../model/gate.ts'
import { globSet } from '../../model/glob.ts'
import { CODEOWNERS_PATHS } from '../reading/codeowners.ts'
import { judgePolicies, seekFix } from './judge.ts'
import { proposedNeeds, trunkNeeds } from './needs.ts'
import { type PolicyOptions, policyDefaults, policyGlobs, policySchema } from './options.ts'
import { policyReasons } from './reasons.ts'
import { twinNeeds } from './twin/needs.ts'

/** Predicts what a change would do under the policies in force. */
export const policy: Gate<PolicyOptions> = {
  id: 'policy',
  version: '1',
  title: 'Policies',
  settings: { schema: policySchema, defaults: policyDefaults },
  reasons: policyReasons,
  openReasons: { prefix: 'policy.', title: 'A rule of the library or of the repository' },
  governs(options) {
    const { modules, data } = policyGlobs(options)
    return { contents: [...modules, ...data, ...CODEOWNERS_PATHS.flatMap(exactGlob)] }
  },
  needs(change, options) {
    const trunk = trunkNeeds(options)
    const twin = twinNeeds(change)
    const proposed = proposedNeeds(options)
    return [
      trunk.modules,
      trunk.data,
      twin.owners,
      twin.before.texts,
      twin.before.documents,
      twin.after.texts,
      twin.after.documents,
      ...(touchesPolicies(change, options) ? [proposed.modules, proposed.data] : []),
    ]
  },
  evaluate: judgePolicies,
  seek: seekFix,
}

function touchesPolicies(change: Change, options: PolicyOptions): boolean {
  const { modules, data } = policyGlobs(options)
  const globs = globSet([...modules, ...data])
  return change.files.some(({ path, previousPath }) => globs.matches(path) || (previousPath !== undefined && globs.matches(previousPath)))
}
