import { everyNode, membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import { readJson } from '../../../documents/json.ts'
import { ANY_FILE } from '../../../documents/limits.ts'
import type { Located } from '../../../documents/located.ts'
import { type SemanticFact, short } from './fact.ts'

/**
 * What the statements of AWS policies grant, wherever they stand in a document: policy files, CloudFormation, `jsonencode` and texts
 * of JSON in Terraform. One fact for each pair of action and resource. See «IAM JSON policy elements reference».
 */
export function awsGrants(root: Located): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  for (const node of everyNode(root)) {
    if (node.kind === 'map') for (const statement of oneOrMore(node.members.get('Statement')?.node)) facts.push(...grants(statement))
    else if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('"Statement"')) facts.push(...embedded(node, node.value))
  }
  return facts
}

/** A policy written as text inside another document: its lines follow those of the text. */
function embedded(node: Located, text: string): readonly SemanticFact[] {
  const { documents } = readJson(text, ANY_FILE)
  // A heredoc's text starts on the line behind its mark.
  const before = node.last - node.line > text.split('\n').length - 1 ? node.line : node.line - 1
  // Line ends that are written as `\n` are no lines of the file.
  return documents.flatMap((document) => awsGrants(document)).map((fact) => ({ ...fact, line: Math.min(node.last, before + fact.line) }))
}

function grants(statement: Located): readonly SemanticFact[] {
  const effect = textOf(valueAt(statement, 'Effect'))
  if (effect !== 'Allow') return []
  const principals = principalsOf(valueAt(statement, 'Principal'))
  const conditions = [...membersOf(valueAt(statement, 'Condition')).values()].flatMap(({ node }) => [...membersOf(node).keys()])
  return grantsOf({
    line: statement.line,
    actions: located(statement, 'Action'),
    notActions: located(statement, 'NotAction'),
    resources: located(statement, 'Resource'),
    principals: membersOf(statement).has('NotPrincipal') ? ['*'] : principals,
    conditions,
  })
}

interface Word {
  readonly text: string
  readonly line: number
}

export interface Statement {
  readonly line: number
  readonly actions: readonly Word[]
  readonly notActions: readonly Word[]
  readonly resources: readonly Word[]
  readonly principals: readonly string[]
  /** The keys that its conditions look at. */
  readonly conditions: readonly string[]
}

/** Pairs of action, resource and principal, those of one statement bounded. */
export function grantsOf({ line, actions, notActions, resources, principals, conditions }: Statement): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  const what = notActions.length > 0 ? [{ text: '*', line: notActions[0]?.line ?? line }] : actions
  for (const action of what) {
    for (const { text: resource } of resources.length > 0 ? resources : [{ text: null }]) {
      for (const principal of principals.length > 0 ? principals : [null]) {
        if (facts.length >= MAX_PAIRS) return facts
        facts.push({
          kind: 'iam.grant',
          line: action.line,
          provider: 'aws',
          action: short(action.text),
          resource: resource === null ? null : short(resource),
          principal: principal === null ? null : short(principal),
          except: notActions.length > 0 ? short(notActions.map(({ text }) => text).join(', ')) : null,
          conditioned: conditions.length > 0,
          conditions: conditions.length > 0 ? short([...new Set(conditions.map((key) => key.toLowerCase()))].sort().join(' ')) : null,
        })
      }
    }
  }
  return facts
}

const MAX_PAIRS = 500

function located(statement: Located, key: string): readonly Word[] {
  return oneOrMore(valueAt(statement, key)).flatMap((node) => {
    const text = textOf(node) ?? (node.kind === 'map' ? intrinsic(node) : undefined)
    return text === undefined ? [] : [{ text, line: node.line }]
  })
}

/** CloudFormation's functions say what is only known when it is deployed. */
function intrinsic(node: Located): string | undefined {
  const [name, member] = [...membersOf(node)][0] ?? []
  return name === undefined ? undefined : `${name}(${oneOrMore(member?.node).map(textOf).join(', ')})`
}

function principalsOf(node: Located | undefined): readonly string[] {
  if (node === undefined) return []
  const direct = textOf(node)
  if (direct !== undefined) return [direct]
  return [...membersOf(node)].flatMap(([type, member]) =>
    oneOrMore(member.node).map((each) => ((textOf(each) ?? '?') === '*' ? '*' : `${type}:${textOf(each) ?? '?'}`)),
  )
}
