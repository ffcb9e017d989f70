import type { Glob } from '../../model/glob.ts'
import type { JsonSchema } from '../../model/json.ts'
import { code, type Phrase } from '../../model/phrase.ts'

type OkrRule = { readonly paths: readonly Glob[]; readonly okr: string }

export type OkrOptions = {
  readonly registry: Glob | readonly Glob[]
  readonly rules: readonly OkrRule[]
  readonly labels: { readonly [label: string]: string }
  readonly required: boolean
  readonly exempt: readonly Glob[]
  /** Whether settings speak of this gate at all: filled in for us (config/named.ts). Who does not use objectives need not say so. */
  readonly named: boolean
}

export const okrDefaults: OkrOptions = { registry: 'okrs/*.{yml,yaml}', rules: [], labels: {}, required: true, exempt: [], named: false }

const glob: JsonSchema = { type: 'string', format: 'glob', minLength: 1, maxLength: 1024 }
const objective: JsonSchema = { type: 'string', minLength: 1, maxLength: 68 }

export const okrSchema: JsonSchema = {
  type: 'object',
  description:
    'Says which objectives a change serves, and asks for one where none is known. Wherever settings name this gate, in `gates` or in the floor, there has to be a registry on the trunk: without one it cannot judge, and where it is enforced that is no pass. A gate that nothing names only follows the general mode, and is in use once the trunk has a registry.',
  additionalProperties: false,
  properties: {
    registry: {
      title: 'Registry',
      description: 'The YAML files on the trunk that hold the objectives: a path pattern or a list of them.',
      anyOf: [glob, { type: 'array', minItems: 1, maxItems: 100, items: glob }],
    },
    rules: {
      title: 'Rules by path',
      description: 'Which paths serve which objective. A file may serve several.',
      type: 'array',
      maxItems: 500,
      items: {
        type: 'object',
        description: 'One rule.',
        additionalProperties: false,
        required: ['paths', 'okr'],
        properties: {
          paths: { description: 'Path patterns; a leading `!` takes out again.', type: 'array', minItems: 1, maxItems: 100, items: glob },
          okr: { description: 'The id of the objective that files at these paths serve.', ...objective },
        },
      },
    },
    labels: {
      title: 'Labels',
      description: 'Objectives by label of the pull request. A label that is itself the id of an objective always counts as that.',
      type: 'object',
      maxProperties: 500,
      additionalProperties: { description: 'The id of the objective that this label stands for.', ...objective },
    },
    required: {
      title: 'Required',
      description: 'Whether a change that serves no objective is a finding.',
      type: 'boolean',
    },
    exempt: {
      title: 'Exempt',
      description:
        'Files that need no objective: a change that touches nothing else is not asked for one, and its card says so. A leading `!` takes out again. Links and submodules are never exempt.',
      type: 'array',
      maxItems: 100,
      items: glob,
    },
    named: {
      title: 'Named',
      description: 'Whether settings name this gate.',
      type: 'boolean',
      readOnly: true,
    },
  },
}

/** The registry's patterns as a list. */
export function registryGlobs({ registry }: OkrOptions): readonly Glob[] {
  return typeof registry === 'string' ? [registry] : registry
}

/** The registry's patterns as code, to say where to look. */
export function globWords(options: OkrOptions): Phrase {
  return registryGlobs(options).flatMap((glob, index) => [...(index === 0 ? [] : [', ']), code(glob)])
}
