import { type Gate, MODES } from '../model/gate.ts'
import { isArray, isObject, type Json, type JsonSchema } from '../model/json.ts'

const MODE_MEANINGS = '`off` does not run, `observe` is recorded only, `warn` shows warnings, `enforce` blocks.'

export function modeSchema(title: string, description: string): JsonSchema {
  return { title, description: `${description} ${MODE_MEANINGS}`, enum: MODES }
}

/** A gate's options with the two modes that every gate has. */
export function gateSchema(gate: Gate, options: JsonSchema): JsonSchema {
  return {
    title: gate.title,
    ...options,
    type: 'object',
    additionalProperties: false,
    properties: {
      mode: modeSchema('Mode', 'How much this gate’s word counts; the general mode where it is not given.'),
      modes: {
        title: 'Modes by reason',
        description: 'Other modes for single reason codes of this gate.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(Object.entries(gate.reasons).map(([code, reason]) => [code, modeSchema(reason.title, 'Mode for this reason.')])),
        ...openModes(gate),
      },
      ...(isObject(options['properties']) ? options['properties'] : {}),
    },
  }
}

function openModes({ openReasons: open }: Gate): JsonSchema {
  if (open === undefined) return {}
  const pattern = `^${open.prefix.replaceAll('.', '\\.')}[a-z][a-z0-9.-]{0,99}$`
  return { patternProperties: { [pattern]: modeSchema(open.title, 'Mode for this reason.') } }
}

/** Nothing that a default supplies is required of a file, and editors are told the default. */
export function withDefaults(schema: JsonSchema, defaults: Json | undefined): JsonSchema {
  if (!isObject(defaults) || !isObject(schema['properties'])) return defaults === undefined || 'default' in schema ? schema : { ...schema, default: defaults }
  const properties = Object.entries(schema['properties']).map(([key, sub]) => [key, isObject(sub) ? withDefaults(sub, defaults[key]) : sub])
  const required = isArray(schema['required']) ? schema['required'].filter((key) => typeof key === 'string' && defaults[key] === undefined) : []
  const { required: _, ...rest } = schema
  return { ...rest, ...(required.length > 0 ? { required } : {}), properties: Object.fromEntries(properties) }
}

export function requiring(schema: JsonSchema, key: string): JsonSchema {
  return { ...schema, required: [key, ...(isArray(schema['required']) ? schema['required'] : [])] }
}
