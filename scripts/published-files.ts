import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkReportSchema } from '../src/cards/check-report-schema.ts'
import { settingsSchema } from '../src/config/schema.ts'
import type { Gate } from '../src/model/gate.ts'
import type { JsonSchema } from '../src/model/json.ts'
import { withGateOptions } from './gate-options-page.ts'
import { policyLibraryPage } from './policy-library-page.ts'

const PAGE = 'docs/settings.md'

/** The JSON Schemas that we publish, by their path in the repository. */
function publishedSchemas(gates: readonly Gate[]): Readonly<Record<string, JsonSchema>> {
  return {
    'schema/settings.schema.json': settingsSchema(gates),
    'schema/check-report.schema.json': checkReportSchema,
  }
}

/** Writes everything that is made from the gates: the schemas, their options in docs/settings.md, and the page of the policy library. */
export function writePublished(root: string, gates: readonly Gate[]): void {
  for (const [path, text] of publishedFiles(root, gates)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

/** The paths of those files that are not as they would be written now. */
export function stalePublished(root: string, gates: readonly Gate[]): readonly string[] {
  return publishedFiles(root, gates).flatMap(([path, text]) => (textOf(join(root, path)) === text ? [] : [path]))
}

function publishedFiles(root: string, gates: readonly Gate[]): readonly (readonly [path: string, text: string])[] {
  const schemas = Object.entries(publishedSchemas(gates)).map(([path, schema]) => [path, `${JSON.stringify(schema, null, 2)}\n`] as const)
  return [...schemas, [PAGE, withGateOptions(textOf(join(root, PAGE)) ?? '', gates)], ['docs/policy-library.md', policyLibraryPage()]]
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
