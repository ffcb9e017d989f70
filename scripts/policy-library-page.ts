import { type LibraryModule, library } from '../policy/library/index.ts'
import { FAMILIES, type Family } from '../src/gates/policy/options.ts'
import { speakersOf } from '../src/gates/policy/rules/speakers.ts'
import { isObject } from '../src/model/json.ts'
import { type Module, parseModule } from '../src/rego/index.ts'

const FAMILY_TITLES: Readonly<Record<Family, string>> = {
  ci: 'CI workflows',
  iam: 'Identities, rights and privileges',
  network: 'Network',
  residency: 'Where data is',
  dependencies: 'Dependencies and licences',
  spending: 'Spending',
}

const HEAD = `# The policy library

<!-- Written by \`npm run write\` from the metadata in policy/library/; edit the rules, not this page. -->

Rules that come with Maestro, asked about every change unless \`gates.policy.library\` leaves their family out. Each judges what the change makes worse: what was
there before, was only moved or renamed, or is another version of the same, is not spoken of. A rule's code is \`policy.<family>.<rule>\`; \`modes\` can give each
a mode of its own, and an \`allow\` in the repository's own policies takes single findings out, with the reason.

\`data.maestro\` in the repository's policies tunes them: a file \`policy/maestro/data.yaml\` on the trunk may list \`trusted_owners\` (of actions), \`trusted_hosts\`
(of installers), \`install_scripts\` (packages that may run one) and \`refused_licences\`.

Files in folders of tests, fixtures, examples, documentation and copies of others' work are not judged where an entry says so: nobody deploys from there. Who does
writes a rule of their own for that folder.`

/** The page docs/policy-library.md: every rule of the library by family, from its metadata. Throws for a rule that does not say all that the page tells. */
export function policyLibraryPage(modules: readonly LibraryModule[] = library): string {
  const rules = modules.flatMap((each) => ruleOf(each) ?? [])
  const sections = FAMILIES.map((family) => [`## ${FAMILY_TITLES[family]}`, ...rules.filter((rule) => rule.family === family).map(({ text }) => text)])
  return `${[HEAD, ...sections.flat()].join('\n\n')}\n`
}

function ruleOf({ family, name, text }: LibraryModule): { readonly family: string; readonly text: string } | undefined {
  const module = parseModule(name, text)
  const speakers = speakersOf([{ name, module }])
  const code = speakers[0]?.code
  if (code === undefined) return undefined
  const said = metadataOf(name, module)
  const voices = new Set(speakers.map(({ voice }) => voice))
  const effect = voices.has('deny') ? (voices.has('warn') ? 'blocks or warns' : 'blocks') : 'warns'
  const entry = [
    `### <a id="policy.${code}"></a>\`policy.${code}\``,
    `**${said('title')}.** Severity ${said('severity')}; it ${effect}.`,
    said('description'),
    `*Why:* ${said('why')}`,
    `*What to do:* ${said('fix')}`,
    `*When it is wrong, and what it leaves out:* ${said('false_positives')}`,
  ]
  return { family, text: entry.join('\n\n') }
}

function metadataOf(name: string, module: Module): (key: string) => string {
  const annotations = module.annotations.find(({ scope }) => scope === 'package')
  const custom = annotations?.custom
  const texts: Readonly<Record<string, unknown>> = { ...(isObject(custom) ? custom : {}), title: annotations?.title, description: annotations?.description }
  return (key) => {
    const text = texts[key]
    if (typeof text !== 'string' || text === '') throw new Error(`${name} does not say its ${key}`)
    return text
  }
}
