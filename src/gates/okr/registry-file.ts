import type { Located, Problem } from '../../documents/located.ts'
import { readYaml } from '../../documents/yaml.ts'
import type { Extractor } from '../../model/need.ts'
import { code, say } from '../../model/phrase.ts'
import { Fields } from '../reading/fields.ts'
import { fileText } from '../reading/file-text.ts'
import { isObjectiveId } from './objective-id.ts'

/** One measurable result: its metric is to change by a share (`target_rel`, −0.2 is a fifth less) or to reach a value (`target_abs`). */
type KeyResult = { readonly id: string; readonly metric: string } & ({ readonly target_rel: number } | { readonly target_abs: number })

export type Objective = {
  readonly id: string
  readonly line: number
  readonly objective: string
  readonly owner?: string
  readonly period?: string
  readonly keyResults: readonly KeyResult[]
}

/** What a registry file holds. Where there are problems, the objectives are those that could be read nevertheless. */
export type RegistryFile = { readonly objectives: readonly Objective[]; readonly problems: readonly Problem[] }

const MAX_BYTES = 256 * 1024
const MAX_TEXT = 500
const MAX_KEY_RESULTS = 50

/** Reads a registry file: one objective, a list of them, or several YAML documents of either. */
export const registryFile: Extractor<RegistryFile> = {
  id: 'okr.registry-file',
  version: '1',
  variant: () => '',
  extract(bytes) {
    const file = fileText(bytes, MAX_BYTES)
    if ('why' in file) return { objectives: [], problems: [{ line: 1, message: say`cannot be read: ${file.why}` }] }
    const { documents, problems: syntax } = readYaml(file.text)
    const problems = [...syntax]
    const nodes = documents.flatMap((document) => (document.kind === 'list' ? document.items : [document]))
    const objectives = nodes.flatMap((node) => readObjective(node, problems) ?? [])
    return { objectives, problems }
  },
}

function readObjective(node: Located, problems: Problem[]): Objective | undefined {
  const fields = new Fields(node, ['id', 'objective', 'owner', 'period', 'key_results'], problems)
  if (node.kind !== 'map') return undefined
  const id = fields.requiredText('id', MAX_TEXT)
  const objective = fields.requiredText('objective', MAX_TEXT)
  const owner = fields.text('owner', MAX_TEXT)
  const period = fields.text('period', MAX_TEXT)
  const keyResults = readKeyResults(fields, problems)
  if (id !== undefined && !isObjectiveId(id))
    fields.complain(fields.lineOf('id'), say`${code(id)} is no id: it must be ${code('OKR-')} and letters, digits, ${code('-')} or ${code('_')}`)
  if (id === undefined || !isObjectiveId(id) || objective === undefined) return undefined
  return { id, line: fields.lineOf('id'), objective, ...(owner === undefined ? {} : { owner }), ...(period === undefined ? {} : { period }), keyResults }
}

function readKeyResults(fields: Fields, problems: Problem[]): readonly KeyResult[] {
  const nodes = fields.list('key_results')
  if (nodes.length === 0 && !fields.has('key_results')) fields.complain(fields.line, say`${code('key_results')} is missing`)
  if (nodes.length > MAX_KEY_RESULTS) fields.complain(fields.lineOf('key_results'), say`more than ${MAX_KEY_RESULTS} key results`)
  const seen = new Set<string>()
  return nodes.slice(0, MAX_KEY_RESULTS).flatMap((node) => {
    const result = readKeyResult(new Fields(node, ['id', 'metric', 'target_rel', 'target_abs'], problems))
    if (!result) return []
    if (seen.has(result.id)) fields.complain(node.line, say`the key result ${code(result.id)} is given twice`)
    seen.add(result.id)
    return [result]
  })
}

function readKeyResult(fields: Fields): KeyResult | undefined {
  const id = fields.requiredText('id', 100)
  const metric = fields.requiredText('metric', 200)
  if (fields.has('target_rel') === fields.has('target_abs')) {
    fields.complain(fields.line, say`a key result has either ${code('target_rel')} or ${code('target_abs')}`)
    return undefined
  }
  const relative = fields.number('target_rel')
  const absolute = fields.number('target_abs')
  if (id === undefined || metric === undefined) return undefined
  if (relative !== undefined) return { id, metric, target_rel: relative }
  return absolute === undefined ? undefined : { id, metric, target_abs: absolute }
}
