import { MODES } from '../model/gate.ts'
import type { Json, JsonSchema } from '../model/json.ts'

const text: JsonSchema = { type: 'string' }
const sha: JsonSchema = { type: 'string', pattern: '^(?:[0-9a-f]{40}|[0-9a-f]{64})$' }
const digest: JsonSchema = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }
const verdict: JsonSchema = {
  enum: ['pass', 'warn', 'pending', 'misconfigured', 'block'],
  description: 'block > misconfigured > pending > warn > pass; pass and warn may merge as far as Maestro is concerned',
}

/** JSON Schema (draft-07) of `checkReport`: what is published as schema/check-report.schema.json. */
export const checkReportSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'What `maestro check --format json` prints',
  ...object({
    verdict,
    headSha: { ...sha, description: 'The commit that was judged' },
    baseSha: { ...sha, description: 'The merge base of the target branch and the head' },
    gates: list(gate(), 'One for each gate that is not off, in the order of the registry'),
    off: list(
      object({ gate: text, file: text, line: { type: 'integer', minimum: 1, description: 'The line of settings that switches it off' } }),
      'The gates that are off for this change',
    ),
    cards: object({ decision: card('The Decision Card'), proof: card('The Proof Card') }),
    digests: object({
      settings: { ...digest, description: 'Of the settings in force' },
      gates: { ...digest, description: 'Of the gates and their versions' },
      facts: { ...digest, description: 'Of everything that was gathered, the time apart' },
    }),
  }),
}

function gate(): JsonSchema {
  return object({
    id: text,
    title: text,
    version: text,
    mode: { enum: [...MODES] },
    outcome: { enum: ['pass', 'fail', 'pending', 'skip', 'misconfigured', 'undecided'] },
    summary: { ...text, description: 'One line: what was looked at and found' },
    reasons: list(reason(), 'What was found'),
    facts: list(fact(), 'What the reasons rest on'),
    nextSteps: list(nextStep(), 'Ways out'),
    waits: list(object({ what: text, until: { ...text, format: 'date-time' } }), 'What has not arrived yet and still can'),
  })
}

function reason(): JsonSchema {
  return object(
    {
      code: { ...text, description: 'Stable, see docs/reasons.md' },
      level: { enum: ['block', 'warn', 'note'], description: 'How grave it is by itself' },
      effect: { enum: ['blocks', 'warns', 'would-block', 'would-warn', 'none'], description: 'What it did under the modes in force' },
      message: { ...text, description: 'Plain text; code stands between backticks' },
      path: { ...text, description: 'Bytes that are no UTF-8 are lone surrogates U+DC80 to U+DCFF' },
      line: { type: 'integer', description: 'From 1, in the head’s version unless `side` says otherwise' },
      side: { enum: ['base', 'trunk'] },
      facts: list(text, 'Ids of facts of the same gate'),
    },
    ['path', 'line', 'side'],
  )
}

function fact(): JsonSchema {
  return object({
    id: text,
    title: text,
    value: { description: 'Any JSON' },
    sources: list(
      { type: 'object', required: ['kind'], properties: { kind: { enum: ['git', 'github', 'settings', 'computed', 'given'] } } },
      'Where it came from',
    ),
  })
}

function nextStep(): JsonSchema {
  return object(
    {
      kind: { enum: ['edit', 'approve', 'run', 'wait', 'settings'] },
      message: text,
      unblocks: list({ type: 'integer', minimum: 0 }, 'Indices into the reasons of the same gate'),
      command: { ...text, description: 'Can be pasted into a shell' },
      snippet: object({ path: text, text }),
      edit: { ...edit(), description: 'The same for a program' },
      tried: {
        ...object({
          verdict: { ...verdict, description: 'That the change would have with it' },
          solves: list({ type: 'integer', minimum: 0 }, 'Indices of the reasons that would be gone'),
          brings: list(object({ gate: text, code: text }), 'What would block that does not so far'),
          left: { type: 'integer', minimum: 0, description: 'Reasons of all gates that would still block' },
        }),
        description: 'What came of it when it was laid over the change and judged by every gate',
      },
    },
    ['command', 'snippet', 'edit', 'tried'],
  )
}

function edit(): JsonSchema {
  const kind = (name: string, more: { readonly [key: string]: JsonSchema } = {}) => object({ path: text, kind: { const: name }, ...more })
  return object(
    {
      files: list(
        { anyOf: [kind('write', { text }), kind('insert', { line: { type: 'integer', minimum: 1 }, text }), kind('remove'), kind('restore')] },
        'Files of the head: written anew, a line put before `line`, removed, or as the base has them',
      ),
      said: object(
        {
          description: { anyOf: [object({ append: text }), object({ replace: text, by: text })] },
          labels: object({ add: list(text, 'Labels to put on'), remove: list(text, 'Labels to take off') }),
        },
        ['description', 'labels'],
      ),
      answers: list(object({ provider: text, question: {}, value: {} }), 'What would be answered from outside'),
    },
    ['files', 'said', 'answers'],
  )
}

function card(description: string): JsonSchema {
  return {
    description,
    ...object({
      title: text,
      markdown: { ...text, description: 'GitHub Markdown' },
      data: { type: 'object', description: 'The same as data' },
    }),
  }
}

function object(properties: { readonly [key: string]: JsonSchema }, optional: readonly string[] = []): JsonSchema {
  const required: Json = Object.keys(properties).filter((key) => !optional.includes(key))
  return { type: 'object', required, properties, additionalProperties: false }
}

function list(items: JsonSchema, description: string): JsonSchema {
  return { type: 'array', items, description }
}
