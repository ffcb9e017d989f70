import { LOCAL_REASONS } from '../src/cli/local/local-gates.ts'
import { CHANGED_SETTINGS, SETTINGS_REASONS } from '../src/config/codes.ts'
import { gates } from '../src/gates/registry.ts'
import type { ReasonKind } from '../src/model/gate.ts'

/** Reason codes that belong together on the page. */
interface ReasonSource {
  readonly title: string
  readonly about: string
  readonly reasons: Readonly<Record<string, ReasonKind>>
}

/** Where codes come from besides the gates. Whoever gives codes of their own adds a line here. */
const OUTSIDE_GATES: readonly ReasonSource[] = [
  { title: 'Settings', about: 'Given on the pull request that would bring the error in.', reasons: { ...SETTINGS_REASONS, ...CHANGED_SETTINGS } },
  { title: 'Local', about: 'Given by `maestro check` and `maestro replay` only.', reasons: LOCAL_REASONS },
]

const LEVELS: Readonly<Record<ReasonKind['level'], string>> = {
  block: 'blocks where its mode is `enforce`',
  warn: 'warns',
  note: 'is a remark and changes nothing',
}

/** The page docs/reasons.md: every reason code with its gravest level, when it is given and what to do. */
export function reasonsPage(sources: readonly ReasonSource[] = [...ofGates(), ...OUTSIDE_GATES]): string {
  const head = [
    '# Reasons',
    'Every finding on a card has one of these codes. They are stable across releases, and settings can give each a mode of its own: `gates: { spec: { modes: { spec.orphaned-card: observe } } }`. The level is the gravest that a code can have.',
    '<!-- Written by `npm run write`; edit the code, not this page. -->',
  ]
  return `${[...head, ...sources.flatMap(section)].join('\n\n')}\n`
}

function ofGates(): readonly ReasonSource[] {
  return gates.map((gate) => ({ title: gate.title, about: `Gate \`${gate.id}\`.`, reasons: gate.reasons }))
}

function section({ title, about, reasons }: ReasonSource): readonly string[] {
  const entries = Object.entries(reasons).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [`## ${title}`, about, ...entries.map(([code, kind]) => entry(code, kind))]
}

/** The anchor is the code itself: the one GitHub makes of a heading leaves out dots. */
function entry(code: string, { level, title, help }: ReasonKind): string {
  return `### <a id="${code}"></a>\`${code}\`\n\n**${title}.** It ${LEVELS[level]}.\n\n${help}`
}
