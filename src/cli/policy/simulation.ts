import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gatherFacts } from '../../conductor/judge.ts'
import { policy as policyGate } from '../../gates/policy/gate.ts'
import { type PolicyOptions, policyDefaults } from '../../gates/policy/options.ts'
import { type PolicySet, policySet } from '../../gates/policy/rules/policy-set.ts'
import { readScenario } from '../../gates/policy/scenario/scenario.ts'
import { scenarioFrame, scenarioVersions } from '../../gates/policy/scenario/scenario-document.ts'
import { policiesInForce, subjectOf, type TwinSubject, type UsablePolicies, withLibrary } from '../../gates/policy/simulate.ts'
import { CodeOwners } from '../../gates/reading/codeowners.ts'
import { gates } from '../../gates/registry.ts'
import type { Json } from '../../model/json.ts'
import { plain } from '../../model/phrase.ts'
import type { Settings } from '../../model/settings.ts'
import { toPlain } from '../../rego/index.ts'
import { BadUsage } from '../failures.ts'
import { localGovernor } from '../local/governing-settings.ts'
import { type ChangeOptions, localProposal } from '../local/local-proposal.ts'
import { localGatherer, withRepository } from '../local/open-repository.ts'
import { load } from '../rego/load.ts'
import type { Session } from '../session.ts'

export interface SimulateOptions extends ChangeOptions {
  readonly repo: string
  readonly config?: string
  readonly policy?: string
  readonly scenario?: string
  readonly format: 'text' | 'json'
}

/** What is asked about, and the policies that are asked. */
interface Asked {
  readonly subject: TwinSubject
  readonly set: UsablePolicies
}

/** Brings a change or a scenario together with policies. Throws BadUsage where either cannot be used. */
export async function asked(options: SimulateOptions, session: Session): Promise<Asked> {
  return options.scenario === undefined ? ofChange(options, session) : ofScenario(options, options.scenario, session)
}

async function ofScenario(options: SimulateOptions, file: string, session: Session): Promise<Asked> {
  const text = await readFile(resolve(session.cwd, file), 'utf8').catch(() => {
    throw new BadUsage(`there is no file ${file}`)
  })
  const { scenario, problems } = readScenario(text)
  if (scenario === undefined) throw new BadUsage(problems.map(({ line, message }) => `${file}:${line}: ${plain(message)}`).join('\n'))
  const paths = options.policy === undefined ? scenario.checks.flatMap((check) => ('opa' in check ? [check.opa] : [])) : [options.policy]
  const set = await diskPolicies(paths, policyDefaults, session)
  const { budgets, regions } = policyDefaults
  return { subject: { frame: scenarioFrame(scenario, { budgets, regions }), versions: scenarioVersions(scenario), owners: new CodeOwners('') }, set }
}

function ofChange(options: SimulateOptions, session: Session): Promise<Asked> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const change = await governor.settle(await localProposal(session, reader, options), reader)
    const { settings } = await governor.govern(change, reader)
    const { facts, failed } = await gatherFacts(change, onlyPolicies(settings), [policyGate], localGatherer(reader))
    for (const error of failed.values()) throw error
    const own = policyOptions(settings)
    const set = options.policy === undefined ? usable(policiesInForce(own, facts)) : await diskPolicies([options.policy], own, session)
    return { subject: subjectOf(change, own, facts), set }
  })
}

/** Policies of files and folders on disk, with the library that the settings want. Throws BadUsage. */
export async function diskPolicies(paths: readonly string[], options: PolicyOptions, session: Session): Promise<UsablePolicies> {
  const { modules, data } = await load(paths, session.cwd)
  const sources = { modules: modules.filter(({ name }) => !name.endsWith('_test.rego')), data: toPlain(data) as { readonly [key: string]: Json } }
  return usable(policySet(withLibrary(sources, options)))
}

/** Throws BadUsage with all that is wrong with them. */
export function usable(set: PolicySet): UsablePolicies {
  if (set.policy !== undefined) return set
  throw new BadUsage(set.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'))
}

/** The settings with no gate but this one, so that nothing else is gathered. */
export function onlyPolicies(settings: Settings): Settings {
  return { ...settings, gates: { [policyGate.id]: { mode: 'observe', modes: {}, options: policyOptions(settings) as unknown as Json } } }
}

export function policyOptions(settings: Settings): PolicyOptions {
  return (settings.gates[policyGate.id]?.options as PolicyOptions | undefined) ?? policyDefaults
}
