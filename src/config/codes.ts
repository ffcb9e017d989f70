import type { ReasonKind } from '../model/gate.ts'

/**
 * Every code that a settings diagnostic can have. Stable across releases: they are reasons on a card when a pull
 * request introduces them, and docs/reasons.md is made from this list.
 */
export const SETTINGS_REASONS = {
  'settings.unreadable': kind('block', 'The settings file cannot be read', 'The path is a folder, a link or a submodule, or the file is not UTF-8 text.'),
  'settings.too-large': kind(
    'block',
    'The settings file is too large',
    'It is over 256 KB, has too many entries, is nested too deep, or repeats too much through aliases.',
  ),
  'settings.yaml': kind(
    'block',
    'The settings file is not plain YAML',
    'A syntax error, a second document, a custom tag, a merge key or a key that is no text.',
  ),
  'settings.duplicate-key': kind('block', 'A key is given twice', 'Only one of the two could count; keep that one.'),
  'settings.unknown-key': kind('block', 'A key means nothing', 'It is misspelt or stands in the wrong place.'),
  'settings.unknown-gate': kind('block', 'There is no gate of this name', 'It is misspelt, or this release does not have it.'),
  'settings.missing-key': kind('block', 'A required key is missing', 'Add it.'),
  'settings.wrong-type': kind('block', 'A value has the wrong type', 'For example a text where a list belongs, or a number in quotes.'),
  'settings.wrong-value': kind('block', 'A value is none of those allowed', 'Take one from the list in the message.'),
  'settings.out-of-range': kind('block', 'A value is too small, too large, too long or too short', 'The message names the bound.'),
  'settings.bad-glob': kind('block', 'A path pattern cannot be read', 'The message says why. Patterns are relative to the root of the repository.'),
  'settings.not-here': kind('block', 'A key belongs to the organisation’s file', '`floor` is set by the organisation only.'),
  'settings.conflict': kind('block', 'The layers do not fit together', 'Each file is right by itself, but merged they give options that the gate cannot take.'),
  'settings.below-floor': kind(
    'warn',
    'The organisation’s floor says otherwise',
    'A mode is raised to the floor, an option that the floor locks keeps the organisation’s value. Write what the message says, or leave the key out.',
  ),
  'settings.lowered': kind(
    'warn',
    'A mode is lowered',
    'Once this is merged, a gate or one of its reasons asks for less than it does now. The version on the trunk still judges this change; say in the description why.',
  ),
  'settings.unmatched-glob': kind('warn', 'A path pattern matches no file', 'It is misspelt, or the files are gone.'),
} as const satisfies Readonly<Record<string, ReasonKind>>

export type SettingsCode = keyof typeof SETTINGS_REASONS

function kind(level: ReasonKind['level'], title: string, help: string): ReasonKind {
  return { level, title, help }
}

/** Given for a change to what governs, whether or not it has errors; `ofOrganisation` is what is said of the organisation's own file. */
export const CHANGED_SETTINGS = {
  'settings.changed': {
    level: 'note',
    title: 'this changes what governs the changes after it',
    ofOrganisation: 'this changes what governs every repository of the organisation',
    help: "The change touches `.github/maestro.yml`, or the organisation's own file in the repository that holds it. The trunk's version judges it; once merged, the new one judges everything after. Review it as you would a permission.",
  },
  'settings.removed': {
    level: 'warn',
    title: 'this removes the settings: once merged, only defaults and the organisation govern',
    ofOrganisation: 'this removes the organisation’s settings: once merged, nothing of them and no floor holds in any of its repositories',
    help: "The change removes or renames `.github/maestro.yml`. Nothing of this repository is enforced after it is merged, except what the organisation's floor says. Of the organisation's own file: no floor holds any more, in any repository.",
  },
  'settings.repairs': {
    level: 'warn',
    title: 'this repairs the settings, which were never valid; it is let through because it touches nothing else',
    ofOrganisation: 'this repairs the organisation’s settings, which were never valid; it is let through because it touches nothing else',
    help: "No version of `.github/maestro.yml` on the trunk was ever valid, so nothing but the defaults and the organisation's file governs, and every other change waits. A change that makes the file valid and touches nothing else may merge; it warns, so that somebody reads what will govern from then on. The organisation's own file is repaired so in the repository that holds it.",
  },
} as const satisfies Readonly<Record<string, ReasonKind & { readonly ofOrganisation: string }>>
