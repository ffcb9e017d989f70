import { library } from '../../../policy/library/index.ts'
import type { Change } from '../../model/change.ts'
import { unknown } from '../../model/known.ts'
import type { Facts } from '../../model/need.ts'
import type { CodeOwners } from '../reading/codeowners.ts'
import { predictCost } from './cost/predict-cost.ts'
import { costPriors } from './cost/priors.ts'
import { type SmallestFix, smallestFix } from './fix/smallest-fix.ts'
import { proposedNeeds, trunkNeeds } from './needs.ts'
import { folderOf, type PolicyOptions } from './options.ts'
import { judgeDocument, passes, type Ruling } from './rules/judge-document.ts'
import { type PolicySet, type PolicySources, policySet } from './rules/policy-set.ts'
import { sourcesOf } from './sources.ts'
import { type Frame, frameOf, ownersOf, twinOf } from './twin/build.ts'
import type { TwinDocument } from './twin/document.ts'
import { type FileVersions, versionsOf } from './twin/versions.ts'

/** What policies are asked about, in a form that parts of it can be left out of. */
export interface TwinSubject {
  readonly frame: Frame
  readonly versions: readonly FileVersions[]
  readonly owners: CodeOwners
}

export type UsablePolicies = Extract<PolicySet, { readonly problems: readonly [] }>

/** The library and the policies of the trunk, or all that is wrong with them. */
export function policiesInForce(options: PolicyOptions, facts: Facts): PolicySet {
  const { modules, data } = trunkNeeds(options)
  return together(options, facts.get(modules), facts.get(data))
}

/** The same as the change would have it. */
export function proposedPolicies(options: PolicyOptions, facts: Facts): PolicySet {
  const { modules, data } = proposedNeeds(options)
  return together(options, facts.get(modules), facts.get(data))
}

function together(options: PolicyOptions, ...files: readonly [Parameters<typeof sourcesOf>[1], Parameters<typeof sourcesOf>[2]]): PolicySet {
  const own = sourcesOf(folderOf(options.rego), ...files)
  const set = policySet(withLibrary(own.sources, options))
  return own.problems.length === 0 ? set : { speakers: [], problems: [...own.problems, ...set.problems] }
}

/** Hand-written policies with the families of the library that are wanted. */
export function withLibrary({ modules, data }: PolicySources, options: Pick<PolicyOptions, 'library'>): PolicySources {
  const families: ReadonlySet<string> = new Set(options.library)
  const wanted = library.filter(({ family }) => families.has(family)).map(({ name, text }) => ({ name, text }))
  return { modules: [...wanted, ...modules], data }
}

export function subjectOf(change: Change, options: PolicyOptions, facts: Facts): TwinSubject {
  return { frame: frameOf(change, { budgets: options.budgets, regions: options.regions }), versions: versionsOf(change, facts), owners: ownersOf(facts) }
}

/** Nobody records yet what merging costs, so the declared priors are all there is; a figure says so itself. */
const NO_RECORD = unknown('what merging costs is not recorded')

function documentOf({ frame, versions, owners }: TwinSubject): TwinDocument {
  const document = twinOf(frame, versions, owners)
  const files = document.change.files.map(({ path, added, removed }) => ({ path, lines: added.length + removed.length }))
  return { ...document, cost: predictCost({ files, history: NO_RECORD, llm: NO_RECORD, priors: costPriors }) }
}

/** What the policies say of it. Pure: the same subject and the same policies, the same ruling. */
export function simulate({ policy, speakers }: UsablePolicies, subject: TwinSubject): { readonly document: TwinDocument; readonly ruling: Ruling } {
  const document = documentOf(subject)
  return { document, ruling: judgeDocument(policy, speakers, document) }
}

/** The smallest part to take back so that nothing is denied any more; undefined where there is none. */
export function fixFor({ policy, speakers }: UsablePolicies, subject: TwinSubject): SmallestFix | undefined {
  const blocking = speakers.filter(({ voice }) => voice !== 'warn')
  return smallestFix(subject.versions, (versions) => passes(judgeDocument(policy, blocking, documentOf({ ...subject, versions }))))
}
