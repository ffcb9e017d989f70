import { itemsOf, membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { podFacts } from './containers.ts'
import { type SemanticFact, short } from './fact.ts'

/** Whether a document is an object of Kubernetes. */
export function isKubernetes(root: Located): boolean {
  return textOf(valueAt(root, 'apiVersion')) !== undefined && textOf(valueAt(root, 'kind')) !== undefined
}

/** What an object of Kubernetes grants (RBAC), opens (Services, Ingresses, NetworkPolicies) and runs with which privileges. */
export function kubernetesFacts(root: Located): readonly SemanticFact[] {
  const kind = textOf(valueAt(root, 'kind')) ?? ''
  if (kind === 'List') return itemsOf(valueAt(root, 'items')).flatMap((item) => (isKubernetes(item) ? kubernetesFacts(item) : []))
  const name = `${kind}/${short(textOf(valueAt(root, 'metadata', 'name')) ?? '?')}`
  if (kind === 'Role' || kind === 'ClusterRole') return rules(root, name, kind === 'ClusterRole')
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') return bindings(root, kind === 'ClusterRoleBinding')
  if (kind === 'Service') return service(root, name)
  if (kind === 'Ingress' || kind === 'Gateway' || kind === 'HTTPRoute')
    return [{ kind: 'network.exposed', line: valueAt(root, 'kind')?.line ?? root.line, via: kind, name, value: null }]
  if (kind === 'NetworkPolicy') return networkPolicy(root, name)
  return podFacts(root, name)
}

const MAX_PAIRS = 500

function rules(root: Located, role: string, cluster: boolean): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  for (const rule of itemsOf(valueAt(root, 'rules'))) {
    const groups = oneOrMore(valueAt(rule, 'apiGroups')).map((node) => textOf(node) ?? '')
    const resources = oneOrMore(valueAt(rule, 'resources')).concat(oneOrMore(valueAt(rule, 'nonResourceURLs')))
    const named = itemsOf(valueAt(rule, 'resourceNames')).length > 0
    for (const verb of oneOrMore(valueAt(rule, 'verbs'))) {
      for (const resource of resources) {
        if (facts.length >= MAX_PAIRS) return facts
        const group = groups.length > 0 ? groups.join(',') : ''
        facts.push({
          kind: 'iam.grant',
          line: verb.line,
          provider: 'kubernetes',
          role,
          scope: cluster ? 'cluster' : 'namespace',
          action: short(textOf(verb) ?? '?'),
          resource: short(`${group === '' ? '' : `${group}/`}${textOf(resource) ?? '?'}`),
          conditioned: named,
        })
      }
    }
  }
  return facts
}

function bindings(root: Located, cluster: boolean): readonly SemanticFact[] {
  const role = `${textOf(valueAt(root, 'roleRef', 'kind')) ?? '?'}/${textOf(valueAt(root, 'roleRef', 'name')) ?? '?'}`
  return itemsOf(valueAt(root, 'subjects')).map((subject) => ({
    kind: 'iam.binding',
    line: subject.line,
    provider: 'kubernetes',
    role: short(role),
    subject: short(`${textOf(valueAt(subject, 'kind')) ?? '?'}/${textOf(valueAt(subject, 'name')) ?? '?'}`),
    scope: cluster ? 'cluster' : 'namespace',
  }))
}

function service(root: Located, name: string): readonly SemanticFact[] {
  const type = valueAt(root, 'spec', 'type')
  const text = textOf(type)
  if (type === undefined || (text !== 'LoadBalancer' && text !== 'NodePort')) return []
  const annotations = [...membersOf(valueAt(root, 'metadata', 'annotations'))]
  const internal =
    annotations.some(([key, { node }]) => /internal/i.test(key) && /^(?:true|internal|0\.0\.0\.0\/0)$/i.test(textOf(node) ?? '')) ||
    annotations.some(([key, { node }]) => /load-balancer-type$/.test(key) && /^internal$/i.test(textOf(node) ?? ''))
  return internal ? [] : [{ kind: 'network.exposed', line: type.line, via: `Service ${text}`, name, value: null }]
}

function networkPolicy(root: Located, name: string): readonly SemanticFact[] {
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    itemsOf(valueAt(root, 'spec', direction)).flatMap((rule): readonly SemanticFact[] => {
      const peers = itemsOf(valueAt(rule, direction === 'ingress' ? 'from' : 'to'))
      if (peers.length === 0)
        return [{ kind: 'network.rule', line: rule.line, direction, cidr: '0.0.0.0/0', protocol: null, from_port: null, to_port: null, name }]
      return peers.flatMap((peer) => {
        const cidr = textOf(valueAt(peer, 'ipBlock', 'cidr'))
        return cidr === undefined
          ? []
          : [{ kind: 'network.rule', line: peer.line, direction, cidr: short(cidr), protocol: null, from_port: null, to_port: null, name }]
      })
    }),
  )
}
