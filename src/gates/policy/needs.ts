import { contents } from '../../model/need.ts'
import { type PolicyOptions, policyGlobs } from './options.ts'

/** The policies in force. */
export function trunkNeeds(options: PolicyOptions) {
  const { modules, data } = policyGlobs(options)
  return { modules: contents('trunk', modules), data: contents('trunk', data) } as const
}

/** The policies as they would be once the change is merged. */
export function proposedNeeds(options: PolicyOptions) {
  const { modules, data } = policyGlobs(options)
  return { modules: contents('head', modules), data: contents('head', data) } as const
}
