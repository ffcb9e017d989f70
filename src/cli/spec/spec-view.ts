import { gatherFacts, judge } from '../../conductor/judge.ts'
import { gates } from '../../gates/registry.ts'
import { type OwingSurface, owingSurfaces } from '../../gates/spec/coverage.ts'
import { spec } from '../../gates/spec/gate.ts'
import { indexOf } from '../../gates/spec/needs.ts'
import type { SpecOptions } from '../../gates/spec/options.ts'
import type { SpecIndex } from '../../gates/spec/spec-cards/spec-index.ts'
import type { Change } from '../../model/change.ts'
import type { Gate } from '../../model/gate.ts'
import type { Settings } from '../../model/settings.ts'
import { BadSettings } from '../failures.ts'
import { localGovernor } from '../local/governing-settings.ts'
import { type ChangeOptions, localProposal } from '../local/local-proposal.ts'
import { localGatherer, withRepository } from '../local/open-repository.ts'
import type { Session } from '../session.ts'

export interface SpecViewOptions extends ChangeOptions {
  readonly repo: string
  readonly config?: string
}

/** What the spec gate sees of a change, before it judges. */
export interface SpecView {
  readonly change: Change
  readonly options: SpecOptions
  /** Of the head. */
  readonly index: SpecIndex
  /** The changed surfaces that owe a proof when this much is required. */
  surfaces(required: SpecOptions['required']): readonly OwingSurface[]
}

/** Looks at a change through the gate's own eyes, whatever its mode. Throws what localProposal does, and BadSettings when none are valid. */
export function specView(session: Session, options: SpecViewOptions): Promise<SpecView> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const change = await governor.settle(await localProposal(session, reader, options), reader)
    const { settings, notice } = await governor.govern(change, reader)
    if (notice.state === 'none') throw new BadSettings('the settings on the trunk are broken, and none before them were valid', notice.trunk)
    const seen: SpecView[] = []
    // A gate that only looks: options and facts reach it as they reach the gate that judges.
    const looking: Gate<SpecOptions> = {
      ...spec,
      evaluate(judged, own, facts) {
        const index = indexOf('head', own, facts)
        seen.push({ change: judged, options: own, index, surfaces: (required) => owingSurfaces(judged, { ...own, required }, index, facts) })
        return spec.evaluate(judged, own, facts)
      },
    }
    const switchedOn = withSpecsOn(settings)
    judge(change, switchedOn, [looking], await gatherFacts(change, switchedOn, [looking], localGatherer(reader)))
    const [view] = seen
    if (!view) throw new Error('the spec gate was not asked')
    return view
  })
}

function withSpecsOn(settings: Settings): Settings {
  const own = settings.gates[spec.id]
  return own ? { ...settings, gates: { ...settings.gates, [spec.id]: { ...own, mode: 'observe' } } } : settings
}
