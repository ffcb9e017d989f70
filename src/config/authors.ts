import type { Actor, Change } from '../model/change.ts'
import type { GateId } from '../model/gate.ts'
import { globSet } from '../model/glob.ts'
import type { AuthorRule, GateSettings, Settings } from '../model/settings.ts'
import { atMost } from './modes.ts'

/**
 * Settings for one change: the modes of every author rule that applies to it, later rules over earlier ones. A
 * rule applies when the author is known and named and every changed path (the old one of a rename too) is among
 * `only`. Reasons with a mode of their own keep it where it is lower than the rule's, so that `off` is off.
 * Nothing can come out below the organisation's floor: the rules and the reasons' modes are at it or above.
 */
export function settingsFor(settings: Settings, change: Change): Settings {
  if (!settings.authors.some((rule) => applies(rule, change))) return settings
  const gates = Object.entries(settings.gates).map(([id, gate]) => [id, governed(gate, settings.authors[ruleFor(id, settings, change)]?.gates[id])] as const)
  return { ...settings, gates: Object.fromEntries(gates) }
}

/** The index of the author rule that says the mode of a gate for a change: the last of those that apply and name it; -1 when none does. */
export function ruleFor(gate: GateId, { authors }: Pick<Settings, 'authors'>, change: Change): number {
  return authors.findLastIndex((rule) => Object.hasOwn(rule.gates, gate) && applies(rule, change))
}

function governed(gate: GateSettings, mode: GateSettings['mode'] | undefined): GateSettings {
  if (mode === undefined) return gate
  return { ...gate, mode, modes: Object.fromEntries(Object.entries(gate.modes).map(([code, own]) => [code, atMost(own, mode)] as const)) }
}

function applies(rule: AuthorRule, change: Change): boolean {
  if (!change.author.known || !names(rule, change.author.value)) return false
  if (rule.only.length === 0) return true
  const only = globSet(rule.only)
  return change.files.every((file) => only.matches(file.path) && (file.previousPath === undefined || only.matches(file.previousPath)))
}

/** Logins differ in case only by writing. An app is not a user of the same name, nor the other way round. */
function names(rule: AuthorRule, author: Actor): boolean {
  if (author.kind === 'app') return rule.apps.some((app) => appName(app) === appName(author.login))
  return rule.users.some((user) => user.toLowerCase() === author.login.toLowerCase())
}

function appName(login: string): string {
  return login.toLowerCase().replace(/\[bot\]$/, '')
}
