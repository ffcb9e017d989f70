// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of Terraform
import { describe, expect, test } from 'vitest'
import { factsOf, testFixtures } from './said.ts'

const json = 'iam/policy.json'
const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
const tf = 'infra/iam.tf'
const document = (body: string) => `data "aws_iam_policy_document" "a" {\n  statement {\n${body}  }\n}\n`
const trust = (condition: string) =>
  document(
    `    actions = ["sts:AssumeRoleWithWebIdentity"]\n    principals {\n      type = "Federated"\n      identifiers = ["arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"]\n    }\n${condition}`,
  )
const condition = (key: string) =>
  `    condition {\n      test = "StringEquals"\n      variable = "token.actions.githubusercontent.com:${key}"\n      values = ["x"]\n    }\n`
const yaml = 'deploy/app.yaml'
const bound = (role: string, subject: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: a\nroleRef:\n  kind: ClusterRole\n  name: ${role}\nsubjects:\n  - ${subject}\n`
const clusterRole = (rule: string) => `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n  - ${rule}\n`
const pod = (spec: string, container = '') =>
  `apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n${spec}      containers:\n        - name: a\n          image: acme/a:1\n${container}`
const hostPath = (path: string) => `      volumes:\n        - name: host\n          hostPath:\n            path: ${path}\n`
const mounted = (readOnly: boolean) =>
  `          volumeMounts:\n            - name: host\n              mountPath: /host\n${readOnly ? '              readOnly: true\n' : ''}`
const member = (role: string, who: string) => `resource "google_storage_bucket_iam_member" "a" {\n  bucket = "a"\n  role = "${role}"\n  member = "${who}"\n}\n`

describe('found', () => {
  testFixtures([
    { title: 'IAM *:*', path: json, after: policy({ Action: '*', Resource: '*' }), says: ['deny iam.aws-admin:1'] },
    { title: 'IAM *:* in Terraform’s own words', path: tf, after: document('    actions = ["*"]\n    resources = ["*"]\n'), says: ['deny iam.aws-admin:3'] },
    {
      title: 'IAM *:* in jsonencode',
      path: tf,
      after:
        'resource "aws_iam_policy" "a" {\n  policy = jsonencode({\n    Statement = [{\n      Effect = "Allow"\n      Action = "iam:*"\n      Resource = "*"\n    }]\n  })\n}\n',
      says: ['deny iam.aws-admin:5'],
    },
    {
      title: 'IAM *:* in a heredoc of JSON',
      path: tf,
      after:
        'resource "aws_iam_policy" "a" {\n  policy = <<EOT\n{\n  "Statement": {\n    "Effect": "Allow",\n    "Action": "*",\n    "Resource": "*"\n  }\n}\nEOT\n}\n',
      says: ['deny iam.aws-admin:6'],
    },
    {
      title: 'iam:PassRole on everything (Rhino Security Labs)',
      path: json,
      after: policy({ Action: ['iam:PassRole'], Resource: '*' }),
      says: ['deny iam.pass-any-role:1'],
    },
    {
      title: 'iam:CreatePolicyVersion on everything (Rhino Security Labs)',
      path: json,
      after: policy({ Action: 'iam:CreatePolicyVersion', Resource: '*' }),
      says: ['warn iam.aws-escalation:1'],
    },
    { title: 'all of S3', path: json, after: policy({ Action: 's3:*', Resource: '*' }), says: ['warn iam.aws-whole-service:1'] },
    {
      title: 'a bucket that everybody may write to (Verizon, Accenture 2017)',
      path: json,
      after: policy({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::drop/*', Principal: '*' }),
      says: ['deny iam.public-principal:1'],
    },
    {
      title: 'a bucket whose objects everybody may read',
      path: json,
      after: policy({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::www/*', Principal: { AWS: '*' } }),
      says: ['warn iam.public-principal:1'],
    },
    { title: 'a role that any repository of GitHub may take', path: tf, after: trust(condition('aud')), says: ['deny iam.oidc-any-repository:3'] },
    {
      title: 'Tesla (2018), tiller: cluster-admin',
      path: yaml,
      after: bound('cluster-admin', 'kind: ServiceAccount\n    name: tiller'),
      says: ['warn iam.cluster-admin:9'],
    },
    {
      title: 'RBAC Buster (2023): anonymous users get a role',
      path: yaml,
      after: bound('edit', 'kind: User\n    name: system:anonymous'),
      says: ['deny iam.anonymous-binding:9'],
    },
    {
      title: 'everything in a ClusterRole',
      path: yaml,
      after: clusterRole('apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["*"]'),
      says: ['warn iam.kubernetes-wildcard:8'],
    },
    {
      title: 'impersonation',
      path: yaml,
      after: clusterRole('apiGroups: [""]\n    resources: ["users"]\n    verbs: ["impersonate"]'),
      says: ['warn iam.kubernetes-wildcard:8'],
    },
    {
      title: 'allAuthenticatedUsers are not your own people',
      path: tf,
      after: member('roles/storage.admin', 'allAuthenticatedUsers'),
      says: ['deny iam.public-member:4'],
    },
    {
      title: 'AdministratorAccess',
      path: tf,
      after: 'resource "aws_iam_role_policy_attachment" "a" {\n  role = "ci"\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n',
      says: ['warn iam.broad-role:3'],
    },
    {
      title: 'a privileged pod',
      path: yaml,
      after: pod('', '          securityContext:\n            privileged: true\n'),
      says: ['warn iam.privileged-container:12'],
    },
    {
      title: 'docker.sock in a Compose file',
      path: 'compose.yaml',
      after: 'services:\n  a:\n    image: acme/a:1\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n',
      says: ['warn iam.runtime-socket:5'],
    },
    { title: 'hostPath /, written to', path: yaml, after: pod(hostPath('/'), mounted(false)), says: ['deny iam.host-root:11'] },
    { title: 'hostPath /etc/kubernetes, written to', path: yaml, after: pod(hostPath('/etc/kubernetes'), mounted(false)), says: ['warn iam.host-root:11'] },
  ])
})

describe('left alone', () => {
  testFixtures([
    { title: 'a power user: everything but IAM', path: json, after: policy({ NotAction: 'iam:*', Resource: '*' }), says: [] },
    { title: 'a deny of everything', path: json, after: policy({ Effect: 'Deny', Action: '*', Resource: '*' }), says: [] },
    { title: 'everything in one bucket', path: json, after: policy({ Action: 's3:*', Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'] }), says: [] },
    {
      title: 'PassRole to one service, by a condition',
      path: tf,
      after: document(
        '    actions = ["iam:PassRole"]\n    resources = ["*"]\n    condition {\n      test = "StringEquals"\n      variable = "iam:PassedToService"\n      values = ["ec2.amazonaws.com"]\n    }\n',
      ),
      says: [],
    },
    {
      title: 'a statement that is written in another order',
      path: json,
      before: policy({ Action: '*', Resource: '*' }),
      after: policy({ Resource: '*', Action: ['*'] }),
      says: [],
    },
    {
      title: 'an organisation, by a condition',
      path: json,
      after: policy({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::a/*', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      says: [],
    },
    {
      title: 'a key policy of the account itself',
      path: json,
      after: policy({ Action: 'kms:*', Resource: '*', Principal: { AWS: 'arn:aws:iam::1:root' } }),
      says: [],
    },
    { title: 'a role that one repository may take', path: tf, after: trust(condition('aud') + condition('sub')), says: [] },
    { title: 'view for a service account', path: yaml, after: bound('view', 'kind: ServiceAccount\n    name: a'), says: [] },
    {
      title: 'secrets of one name',
      path: yaml,
      after: clusterRole('apiGroups: [""]\n    resources: ["secrets"]\n    resourceNames: ["a"]\n    verbs: ["get"]'),
      says: [],
    },
    {
      title: 'a comma that is put right: what stood there before is nothing new',
      path: tf,
      before: document('    actions = [\n      "iam:PassRole",\n      "iam:*",\n      "s3:Get*"\n      "vpce:Get*",\n    ]\n    resources = ["*"]\n'),
      after: document('    actions = [\n      "iam:PassRole",\n      "iam:*",\n      "s3:Get*",\n      "vpce:Get*",\n    ]\n    resources = ["*"]\n'),
      says: [],
    },
    { title: 'a group of your own', path: tf, after: member('roles/storage.admin', 'group:data@acme.example'), says: [] },
    { title: 'node-exporter reads the files of its node', path: yaml, after: pod(hostPath('/'), mounted(true)), says: [] },
    { title: 'the logs of the node', path: yaml, after: pod(hostPath('/var/log'), mounted(false)), says: [] },
    { title: 'the time zone of the node', path: yaml, after: pod(hostPath('/etc/localtime'), mounted(false)), says: [] },
    {
      title: 'a small capability',
      path: yaml,
      after: pod('', '          securityContext:\n            capabilities:\n              add: [NET_BIND_SERVICE]\n'),
      says: [],
    },
    { title: 'a privileged pod of a test', path: 'test/e2e/app.yaml', after: pod('', '          securityContext:\n            privileged: true\n'), says: [] },
    { title: 'a template that is no YAML yet', path: yaml, after: 'kind: {{ .Values.kind }}\n  - x: [\n', says: [] },
  ])
})

describe('where a grant stands', () => {
  const lines = (path: string, text: string) => factsOf(path, text).map(({ line, action, resource }) => `${line} ${action} ${resource}`)
  test('each action on its own line, with each resource', () => {
    const text =
      '{\n  "Statement": [{\n    "Effect": "Allow",\n    "Action": [\n      "s3:GetObject",\n      "s3:PutObject"\n    ],\n    "Resource": ["a", "b"]\n  }]\n}\n'
    expect(lines(json, text)).toEqual(['5 s3:GetObject a', '5 s3:GetObject b', '6 s3:PutObject a', '6 s3:PutObject b'])
  })
  test('in CloudFormation, with what only a deployment knows named as such', () => {
    const text =
      'Resources:\n  R:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyDocument:\n        Statement:\n          - Effect: Allow\n            Action: s3:GetObject\n            Resource:\n              Fn::Sub: arn:aws:s3:::${B}\n'
    expect(lines('stack.yaml', text)).toEqual(['8 s3:GetObject Fn::Sub(arn:aws:s3:::${B})'])
  })
  test('conditions are named by what they look at, alike in both spellings', () => {
    const said = (path: string, text: string) => factsOf(path, text).map(({ conditions }) => conditions)
    expect(said(tf, trust(condition('aud')))).toEqual(['token.actions.githubusercontent.com:aud'])
    expect(said(json, policy({ Action: 'a:b', Resource: 'c', Condition: { StringLike: { 'X:Sub': 'a' }, Bool: { 'aws:SecureTransport': 'true' } } }))).toEqual([
      'aws:securetransport x:sub',
    ])
  })
})
