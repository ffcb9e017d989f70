import { code, place, say } from '../../src/model/phrase.ts'
import { reason, result, step } from './example.ts'

export const okrSkipped = result('okr', {
  title: 'Objectives',
  outcome: 'skip',
  summary: say`there is no registry at ${code('okrs/*.yml')} on the trunk`,
})

/** Enforced, and with nothing to judge by. */
export const okrMissing = result('okr', {
  title: 'Objectives',
  outcome: 'misconfigured',
  summary: say`there is no registry at ${code('okrs/*.yml')} on the trunk`,
  reasons: [reason('okr.registry-missing', say`there is no registry at ${code('okrs/*.yml')} on the trunk`, { level: 'note' })],
  nextSteps: [
    step(say`add an objective as ${place('okrs/objectives.yml')} in a pull request of its own`, [0], {
      snippet: { path: 'okrs/objectives.yml', text: 'id: OKR-EXAMPLE\n' },
    }),
    step(say`if there are to be no objectives, set ${code('gates.okr.mode: off')} in the settings`, [0], { kind: 'settings' }),
  ],
})

/** What the change gets that repairs settings which were never valid. */
export const settingsRepaired = result('settings', {
  title: 'Settings',
  mode: 'observe',
  outcome: 'pass',
  summary: say`what governs would change`,
  reasons: [reason('settings.repairs', say`this repairs the settings`, { level: 'warn', path: '.github/maestro.yml', line: 1 })],
  effects: ['warns'],
})
