import { type Located, type Problem, plainValue } from '../../../documents/located.ts'
import { readYaml } from '../../../documents/yaml.ts'
import type { Json } from '../../../model/json.ts'
import type { Path } from '../../../model/path.ts'
import { code, say } from '../../../model/phrase.ts'
import { Fields } from '../../reading/fields.ts'
import type { TwinContext } from '../twin/document.ts'
import { textsOfDiff } from './diff-texts.ts'

/**
 * A scenario file: what a change would be, where it would run and what is to be checked, written by hand. Its JSON Schema is
 * schema/scenario.schema.json; docs/policy.md has an example.
 */
export interface Scenario {
  readonly plan?: string
  readonly changes: readonly ScenarioChange[]
  readonly context: TwinContext
  readonly checks: readonly ScenarioCheck[]
}

/** A file before and after; undefined where it is not there. */
interface ScenarioChange {
  readonly path: Path
  readonly before: string | undefined
  readonly after: string | undefined
}

/** `opa`: a module or a folder of them, beside the policies in force. `cost`: the prediction is held against the budgets. */
type ScenarioCheck = { readonly opa: string } | { readonly cost: 'predict' }

const MAX_CHANGES = 3000
const MAX_TEXT = 1024 * 1024

/** Reads a scenario, or says all that is wrong with it. Unknown keys are wrong: a misspelt budget must not be none. */
export function readScenario(text: string): { readonly scenario?: Scenario; readonly problems: readonly Problem[] } {
  const { documents, problems: syntax } = readYaml(text)
  const problems: Problem[] = [...syntax]
  const [root, second] = documents
  if (second) problems.push({ line: second.line, message: say`a scenario is one document` })
  if (!root) return { problems: problems.length > 0 ? problems : [{ line: 1, message: say`the scenario is empty` }] }
  const fields = new Fields(root, ['plan', 'changes', 'context', 'checks'], problems)
  const scenario = {
    ...planOf(fields),
    changes: changesOf(fields, problems),
    context: contextOf(root, problems),
    checks: checksOf(fields, problems),
  }
  return problems.length > 0 ? { problems } : { scenario, problems }
}

function planOf(fields: Fields): { readonly plan?: string } {
  const plan = fields.text('plan', 200)
  return plan === undefined ? {} : { plan }
}

function changesOf(fields: Fields, problems: Problem[]): readonly ScenarioChange[] {
  const items = fields.list('changes')
  if (items.length > MAX_CHANGES) problems.push({ line: fields.lineOf('changes'), message: say`more than ${MAX_CHANGES} changes` })
  const seen = new Set<string>()
  return items.slice(0, MAX_CHANGES).flatMap((item) => {
    const change = new Fields(item, ['path', 'diff', 'before', 'after'], problems)
    const path = change.requiredText('path', 1000)
    if (path === undefined) return []
    if (seen.has(path)) problems.push({ line: item.line, message: say`${code(path)} is changed twice` })
    seen.add(path)
    const [diff, before, after] = ['diff', 'before', 'after'].map((key) => whole(item, key))
    if (diff !== undefined && (before !== undefined || after !== undefined))
      problems.push({ line: item.line, message: say`a change has either ${code('diff')}, or ${code('before')} and ${code('after')}` })
    if (diff === undefined && before === undefined && after === undefined)
      problems.push({ line: item.line, message: say`a change needs ${code('diff')}, ${code('before')} or ${code('after')}` })
    return [{ path, ...(diff === undefined ? { before, after } : textsOfDiff(diff)) }]
  })
}

/** A text with its blanks and line ends: what stands in a file. */
function whole(item: Located, key: string): string | undefined {
  const node = item.kind === 'map' ? item.members.get(key)?.node : undefined
  return node?.kind === 'scalar' && node.value !== null ? String(node.value).slice(0, MAX_TEXT) : undefined
}

function contextOf(root: Located, problems: Problem[]): TwinContext {
  const node = root.kind === 'map' ? root.members.get('context')?.node : undefined
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return {}
  if (node.kind !== 'map') {
    problems.push({ line: node.line, message: say`${code('context')} must be a mapping` })
    return {}
  }
  const budgets = node.members.get('budgets')?.node
  if (budgets !== undefined) {
    const fields = new Fields(budgets, ['usd', 'ci_mins', 'gco2e'], problems)
    for (const key of ['usd', 'ci_mins', 'gco2e']) {
      const amount = fields.number(key)
      if (amount !== undefined && !(amount >= 0)) problems.push({ line: fields.lineOf(key), message: say`${code(key)} must not be negative` })
    }
  }
  for (const key of ['region', 'tenant']) {
    const member = node.members.get(key)
    if (member && (member.node.kind !== 'scalar' || typeof member.node.value !== 'string'))
      problems.push({ line: member.line, message: say`${code(key)} must be a text` })
  }
  return plainValue(node) as { readonly [key: string]: Json }
}

function checksOf(fields: Fields, problems: Problem[]): readonly ScenarioCheck[] {
  return fields.list('checks').flatMap((item): readonly ScenarioCheck[] => {
    const check = new Fields(item, ['opa', 'cost'], problems)
    const opa = check.text('opa', 1000)
    const cost = check.text('cost', 20)
    if ((opa === undefined) === (cost === undefined))
      problems.push({ line: item.line, message: say`a check is either ${code('opa: PATH')} or ${code('cost: predict')}` })
    if (cost !== undefined && cost !== 'predict') problems.push({ line: check.lineOf('cost'), message: say`${code('cost')} can only be ${code('predict')}` })
    if (opa !== undefined) return [{ opa }]
    return cost === 'predict' ? [{ cost: 'predict' }] : []
  })
}
