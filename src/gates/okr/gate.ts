import type { Change } from '../../model/change.ts'
import type { Gate } from '../../model/gate.ts'
import { globSet } from '../../model/glob.ts'
import type { Json } from '../../model/json.ts'
import { answer, extracts, type Need } from '../../model/need.ts'
import { judgeObjectives } from './judge.ts'
import { type OkrOptions, okrDefaults, okrSchema, registryGlobs } from './options.ts'
import { okrReasons } from './reasons.ts'
import { Registry } from './registry.ts'
import { registryFile } from './registry-file.ts'

/** What people said with `/maestro okr ID`: `[{ okr, by }]`. Unknown where there are no comments. */
const commandTags = answer<Json>('okr-tags', {})

/** Says which objectives a change serves and how much of it each accounts for. */
export const okr: Gate<OkrOptions> = {
  id: 'okr',
  version: '1',
  title: 'Objectives',
  settings: { schema: okrSchema, defaults: okrDefaults },
  reasons: okrReasons,
  needs(change, options) {
    return [registryOn('trunk', options), commandTags, ...(touchesRegistry(change, options) ? [registryOn('head', options)] : [])]
  },
  evaluate(change, options, facts) {
    const proposed = touchesRegistry(change, options) ? new Registry(facts.get(registryOn('head', options))) : undefined
    return judgeObjectives({ change, options, registry: new Registry(facts.get(registryOn('trunk', options))), proposed, commands: facts.get(commandTags) })
  },
}

function registryOn(side: 'trunk' | 'head', options: OkrOptions) {
  return extracts(side, registryGlobs(options), registryFile) satisfies Need
}

function touchesRegistry(change: Change, options: OkrOptions): boolean {
  const registry = globSet(registryGlobs(options))
  return change.files.some((file) => registry.matches(file.path) || (file.previousPath !== undefined && registry.matches(file.previousPath)))
}
