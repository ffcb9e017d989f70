import { MODES, type Mode } from '../../../model/gate.ts'
import { isObject, type Json } from '../../../model/json.ts'
import type { Annotations, Module, Rule } from '../../../rego/index.ts'

/** How a rule is listened to, by its name: `deny`, `deny_…` and `violation` block, `warn` and `warn_…` warn, `allow` takes findings out. */
type Voice = 'deny' | 'warn' | 'allow'

/** One rule of one package that says something about a change: all its definitions together. */
export interface Speaker {
  /** The document's query: `data.ci.pinning.deny`. */
  readonly entrypoint: string
  readonly rule: string
  readonly voice: Voice
  /** What its findings are called where they do not say it themselves: `ci.pinning` for `package ci.pinning`. */
  readonly code: string
  /** Where its first definition stands. */
  readonly file: string
  readonly line: number
  readonly about: About
}

/** What a package's `# METADATA` says of its rules. */
interface About {
  readonly title?: string
  readonly description?: string
  /** `custom.severity`: `high`, `medium`, `low`. */
  readonly severity?: string
  /** `custom.why`: what goes wrong where this is let through. */
  readonly why?: string
  /** `custom.fix`: what to do. */
  readonly fix?: string
  /** `custom.mode`: the most that its findings count for, for a rule that is still tried out. */
  readonly mode?: Mode
}

/** The packages of the library stand under this, and their codes do not say so. */
const LIBRARY_ROOT = 'maestro.library'

/** The rules of some modules that speak, by entrypoint. */
export function speakersOf(modules: readonly { readonly name: string; readonly module: Module }[]): readonly Speaker[] {
  const abouts = new Map<string, About>()
  for (const { module } of modules) {
    const said = module.annotations.find(({ scope }) => scope === 'package' || scope === 'subpackages')
    if (said) abouts.set(module.package.path.join('.'), aboutOf(said))
  }
  const speakers = new Map<string, Speaker>()
  for (const { name, module } of modules) {
    const path = module.package.path.join('.')
    for (const rule of module.rules) {
      const voice = voiceOf(rule)
      if (voice === undefined) continue
      const ruleName = nameOf(rule)
      const entrypoint = `data.${path}.${ruleName}`
      if (speakers.has(entrypoint)) continue
      const file = name
      speakers.set(entrypoint, { entrypoint, rule: ruleName, voice, code: codeOf(path), file, line: rule.location?.row ?? 1, about: abouts.get(path) ?? {} })
    }
  }
  return [...speakers.values()].sort((a, b) => (a.entrypoint < b.entrypoint ? -1 : 1))
}

/** Functions and rules deeper in a package do not speak: they help those that do. */
function voiceOf(rule: Rule): Voice | undefined {
  if (rule.head.args !== undefined) return undefined
  const name = nameOf(rule)
  if (name === 'allow') return 'allow'
  if (name === 'deny' || name === 'violation' || name.startsWith('deny_') || name.startsWith('violation_')) return 'deny'
  return name === 'warn' || name.startsWith('warn_') ? 'warn' : undefined
}

function nameOf(rule: Rule): string {
  const [head] = rule.head.ref
  return head.type === 'var' ? head.name : ''
}

function codeOf(path: string): string {
  const plain = path.startsWith(`${LIBRARY_ROOT}.`) ? path.slice(LIBRARY_ROOT.length + 1) : path
  return plain.replaceAll('_', '-').toLowerCase()
}

function aboutOf({ title, description, custom }: Annotations): About {
  const said: { readonly [key: string]: Json | undefined } = isObject(custom) ? custom : {}
  const text = (key: string) => (typeof said[key] === 'string' ? { [key]: said[key] } : {})
  const mode = MODES.find((each) => each === said['mode'])
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...text('severity'),
    ...text('why'),
    ...text('fix'),
    ...(mode === undefined ? {} : { mode }),
  }
}
