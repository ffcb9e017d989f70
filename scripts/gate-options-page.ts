import { stringify } from 'yaml'
import type { Gate } from '../src/model/gate.ts'
import { isArray, isObject, type Json, type JsonSchema } from '../src/model/json.ts'

export const START = '<!-- What follows is written by `npm run write` from the gates’ own schemas. -->'

/** docs/settings.md with its last part, the options of every gate, made anew from their schemas. */
export function withGateOptions(page: string, gates: readonly Gate[]): string {
  const start = page.indexOf(START)
  const own = start < 0 ? page : page.slice(0, start)
  return `${own.trimEnd()}\n\n${START}\n\n${gates.map(gateSection).join('\n\n')}\n`
}

function gateSection(gate: Gate): string {
  const rows = rowsOf(gate.settings.schema, gate.settings.defaults, '')
  const example = stringify({ gates: { [gate.id]: writable(gate) } }, { lineWidth: 0, flowCollectionPadding: true }).trimEnd()
  return [
    `### \`gates.${gate.id}\`: ${gate.title}`,
    '',
    ...(typeof gate.settings.schema['description'] === 'string' ? [gate.settings.schema['description'], ''] : []),
    '| Key | Type | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| \`${row.key}\` | ${row.type} | ${row.fallback} | ${row.meaning} |`),
    '',
    'The defaults, as they would be written:',
    '',
    '```yaml',
    example,
    '```',
  ].join('\n')
}

/** The defaults without what a file cannot set. */
function writable({ settings }: Gate): Json {
  const { properties } = settings.schema
  if (!isObject(settings.defaults) || !isObject(properties)) return settings.defaults
  const readOnly = (key: string) => isObject(properties[key]) && properties[key]['readOnly'] === true
  return Object.fromEntries(Object.entries(settings.defaults).filter(([key]) => !readOnly(key)))
}

interface Row {
  readonly key: string
  readonly type: string
  readonly fallback: string
  readonly meaning: string
}

function rowsOf(schema: JsonSchema, defaults: Json | undefined, prefix: string): readonly Row[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  return Object.entries(properties).flatMap(([name, sub]) => {
    if (!isObject(sub) || sub['readOnly'] === true) return []
    const fallback = isObject(defaults) && Object.hasOwn(defaults, name) ? defaults[name] : undefined
    const key = prefix + name
    const meaning = typeof sub['description'] === 'string' ? inCell(sub['description']) : ''
    const row = {
      key,
      type: inCell(typeName(sub)),
      fallback: fallback === undefined || isObject(sub['properties']) ? '' : inCell(`\`${JSON.stringify(fallback)}\``),
      meaning,
    }
    const items = isObject(sub['items']) ? rowsOf(sub['items'], undefined, `${key}[].`) : []
    return [row, ...rowsOf(sub, fallback, `${key}.`), ...items]
  })
}

const NAMES: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', boolean: 'true or false', object: 'map', array: 'list' }

function typeName(schema: JsonSchema): string {
  if (isArray(schema['enum'])) return schema['enum'].map((choice) => `\`${String(choice)}\``).join(', ')
  const branches = isArray(schema['anyOf']) ? schema['anyOf'] : isArray(schema['oneOf']) ? schema['oneOf'] : []
  if (branches.length > 0) return [...new Set(branches.map((branch) => (isObject(branch) ? typeName(branch) : '')))].join(' or ')
  if (schema['format'] === 'glob') return 'path pattern'
  if (schema['type'] === 'array') return isObject(schema['items']) ? `list of ${plural(typeName(schema['items']))}` : 'list'
  if (schema['type'] === 'object' && isObject(schema['additionalProperties'])) return `map to ${typeName(schema['additionalProperties'])}`
  const type = String(schema['type'] ?? 'any')
  return NAMES[type] ?? type
}

function plural(name: string): string {
  return /(?:text|pattern|map|list|number)$/.test(name) ? `${name}s` : name
}

/** One line, and no bar that would end the cell. */
function inCell(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('|', '\\|')
}
