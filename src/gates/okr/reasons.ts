import type { ReasonKind } from '../../model/gate.ts'

export const okrReasons = {
  'okr.untagged': {
    level: 'block',
    title: 'The change serves no objective',
    help: 'Nothing says what the change is for: no path rule, no label, no linked issue and no `OKR:` line names an objective of the registry. Add a line such as `OKR: OKR-Q3-LATENCY` to the description, or comment `/maestro okr OKR-Q3-LATENCY`. With `required: false` it is a note.',
  },
  'okr.exempt': {
    level: 'note',
    title: 'The change is exempt from naming an objective',
    help: 'Every changed file, the old path of a rename too, matches `gates.okr.exempt` in the settings that govern, and nothing names an objective. What is named all the same has to exist. The pattern list is among the facts. An organisation can lock `exempt` in its floor.',
  },
  'okr.unknown-id': {
    level: 'block',
    title: 'There is no objective of this id',
    help: 'A label, the description or a command names an objective that the registry on the trunk does not have. Correct the id, or add the objective to the registry first. Where the settings name it, it is a warning: the author of the change is not to blame. In the title of a linked issue it is a note. What a command named was in the registry then, so there it is a warning until another objective is named, and a note from then on; `/maestro okr --remove ID` takes it back.',
  },
  'okr.registry-missing': {
    level: 'note',
    title: 'There is no registry on the trunk',
    help: 'The settings name the gate, but no file on the trunk matches `registry`, or none of them names an objective. So the gate cannot judge, and where it is enforced that is no pass: nothing merges until there is a registry or the gate is off. Add a registry file, or set `gates.okr.mode: off`, in a pull request of its own: one that touches nothing but registry files and `.github/maestro.yml` is let through. Where no settings name the gate, it is only not in use.',
  },
  'okr.registry-broken': {
    level: 'note',
    title: 'The registry on the trunk cannot be used',
    help: 'A registry file on the trunk is no valid YAML, lacks a key or gives an id twice; the message says where. Until it is repaired the gate cannot judge, and where it is enforced nothing merges. Repair it in a pull request of its own: one that touches nothing but registry files and `.github/maestro.yml` is let through, one that brings anything else along is not.',
  },
  'okr.registry-changed': {
    level: 'note',
    title: 'The change edits the registry',
    help: 'The version on the trunk judges this change. The new version counts once it is merged.',
  },
  'okr.registry-invalid': {
    level: 'block',
    title: 'The change would break the registry',
    help: 'A registry file, as this change would have it, is no valid YAML, lacks a key or gives an id twice; files that the change does not touch are taken as the trunk has them. Correct it at the given line.',
  },
  'okr.registry-removed': {
    level: 'block',
    title: 'The change would leave no objective',
    help: 'It deletes, renames or empties the last registry file that the trunk has at `registry`. Once that is merged no change can be judged by objectives. Keep an objective. To move the registry, first let `registry` name both places. When there are to be no objectives, first set `gates.okr.mode: off`, in a pull request of its own.',
  },
  'okr.partly-known': {
    level: 'note',
    title: 'Judged without everything that could name an objective',
    help: 'Labels, linked issues, the description or commands are not known here (a replay or a local check has none), so an objective that only they name is missed.',
  },
} as const satisfies Readonly<Record<string, ReasonKind>>
