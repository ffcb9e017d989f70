import type { Gate } from '../model/gate.ts'
import { isObject, type JsonSchema } from '../model/json.ts'
import { authorSchema } from './author-schema.ts'
import { floorSchema } from './floor-schema.ts'
import { gateSchema, modeSchema, requiring, withDefaults } from './gate-schema.ts'
import { settable } from './named.ts'
import { RETENTION_PATTERN } from './retention.ts'
import { defaultFile } from './settings-file.ts'

/**
 * The JSON Schema (draft 07, which editors know best) of a settings file. Titles and descriptions are what an
 * editor shows. Each gate adds its own schema, which has to stand by itself: plain keywords, no `$ref`, and
 * `format: glob` for what is matched against paths; `mode` and `modes` are not its own. What it has defaults for
 * is not required, and what is `readOnly` cannot be set.
 */
export function settingsSchema(gates: readonly Gate[]): JsonSchema {
  return fileSchema(gates, (gate) => withDefaults(settable(gate.settings.schema), gate.settings.defaults), ['version'])
}

/** The same for merged settings: every key has its value, and the gates' own requirements hold in full. */
export function completeSchema(gates: readonly Gate[]): JsonSchema {
  const defaults = defaultFile(gates)
  const schema = fileSchema(gates, (gate) => requiring(gate.settings.schema, 'modes'), Object.keys(defaults))
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const gateMap = isObject(properties['gates']) ? properties['gates'] : {}
  return { ...schema, properties: { ...properties, gates: { ...gateMap, required: Object.keys(defaults.gates) } } }
}

function fileSchema(gates: readonly Gate[], optionsOf: (gate: Gate) => JsonSchema, required: readonly string[]): JsonSchema {
  const defaults = defaultFile([])
  const ids = gates.map((gate) => gate.id)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Maestro settings',
    description: 'How pull requests are governed: `.github/maestro.yml` on the trunk, layered over the organisation’s file.',
    type: 'object',
    additionalProperties: false,
    required,
    properties: {
      version: { title: 'Version', description: 'The version of this format.', const: 1 },
      mode: { ...modeSchema('General mode', 'For every gate that has no mode of its own, and for errors in proposed settings.'), default: defaults.mode },
      comment: {
        title: 'Comment',
        description:
          'When to write the comment on a pull request: `when-needed` once something blocks, warns or waits for a person (kept true from then on), `always`, or `never`.',
        enum: ['when-needed', 'always', 'never'],
        default: defaults.comment,
      },
      trunks: {
        title: 'Trunks',
        description: 'Branches whose own settings govern: patterns of branch names; `~default` is the default branch.',
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: { type: 'string', format: 'branch-glob' },
        default: defaults.trunks,
      },
      retention: {
        title: 'Retention',
        type: 'object',
        additionalProperties: false,
        description: 'How long data is kept.',
        properties: {
          inputs: {
            title: 'Inputs of decisions',
            description: 'How long the file contents that a decision was based on are kept, so that it can be judged again; `digests-only` keeps none.',
            type: 'string',
            pattern: RETENTION_PATTERN,
            patternErrorMessage: 'a time such as `30d` or `12h`, or `digests-only`',
            examples: ['30d', '12h', 'digests-only'],
            default: defaults.retention.inputs,
          },
        },
      },
      public_titles: {
        title: 'Titles in public',
        description: 'Whether titles of objectives may be shown on a public repository. Their ids always are.',
        type: 'boolean',
        default: defaults.public_titles,
      },
      authors: {
        title: 'Rules for authors',
        description: 'Other modes for changes by these authors. Every rule that applies counts; where two name the same gate, the later one.',
        type: 'array',
        maxItems: 100,
        items: authorSchema(ids),
        default: [],
      },
      gates: {
        title: 'Gates',
        description: 'Each gate’s mode and options.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(gates.map((gate) => [gate.id, gateSchema(gate, optionsOf(gate))])),
      },
      floor: floorSchema(gates),
    },
  }
}
