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
export interface Asked {
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
  const set = usable(policySet(withLibrary(await fromDisk(paths, session), policyDefaults)))
  const { budgets, regions } = policyDefaults
  return { subject: { frame: scenarioFrame(scenario, { budgets, regions }), versions: scenarioVersions(scenario), owners: new CodeOwners('') }, set }
}

function ofChange(options: SimulateOptions, session: Session): Promise<Asked> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const change = await governor.settle(await localProposal(session, reader, options), reader)
    const { settings } = await governor.govern(change, reader)
    const own = settings.gates[policyGate.id]
    const judged = {
      ...settings,
      gates: { [policyGate.id]: { mode: 'observe' as const, modes: {}, options: own?.options ?? (policyDefaults as unknown as Json) } },
    }
    const { facts, failed } = await gatherFacts(change, judged, [policyGate], localGatherer(reader))
    for (const error of failed.values()) throw error
    const given = judged.gates[policyGate.id]?.options as PolicyOptions
    const set = options.policy === undefined ? policiesInForce(given, facts) : policySet(withLibrary(await fromDisk([options.policy], session), given))
    return { subject: subjectOf(change, given, facts), set: usable(set) }
  })
}

async function fromDisk(paths: readonly string[], session: Session) {
  const { modules, data } = await load(paths, session.cwd)
  return { modules: modules.filter(({ name }) => !name.endsWith('_test.rego')), data: toPlain(data) as { readonly [key: string]: Json } }
}

function usable(set: PolicySet): UsablePolicies {
  if (set.policy !== undefined) return set
  throw new BadUsage(set.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'))
}
