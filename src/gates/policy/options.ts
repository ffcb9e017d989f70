import type { Glob } from '../../model/glob.ts'
import type { JsonSchema } from '../../model/json.ts'

/** Families of the rules that come with Maestro (policy/library/). */
export const FAMILIES = ['ci', 'iam', 'network', 'residency', 'dependencies', 'spending'] as const
export type Family = (typeof FAMILIES)[number]

export type PolicyOptions = {
  /** The folder on the trunk that holds hand-written Rego and its data. */
  readonly rego: string
  readonly library: readonly Family[]
  /** Regions, as the providers name them, that data may be in; empty: every one. */
  readonly regions: readonly string[]
  readonly budgets: { readonly usd?: number; readonly ci_mins?: number; readonly gco2e?: number }
}

export const policyDefaults: PolicyOptions = { rego: 'policy/', library: FAMILIES, regions: [], budgets: {} }

const amount = (description: string): JsonSchema => ({ description, type: 'number', minimum: 0 })

export const policySchema: JsonSchema = {
  type: 'object',
  description:
    'Predicts what a change would do under the policies in force: rules in Rego on the trunk, and the library that comes with Maestro. Each finding has the code of its rule, `policy.<rule>`, for which `modes` may say another mode.',
  additionalProperties: false,
  properties: {
    rego: {
      title: 'Rego',
      description:
        'The folder on the trunk with hand-written policies: `deny`, `warn`, `violation` and `allow` rules of every package in its `.rego` files (`_test.rego` apart); its JSON and YAML files are `data`, by folder as OPA loads them.',
      type: 'string',
      minLength: 1,
      maxLength: 200,
    },
    library: {
      title: 'Library',
      description: 'Families of the rules that come with Maestro which judge here.',
      type: 'array',
      uniqueItems: true,
      items: { enum: FAMILIES },
    },
    regions: {
      title: 'Regions',
      description:
        'Where data may be, as providers name it (`eu-west-1`, `europe-west4`, `westeurope`); a `*` at the end stands for the rest. Empty: anywhere.',
      type: 'array',
      maxItems: 100,
      items: { type: 'string', minLength: 1, maxLength: 60 },
    },
    budgets: {
      title: 'Budgets',
      description: 'What one change may cost at most.',
      type: 'object',
      additionalProperties: false,
      properties: { usd: amount('US dollars.'), ci_mins: amount('Minutes of CI.'), gco2e: amount('Grams of CO₂ equivalent.') },
    },
  },
}

/** Patterns of the files on the trunk that govern. */
export function policyGlobs({ rego }: PolicyOptions): { readonly modules: readonly Glob[]; readonly data: readonly Glob[] } {
  const folder = folderOf(rego)
  const within = (name: string) => `${folder === '' ? '' : `${folder.replaceAll(/[*?[\]{}\\!]/g, '\\$&')}/`}**/${name}`
  return { modules: [within('*.rego')], data: [within('*.json'), within('*.yaml'), within('*.yml')] }
}

/** Without slashes at its ends. */
export function folderOf(rego: string): string {
  return rego.replace(/^\.?\/+/, '').replace(/\/+$/, '')
}
