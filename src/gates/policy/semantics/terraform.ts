import { itemsOf, membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { grantsOf } from './aws-statements.ts'
import { type SemanticFact, short } from './fact.ts'

/** A resource (or data source) of Terraform: its type, its address, and its body. */
interface Resource {
  readonly type: string
  readonly address: string
  readonly body: Located
}

type Reader = (resource: Resource) => readonly SemanticFact[]

/** What the resources of a Terraform file grant and open. What only a plan can tell (variables, modules) is not said. */
export function terraformFacts(root: Located): readonly SemanticFact[] {
  return [...resources(root, 'resource'), ...resources(root, 'data', 'data.')].flatMap((resource) => READERS.get(resource.type)?.(resource) ?? [])
}

function* resources(root: Located, key: 'resource' | 'data', prefix = ''): Generator<Resource> {
  for (const [type, { node: named }] of membersOf(valueAt(root, key))) {
    for (const [name, { node }] of membersOf(named)) for (const body of oneOrMore(node)) yield { type, address: short(`${prefix}${type}.${name}`), body }
  }
}

const RULE_ATTRIBUTES = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6', 'cidr_block', 'ipv6_cidr_block']

/** One fact for each range of addresses that a rule lets through. */
function cidrRules(rule: Located, direction: string, name: string, line: number): readonly SemanticFact[] {
  return RULE_ATTRIBUTES.flatMap((key) => oneOrMore(valueAt(rule, key))).map((cidr) => ({
    kind: 'network.rule',
    line: cidr.line || line,
    direction,
    cidr: short(textOf(cidr) ?? '?'),
    protocol: protocolOf(textOf(valueAt(rule, 'protocol')) ?? textOf(valueAt(rule, 'ip_protocol'))),
    from_port: portOf(valueAt(rule, 'from_port')),
    to_port: portOf(valueAt(rule, 'to_port')),
    name,
  }))
}

/** `-1` is every protocol. */
function protocolOf(text: string | undefined): string | null {
  return text === undefined ? null : text === '-1' ? 'all' : short(text.toLowerCase())
}

function portOf(node: Located | undefined): number | null {
  const port = Number(textOf(node) ?? Number.NaN)
  return Number.isInteger(port) ? port : null
}

function exposed(resource: Resource, via: string, line: number, value: string | null = null): readonly SemanticFact[] {
  return [{ kind: 'network.exposed', line, via, name: resource.address, value }]
}

/** Opens something where an attribute, or one below it, has one of some values. */
function exposedBy(via: string, path: readonly string[], values: readonly string[]): Reader {
  return (resource) => {
    const node = valueAt(resource.body, ...path)
    const text = textOf(node) ?? ''
    return node && values.includes(text) ? exposed(resource, via, node.line, text) : []
  }
}

function all(...readers: readonly Reader[]): Reader {
  return (resource) => readers.flatMap((reader) => reader(resource))
}

const securityGroup: Reader = ({ body, address }) =>
  (['ingress', 'egress'] as const).flatMap((direction) => oneOrMore(valueAt(body, direction)).flatMap((rule) => cidrRules(rule, direction, address, rule.line)))

const securityGroupRule: Reader = ({ body, address }) => cidrRules(body, textOf(valueAt(body, 'type')) === 'egress' ? 'egress' : 'ingress', address, body.line)

const aclRule: Reader = ({ body, address }) =>
  textOf(valueAt(body, 'rule_action')) === 'allow' ? cidrRules(body, textOf(valueAt(body, 'egress')) === 'true' ? 'egress' : 'ingress', address, body.line) : []

const googleFirewall: Reader = ({ body, address }) => {
  const direction = textOf(valueAt(body, 'direction'))?.toUpperCase() === 'EGRESS' ? 'egress' : 'ingress'
  const ranges = oneOrMore(valueAt(body, direction === 'egress' ? 'destination_ranges' : 'source_ranges'))
  return oneOrMore(valueAt(body, 'allow')).flatMap((allowed) => {
    const ports = oneOrMore(valueAt(allowed, 'ports')).map((port) => textOf(port) ?? '')
    return ranges.flatMap((range) =>
      (ports.length > 0 ? ports : [null]).map((port) => {
        const [from, to = from] = port === null ? [undefined] : port.split('-').map(Number)
        const rule = { direction, cidr: short(textOf(range) ?? '?'), protocol: protocolOf(textOf(valueAt(allowed, 'protocol'))) }
        return {
          kind: 'network.rule',
          line: range.line,
          ...rule,
          from_port: Number.isInteger(from) ? (from ?? null) : null,
          to_port: Number.isInteger(to) ? (to ?? null) : null,
          name: address,
        }
      }),
    )
  })
}

const azureRule: Reader = ({ body, address }) => {
  if (textOf(valueAt(body, 'access'))?.toLowerCase() !== 'allow') return []
  const direction = textOf(valueAt(body, 'direction'))?.toLowerCase() === 'outbound' ? 'egress' : 'ingress'
  const side = direction === 'egress' ? 'destination' : 'source'
  const ranges = [...oneOrMore(valueAt(body, `${side}_address_prefix`)), ...oneOrMore(valueAt(body, `${side}_address_prefixes`))]
  const port = textOf(valueAt(body, 'destination_port_range')) ?? ''
  const [from, to = from] = port === '*' || port === '' ? [undefined] : port.split('-').map(Number)
  return ranges.map((range) => {
    const text = textOf(range) ?? '?'
    const cidr = text === '*' || text === 'Internet' ? '0.0.0.0/0' : short(text)
    const ports = { from_port: Number.isInteger(from) ? (from ?? null) : null, to_port: Number.isInteger(to) ? (to ?? null) : null }
    return { kind: 'network.rule', line: range.line, direction, cidr, protocol: protocolOf(textOf(valueAt(body, 'protocol'))), ...ports, name: address }
  })
}

const azureGroup: Reader = (resource) => oneOrMore(valueAt(resource.body, 'security_rule')).flatMap((body) => azureRule({ ...resource, body }))

/** A load balancer faces the internet unless it says that it is internal. */
const loadBalancer: Reader = (resource) => (textOf(valueAt(resource.body, 'internal')) === 'true' ? [] : exposed(resource, 'load balancer', resource.body.line))

const publicAccessBlock: Reader = (resource) =>
  ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].flatMap((key) => {
    const node = valueAt(resource.body, key)
    return node && textOf(node) === 'false' ? exposed(resource, `${key} = false`, node.line) : []
  })

/** A cluster whose endpoint is public, and not only for some addresses. */
const clusterEndpoint: Reader = (resource) => {
  const config = valueAt(resource.body, 'vpc_config')
  const cidrs = oneOrMore(valueAt(config, 'public_access_cidrs'))
  const open = cidrs.length === 0 || cidrs.some((cidr) => /^(?:0\.0\.0\.0|::)\/0$/.test(textOf(cidr) ?? ''))
  return open ? exposedBy('public cluster endpoint', ['vpc_config', 'endpoint_public_access'], ['true'])(resource) : []
}

const sqlNetworks: Reader = ({ body, address }) =>
  oneOrMore(valueAt(body, 'settings', 'ip_configuration', 'authorized_networks')).flatMap((network) => {
    const value = valueAt(network, 'value')
    return value
      ? [
          {
            kind: 'network.rule',
            line: value.line,
            direction: 'ingress',
            cidr: short(textOf(value) ?? '?'),
            protocol: null,
            from_port: null,
            to_port: null,
            name: address,
          },
        ]
      : []
  })

/** Who has which role on a resource of Google's. */
const googleMember: Reader = ({ type, body }) => {
  const role = textOf(valueAt(body, 'role')) ?? '?'
  return [...oneOrMore(valueAt(body, 'member')), ...oneOrMore(valueAt(body, 'members'))].map((member) => ({
    kind: 'iam.binding',
    line: member.line,
    provider: 'gcp',
    role: short(role),
    subject: short(textOf(member) ?? '?'),
    scope: type.replace(/^google_/, '').replace(/_iam_(?:member|binding)$/, ''),
  }))
}

const azureAssignment: Reader = ({ body }) => {
  const role = valueAt(body, 'role_definition_name')
  if (!role) return []
  const texts = {
    role: short(textOf(role) ?? '?'),
    subject: short(textOf(valueAt(body, 'principal_id')) ?? '?'),
    scope: short(textOf(valueAt(body, 'scope')) ?? '?'),
  }
  return [{ kind: 'iam.binding', line: role.line, provider: 'azure', ...texts }]
}

/** AWS's own policies by their ARN, such as AdministratorAccess. */
const managedPolicy: Reader = ({ body, address }) => {
  const arn = valueAt(body, 'policy_arn')
  return arn ? [{ kind: 'iam.binding', line: arn.line, provider: 'aws', role: short(textOf(arn) ?? '?'), subject: address, scope: 'account' }] : []
}

const policyDocument: Reader = ({ body }) =>
  oneOrMore(valueAt(body, 'statement')).flatMap((statement) => {
    if ((textOf(valueAt(statement, 'effect')) ?? 'Allow') !== 'Allow') return []
    const words = (key: string) => oneOrMore(valueAt(statement, key)).map((node) => ({ text: textOf(node) ?? '?', line: node.line }))
    const principals = oneOrMore(valueAt(statement, 'principals')).flatMap((principal) =>
      oneOrMore(valueAt(principal, 'identifiers')).map((node) =>
        textOf(node) === '*' ? '*' : `${textOf(valueAt(principal, 'type')) ?? '?'}:${textOf(node) ?? '?'}`,
      ),
    )
    const conditions = oneOrMore(valueAt(statement, 'condition')).map((condition) => textOf(valueAt(condition, 'variable')) ?? '?')
    return grantsOf({
      line: statement.line,
      actions: words('actions'),
      notActions: words('not_actions'),
      resources: words('resources'),
      principals,
      conditions,
    })
  })

/** What costs by the hour, as far as the file itself says. */
function machine(...path: readonly string[]): Reader {
  return ({ body, address }) =>
    oneOrMore(valueAt(body, ...path)).map((type) => {
      const said =
        valueAt(body, 'count') ?? valueAt(body, 'scaling_config', 'desired_size') ?? valueAt(body, 'node_count') ?? valueAt(body, 'initial_node_count')
      const count = Number(textOf(said) ?? 1)
      return { kind: 'cloud.machine', line: type.line, type: short(textOf(type) ?? '?'), count: Number.isFinite(count) ? count : null, name: address }
    })
}

const kubernetesContainer: Reader = ({ body, address }) =>
  itemsOf(valueAt(body, 'spec', 'template', 'spec', 'container'))
    .concat(oneOrMore(valueAt(body, 'spec', 'container')))
    .flatMap((container) => {
      const privileged = valueAt(container, 'security_context', 'privileged')
      return privileged && textOf(privileged) === 'true'
        ? [{ kind: 'container.privilege', line: privileged.line, what: 'privileged', value: null, name: address }]
        : []
    })

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['aws_security_group', securityGroup],
  ['aws_default_security_group', securityGroup],
  ['aws_security_group_rule', securityGroupRule],
  ['aws_vpc_security_group_ingress_rule', ({ body, address }) => cidrRules(body, 'ingress', address, body.line)],
  ['aws_vpc_security_group_egress_rule', ({ body, address }) => cidrRules(body, 'egress', address, body.line)],
  ['aws_network_acl_rule', aclRule],
  ['google_compute_firewall', googleFirewall],
  ['azurerm_network_security_rule', azureRule],
  ['azurerm_network_security_group', azureGroup],
  ['aws_lb', loadBalancer],
  ['aws_alb', loadBalancer],
  ['aws_elb', loadBalancer],
  ['aws_instance', all(exposedBy('public address', ['associate_public_ip_address'], ['true']), machine('instance_type'))],
  ['aws_launch_template', machine('instance_type')],
  ['aws_db_instance', all(exposedBy('public database', ['publicly_accessible'], ['true']), machine('instance_class'))],
  ['aws_rds_cluster_instance', all(exposedBy('public database', ['publicly_accessible'], ['true']), machine('instance_class'))],
  ['aws_redshift_cluster', all(exposedBy('public database', ['publicly_accessible'], ['true']), machine('node_type'))],
  ['aws_s3_bucket', exposedBy('public bucket', ['acl'], ['public-read', 'public-read-write', 'authenticated-read'])],
  ['aws_s3_bucket_acl', exposedBy('public bucket', ['acl'], ['public-read', 'public-read-write', 'authenticated-read'])],
  ['aws_s3_bucket_public_access_block', publicAccessBlock],
  ['aws_s3_account_public_access_block', publicAccessBlock],
  ['aws_lambda_function_url', exposedBy('function without authorization', ['authorization_type'], ['NONE'])],
  ['aws_eks_cluster', clusterEndpoint],
  ['aws_eks_node_group', machine('instance_types')],
  ['aws_elasticache_replication_group', machine('node_type')],
  ['aws_sagemaker_notebook_instance', machine('instance_type')],
  ['google_compute_instance', machine('machine_type')],
  ['google_container_node_pool', machine('node_config', 'machine_type')],
  ['google_sql_database_instance', sqlNetworks],
  ['google_storage_bucket_iam_member', googleMember],
  ['google_storage_bucket_iam_binding', googleMember],
  ['google_project_iam_member', googleMember],
  ['google_project_iam_binding', googleMember],
  ['google_organization_iam_member', googleMember],
  ['google_organization_iam_binding', googleMember],
  ['google_folder_iam_member', googleMember],
  ['google_folder_iam_binding', googleMember],
  ['google_service_account_iam_member', googleMember],
  ['google_service_account_iam_binding', googleMember],
  ['google_cloud_run_service_iam_member', googleMember],
  ['google_cloud_run_v2_service_iam_member', googleMember],
  ['azurerm_role_assignment', azureAssignment],
  [
    'azurerm_storage_account',
    all(exposedBy('public blobs', ['allow_nested_items_to_be_public'], ['true']), exposedBy('public blobs', ['allow_blob_public_access'], ['true'])),
  ],
  ['azurerm_linux_virtual_machine', machine('size')],
  ['azurerm_windows_virtual_machine', machine('size')],
  ['aws_iam_role_policy_attachment', managedPolicy],
  ['aws_iam_user_policy_attachment', managedPolicy],
  ['aws_iam_group_policy_attachment', managedPolicy],
  ['aws_iam_policy_document', policyDocument],
  ['kubernetes_deployment', kubernetesContainer],
  ['kubernetes_pod', kubernetesContainer],
])
