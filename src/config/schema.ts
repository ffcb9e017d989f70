import { type Gate, MODES } from '../model/gate.ts'
import { isArray, isObject, type Json, type JsonSchema } from '../model/json.ts'
import { RETENTION_PATTERN } from './retention.ts'
import { defaultFile } from './settings-file.ts'

const MODE_MEANINGS = '`off` does not run, `observe` is recorded only, `warn` shows warnings, `enforce` blocks.'
const PATHS_HELP =
  'Path patterns, relative to the root of the repository: `*` stays within a folder, `**` spans folders, `{a,b}` are alternatives, a leading `!` takes out again.'

/**
 * The JSON Schema (draft 07, which editors know best) of a settings file. Titles and descriptions are what an
 * editor shows. Each gate adds its own schema, which has to stand by itself: plain keywords, no `$ref`, and
 * `format: glob` for what is matched against paths. What a gate has defaults for is not required.
 */
export function settingsSchema(gates: readonly Gate[]): JsonSchema {
  return fileSchema(gates, (gate) => withDefaults(gate.settings.schema, gate.settings.defaults), ['version'])
}

/** The same for merged settings: every key has its value, and the gates' own requirements hold in full. */
export function completeSchema(gates: readonly Gate[]): JsonSchema {
  const defaults = defaultFile(gates)
  const schema = fileSchema(gates, (gate) => requiring(gate.settings.schema, 'modes'), Object.keys(defaults))
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const gateMap = isObject(properties['gates']) ? properties['gates'] : {}
  return { ...schema, properties: { ...properties, gates: { ...gateMap, required: Object.keys(defaults.gates) } } }
}

function requiring(schema: JsonSchema, key: string): JsonSchema {
  return { ...schema, required: [key, ...(isArray(schema['required']) ? schema['required'] : [])] }
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
      mode: { ...mode('General mode', 'For every gate that has no mode of its own, and for errors in proposed settings.'), default: defaults.mode },
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
      floor: {
        title: 'Floor',
        description:
          'Only in the organisation’s file: the least mode of each gate; `*` is for all that are not named. A repository may go above it, never below.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(['*', ...ids].map((id) => [id, mode(id === '*' ? 'All other gates' : id, 'The least mode.')])),
      },
    },
  }
}

function mode(title: string, description: string): JsonSchema {
  return { title, description: `${description} ${MODE_MEANINGS}`, enum: MODES }
}

function gateSchema(gate: Gate, options: JsonSchema): JsonSchema {
  return {
    title: gate.title,
    ...options,
    type: 'object',
    additionalProperties: false,
    properties: {
      mode: mode('Mode', 'How much this gate’s word counts; the general mode where it is not given.'),
      modes: {
        title: 'Modes by reason',
        description: 'Other modes for single reason codes of this gate.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(Object.entries(gate.reasons).map(([code, reason]) => [code, mode(reason.title, 'Mode for this reason.')])),
      },
      ...(isObject(options['properties']) ? options['properties'] : {}),
    },
  }
}

function authorSchema(gates: readonly string[]): JsonSchema {
  const logins = (title: string, description: string): JsonSchema => ({
    title,
    description,
    type: 'array',
    minItems: 1,
    maxItems: 1000,
    items: { type: 'string', minLength: 1, maxLength: 100 },
  })
  return {
    type: 'object',
    additionalProperties: false,
    required: ['gates'],
    anyOf: [{ required: ['apps'] }, { required: ['users'] }],
    properties: {
      apps: logins('Apps', 'Logins of GitHub Apps, with or without `[bot]`.'),
      users: logins('Users', 'Logins of people and of machine accounts.'),
      only: {
        title: 'Only these paths',
        description: `The rule applies only when every changed path is one of these; without it, to any change. ${PATHS_HELP}`,
        type: 'array',
        minItems: 1,
        maxItems: 1000,
        items: { type: 'string', format: 'glob' },
      },
      gates: {
        title: 'Modes',
        description: 'The mode of each gate for these changes. Reasons with a mode of their own keep it where it is lower.',
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: Object.fromEntries(gates.map((id) => [id, mode(id, 'Mode for these authors.')])),
      },
    },
  }
}

/** Nothing that a default supplies is required of a file, and editors are told the default. */
function withDefaults(schema: JsonSchema, defaults: Json | undefined): JsonSchema {
  if (!isObject(defaults) || !isObject(schema['properties'])) return defaults === undefined || 'default' in schema ? schema : { ...schema, default: defaults }
  const properties = Object.entries(schema['properties']).map(([key, sub]) => [key, isObject(sub) ? withDefaults(sub, defaults[key]) : sub])
  const required = isArray(schema['required']) ? schema['required'].filter((key) => typeof key === 'string' && defaults[key] === undefined) : []
  const { required: _, ...rest } = schema
  return { ...rest, ...(required.length > 0 ? { required } : {}), properties: Object.fromEntries(properties) }
}
