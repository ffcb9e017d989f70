import type { ReasonKind } from '../../model/gate.ts'

export const okrReasons = {
  'okr.untagged': {
    level: 'block',
    title: 'The change serves no objective',
    help: 'Nothing says what the change is for: no path rule, no label, no linked issue and no `OKR:` line names an objective of the registry. Add a line such as `OKR: OKR-Q3-LATENCY` to the description, or comment `/maestro okr OKR-Q3-LATENCY`. With `required: false` it is a note.',
  },
  'okr.unknown-id': {
    level: 'block',
    title: 'There is no objective of this id',
    help: 'A label, the description or a command names an objective that the registry on the trunk does not have. Correct the id, or add the objective to the registry first. Where the settings name it, it is a warning: the author of the change is not to blame. In the title of a linked issue it is a note.',
  },
  'okr.registry-broken': {
    level: 'note',
    title: 'The registry on the trunk cannot be used',
    help: 'A registry file on the trunk is no valid YAML, lacks a key or gives an id twice; the message says where. Until it is repaired the gate cannot judge. A change that repairs it is let through.',
  },
  'okr.registry-changed': {
    level: 'note',
    title: 'The change edits the registry',
    help: 'The version on the trunk judges this change. The new version counts once it is merged.',
  },
  'okr.registry-invalid': {
    level: 'block',
    title: 'The change would break the registry',
    help: 'A registry file, as this change would have it, is no valid YAML, lacks a key or gives an id twice. Correct it at the given line.',
  },
  'okr.partly-known': {
    level: 'note',
    title: 'Judged without everything that could name an objective',
    help: 'Labels, linked issues, the description or commands are not known here (a replay or a local check has none), so an objective that only they name is missed.',
  },
} as const satisfies Readonly<Record<string, ReasonKind>>
