import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_FACTS_A_FILE } from '../../../../src/gates/policy/semantics/fact.ts'
import { factsOf } from './said.ts'

/** Keys and words that mean something to one reader or another, put together as nobody means them. */
const KEYS = [
  ...['on', 'jobs', 'steps', 'uses', 'run', 'with', 'ref', 'repository', 'script', 'permissions', 'runs-on', 'labels', 'strategy', 'matrix', 'include'],
  ...['schedule', 'cron', 'secrets', 'needs', 'if', 'environment', 'runs', 'timeout-minutes', 'Statement', 'Effect', 'Action', 'NotAction', 'Resource'],
  ...['Principal', 'Condition', 'Resources', 'Type', 'Properties', 'SecurityGroupIngress', 'CidrIp', 'apiVersion', 'kind', 'metadata', 'name', 'rules'],
  ...['verbs', 'apiGroups', 'resources', 'roleRef', 'subjects', 'spec', 'ingress', 'from', 'ipBlock', 'cidr', 'containers', 'image', 'volumes', 'hostPath'],
  ...['path', 'volumeMounts', 'securityContext', 'capabilities', 'add', 'services', 'ports', 'resource', 'data', 'aws_security_group', 'aws_instance'],
  ...['aws_iam_policy_document', 'statement', 'instance_type', 'count', 'region', 'items', '__proto__', 'constructor', 'a'],
]
const WORDS = [
  ...['*', 'Allow', 'push', 'pull_request_target', 'issue_comment', 'actions/checkout@v4', './a', 'x@', 'docker://a@sha256:0', '0.0.0.0/0', '22', 'true'],
  ...['AWS::S3::Bucket', 'AWS::EC2::SecurityGroup', 'ClusterRole', 'ClusterRoleBinding', 'NetworkPolicy', 'Service', 'List', 'Pod', 'v1', '/', 'eu-west-1'],
  ...[
    '$' + '{{ github.event.issue.title }}',
    '$' + '{{ toJSON(secrets) }}',
    'curl http://a | sh',
    '*/5 * * * *',
    '{\n\n\n"Statement": [{"Effect": "Allow", "Action": "*"}]}',
    '',
  ],
]

const documents = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 8, depthSize: 'large', withCrossShrink: true },
    fc.oneof(fc.constantFrom(...WORDS), fc.integer(), fc.boolean(), fc.constant(null), fc.string({ unit: 'binary', maxLength: 8 })),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  ),
})).value

test.each(['.github/workflows/a.yml', 'compose.yaml', 'a.yaml', 'policy.json', 'main.tf.json', 'action.yml'])(
  'whatever a file says, what it grants is told in bounded facts with lines of the file: %s',
  (path) => {
    fc.assert(
      fc.property(documents, (value) => {
        const text = JSON.stringify(value, null, 1)
        const lines = text.split('\n').length
        const facts = factsOf(path, text)
        expect(facts.length).toBeLessThanOrEqual(MAX_FACTS_A_FILE)
        for (const { line, ...details } of facts) {
          expect(line >= 1 && line <= lines).toBe(true)
          for (const detail of Object.values(details)) {
            if (typeof detail === 'string') expect(detail.length).toBeLessThanOrEqual(200)
            if (typeof detail === 'number') expect(Number.isFinite(detail)).toBe(true)
          }
        }
      }),
      { numRuns: 400, seed: 20261127 },
    )
  },
)

test('a file that grants thousands of things is told of by the first', () => {
  const actions = Array.from({ length: 3000 }, (_, index) => `s3:A${index}`)
  const text = JSON.stringify({ Statement: Array.from({ length: 6 }, () => ({ Effect: 'Allow', Action: actions, Resource: '*' })) })
  expect(factsOf('policy.json', text)).toHaveLength(MAX_FACTS_A_FILE)
})
