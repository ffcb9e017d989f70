import { checkReportSchema } from '../src/cards/check-report-schema.ts'
import { settingsSchema } from '../src/config/schema.ts'
import type { Gate } from '../src/model/gate.ts'
import type { JsonSchema } from '../src/model/json.ts'

/** The JSON Schemas that we publish, by their file's name in schema/. */
export function publishedSchemas(gates: readonly Gate[]): ReadonlyMap<string, JsonSchema> {
  return new Map([
    ['settings.schema.json', settingsSchema(gates)],
    ['check-report.schema.json', checkReportSchema],
  ])
}

/** A schema as its file holds it. */
export function schemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`
}
