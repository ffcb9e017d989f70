import { membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type SemanticFact, short } from './fact.ts'

/** Whether a document is a template of CloudFormation or SAM. */
export function isCloudFormation(root: Located): boolean {
  return [...membersOf(valueAt(root, 'Resources'))].some(([, { node }]) => /^AWS::/.test(textOf(valueAt(node, 'Type')) ?? ''))
}

/** What the resources of a template open. Their policies are found wherever statements stand (aws-statements.ts). */
export function cloudFormationFacts(root: Located): readonly SemanticFact[] {
  return [...membersOf(valueAt(root, 'Resources'))].flatMap(([id, { node }]) => {
    const type = textOf(valueAt(node, 'Type')) ?? ''
    const properties = valueAt(node, 'Properties')
    const name = short(`${type} ${id}`)
    if (type === 'AWS::EC2::SecurityGroup') {
      return [
        ...rules(oneOrMore(valueAt(properties, 'SecurityGroupIngress')), 'ingress', name),
        ...rules(oneOrMore(valueAt(properties, 'SecurityGroupEgress')), 'egress', name),
      ]
    }
    if (type === 'AWS::EC2::SecurityGroupIngress') return rules(oneOrMore(properties), 'ingress', name)
    if (type === 'AWS::EC2::SecurityGroupEgress') return rules(oneOrMore(properties), 'egress', name)
    if (type === 'AWS::S3::Bucket') return exposed(valueAt(properties, 'AccessControl'), /^PublicRead/, 'public bucket', name)
    if (type === 'AWS::RDS::DBInstance') return exposed(valueAt(properties, 'PubliclyAccessible'), /^true$/i, 'public database', name)
    if (type === 'AWS::Lambda::Url') return exposed(valueAt(properties, 'AuthType'), /^NONE$/, 'function without authorization', name)
    return []
  })
}

function rules(list: readonly Located[], direction: string, name: string): readonly SemanticFact[] {
  return list.flatMap((rule) => {
    const cidr = valueAt(rule, 'CidrIp') ?? valueAt(rule, 'CidrIpv6')
    const text = textOf(cidr)
    if (cidr === undefined || text === undefined) return []
    const protocol = textOf(valueAt(rule, 'IpProtocol'))
    const port = (key: string) => {
      const number = Number(textOf(valueAt(rule, key)) ?? Number.NaN)
      return Number.isInteger(number) ? number : null
    }
    return [
      {
        kind: 'network.rule',
        line: cidr.line,
        direction,
        cidr: short(text),
        protocol: protocol === '-1' ? 'all' : (protocol ?? null),
        from_port: port('FromPort'),
        to_port: port('ToPort'),
        name,
      },
    ]
  })
}

function exposed(node: Located | undefined, says: RegExp, via: string, name: string): readonly SemanticFact[] {
  const text = textOf(node) ?? ''
  return node && says.test(text) ? [{ kind: 'network.exposed', line: node.line, via, name, value: short(text) }] : []
}
