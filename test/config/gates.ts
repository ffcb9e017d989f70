import type { Gate, ReasonKind } from '../../src/model/gate.ts'
import type { Json, JsonSchema } from '../../src/model/json.ts'
import { say } from '../../src/model/phrase.ts'

function gate(id: string, title: string, schema: JsonSchema, defaults: Json, codes: readonly string[]): Gate {
  const reasons: Record<string, ReasonKind> = {}
  for (const code of codes) reasons[code] = { level: 'block', title: code, help: '' }
  return {
    id,
    version: '1',
    title,
    settings: { schema, defaults },
    reasons,
    needs: () => [],
    evaluate: () => ({ gate: id, outcome: 'pass', summary: say`fine`, reasons: [], facts: [], nextSteps: [], waits: [], listens: [], obligations: [] }),
  }
}

const paths: JsonSchema = { type: 'array', items: { type: 'string', format: 'glob' } }

/** Small gates with every kind of option that settings have to deal with. */
export const gates: readonly Gate[] = [
  gate(
    'spec',
    'Specs',
    {
      type: 'object',
      additionalProperties: false,
      required: ['cards', 'coverage'],
      properties: {
        cards: { type: 'string', format: 'glob', description: 'Where the cards are.' },
        tests: { ...paths, description: 'Where the tests are.' },
        coverage: { type: 'number', minimum: 0, maximum: 1, description: 'The least share.' },
        depth: { type: 'integer', description: 'How far.' },
        strict: { type: 'boolean', description: 'Whether to be strict.' },
        required: { enum: ['always', 'behaviour', 'never'], description: 'When a card is required.' },
      },
    },
    { cards: 'specs/**', tests: ['test/**'], coverage: 0.8, depth: 3, strict: false, required: 'behaviour' },
    ['spec.unbound-surface', 'spec.orphaned-card'],
  ),
  gate(
    'okr',
    'Objectives',
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        registry: { type: 'string', format: 'glob', description: 'Where the objectives are.' },
        rules: {
          type: 'array',
          description: 'Which paths belong to which objective.',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['paths', 'okr'],
            properties: { paths, okr: { type: 'string', minLength: 1 } },
          },
        },
        budget: {
          type: 'object',
          additionalProperties: false,
          description: 'What it may cost.',
          properties: { usd: { type: 'number', description: 'Dollars.' }, minutes: { type: 'number', description: 'Minutes.' } },
        },
        limit: {
          description: 'One form or the other, never both.',
          oneOf: [
            { type: 'integer', minimum: 0 },
            { type: 'object', additionalProperties: false, required: ['soft'], properties: { soft: { type: 'integer' } } },
            { type: 'object', additionalProperties: false, required: ['hard'], properties: { hard: { type: 'integer' } } },
          ],
        },
      },
    },
    { registry: 'okrs/*.yml', rules: [], budget: { usd: 1, minutes: 10 }, limit: 0 },
    ['okr.untagged'],
  ),
]
