import type { Gate } from '../../model/gate.ts'
import type { Json } from '../../model/json.ts'
import { answer, extracts, type Need } from '../../model/need.ts'
import { judgeObjectives } from './judge.ts'
import { onceMerged } from './once-merged.ts'
import { type OkrOptions, okrDefaults, okrSchema, registryGlobs } from './options.ts'
import { okrReasons } from './reasons.ts'
import { Registry } from './registry.ts'
import { registryFile } from './registry-file.ts'
import { touchedBy } from './touched.ts'

/** What people said with `/maestro okr ID`: `[{ okr, by }]`. Unknown where there are no comments. */
const commandTags = answer<Json>('okr-tags', {})

/** Says which objectives a change serves and how much of it each accounts for. */
export const okr: Gate<OkrOptions> = {
  id: 'okr',
  version: '4',
  title: 'Objectives',
  settings: { schema: okrSchema, defaults: okrDefaults },
  reasons: okrReasons,
  governs: (options) => ({ contents: registryGlobs(options) }),
  needs(change, options) {
    const touchesRegistry = touchedBy(change, options).registry.size > 0
    return [registryOn('trunk', options), commandTags, ...(touchesRegistry ? [registryOn('head', options)] : [])]
  },
  evaluate(change, options, facts) {
    const touched = touchedBy(change, options)
    const trunk = facts.get(registryOn('trunk', options))
    const merged = touched.registry.size > 0 ? onceMerged(trunk, facts.get(registryOn('head', options)), touched.registry) : undefined
    return judgeObjectives({
      change,
      options,
      touched,
      registry: new Registry(trunk),
      proposed: merged && new Registry(merged, touched.registry),
      commands: facts.get(commandTags),
    })
  },
}

function registryOn(side: 'trunk' | 'head', options: OkrOptions) {
  return extracts(side, registryGlobs(options), registryFile) satisfies Need
}
