import type { JsonSchema } from '../model/json.ts'
import { modeSchema } from './gate-schema.ts'

const PATHS_HELP =
  'Path patterns, relative to the root of the repository: `*` stays within a folder, `**` spans folders, `{a,b}` are alternatives, a leading `!` takes out again.'

/** One rule of `authors`. */
export function authorSchema(gates: readonly string[]): JsonSchema {
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
        properties: Object.fromEntries(gates.map((id) => [id, modeSchema(id, 'Mode for these authors.')])),
      },
    },
  }
}
