import { describe, expect, test } from 'vitest'
import { factsOf, testFixtures } from './said.ts'

const tf = 'infra/network.tf'
const group = (from: number, to: number, cidr: string, protocol = 'tcp') =>
  `resource "aws_security_group" "a" {\n  ingress {\n    from_port = ${from}\n    to_port = ${to}\n    protocol = "${protocol}"\n    cidr_blocks = ["${cidr}"]\n  }\n}\n`
const google = (ports: string, range: string) =>
  `resource "google_compute_firewall" "a" {\n  allow {\n    protocol = "tcp"\n    ports = [${ports}]\n  }\n  source_ranges = ["${range}"]\n}\n`
const azure = (port: string, prefix: string, access = 'Allow') =>
  `resource "azurerm_network_security_rule" "a" {\n  direction = "Inbound"\n  access = "${access}"\n  protocol = "Tcp"\n  destination_port_range = "${port}"\n  source_address_prefix = "${prefix}"\n}\n`
const stack = 'infra/stack.yaml'
const template = (type: string, properties: string) => `Resources:\n  R:\n    Type: ${type}\n    Properties:\n${properties}`

describe('found', () => {
  testFixtures([
    { title: '0.0.0.0/0 on 22', path: tf, after: group(22, 22, '0.0.0.0/0'), says: ['deny network.admin-port-open:6'] },
    { title: 'RDP to everybody, the door of ransom attacks', path: tf, after: azure('3389', '*'), says: ['deny network.admin-port-open:6'] },
    { title: 'MongoDB (2017): 27017 to everybody', path: tf, after: google('"27017"', '0.0.0.0/0'), says: ['deny network.data-port-open:6'] },
    { title: 'Meow (2020): Elasticsearch to everybody', path: tf, after: group(9200, 9200, '0.0.0.0/0'), says: ['deny network.data-port-open:6'] },
    {
      title: 'TeamTNT: the port of Docker to everybody',
      path: tf,
      after: group(2375, 2375, '::/0').replace('cidr_blocks', 'ipv6_cidr_blocks'),
      says: ['deny network.data-port-open:6'],
    },
    { title: 'every port and protocol to everybody', path: tf, after: group(0, 0, '0.0.0.0/0', '-1'), says: ['deny network.all-ports-open:6'] },
    {
      title: 'CloudFormation: SSH to everybody',
      path: stack,
      after: template(
        'AWS::EC2::SecurityGroup',
        '      SecurityGroupIngress:\n        - IpProtocol: tcp\n          FromPort: 22\n          ToPort: 22\n          CidrIp: 0.0.0.0/0\n',
      ),
      says: ['deny network.admin-port-open:9'],
    },
    {
      title: 'an office becomes everybody',
      path: tf,
      before: group(5432, 5432, '203.0.113.0/24'),
      after: group(5432, 5432, '0.0.0.0/0'),
      says: ['deny network.data-port-open:6'],
    },
    {
      title: 'a database with a public address',
      path: tf,
      after: 'resource "aws_db_instance" "a" {\n  publicly_accessible = true\n}\n',
      says: ['deny network.public-database:2'],
    },
    {
      title: 'Cloud SQL that lets everybody in',
      path: tf,
      after:
        'resource "google_sql_database_instance" "a" {\n  settings {\n    ip_configuration {\n      authorized_networks {\n        value = "0.0.0.0/0"\n      }\n    }\n  }\n}\n',
      says: ['deny network.database-from-anywhere:5'],
    },
    {
      title: 'a bucket that everybody may write to',
      path: tf,
      after: 'resource "aws_s3_bucket_acl" "a" {\n  acl = "public-read-write"\n}\n',
      says: ['deny network.public-bucket:2'],
    },
    {
      title: 'a bucket that everybody may read, as in most leaks of buckets since 2017',
      path: stack,
      after: template('AWS::S3::Bucket', '      AccessControl: PublicRead\n'),
      says: ['warn network.public-bucket:5'],
    },
    {
      title: 'a public access block with a hole',
      path: tf,
      after: 'resource "aws_s3_bucket_public_access_block" "a" {\n  block_public_acls = true\n  block_public_policy = false\n}\n',
      says: ['warn network.public-access-allowed:3'],
    },
    {
      title: "a cluster's API for everybody",
      path: tf,
      after: 'resource "aws_eks_cluster" "a" {\n  vpc_config {\n    endpoint_public_access = true\n  }\n}\n',
      says: ['warn network.public-cluster-endpoint:3'],
    },
    {
      title: 'a function that everybody may call',
      path: tf,
      after: 'resource "aws_lambda_function_url" "a" {\n  authorization_type = "NONE"\n}\n',
      says: ['warn network.open-function:2'],
    },
    {
      title: 'hostNetwork',
      path: 'deploy/a.yaml',
      after: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostNetwork: true\n  containers:\n    - name: a\n      image: acme/a:1\n',
      says: ['warn network.host-network:6'],
    },
  ])
})

describe('left alone', () => {
  testFixtures([
    { title: 'HTTPS to everybody', path: tf, after: group(443, 443, '0.0.0.0/0'), says: [] },
    { title: 'SSH from an office', path: tf, after: group(22, 22, '203.0.113.0/24'), says: [] },
    { title: 'a port that a variable gives', path: tf, after: group(22, 22, '0.0.0.0/0').replaceAll('= 22', '= var.port'), says: [] },
    { title: 'everything outwards', path: tf, after: group(0, 0, '0.0.0.0/0', '-1').replace('ingress', 'egress'), says: [] },
    { title: 'a rule that forbids', path: tf, after: azure('22', '*', 'Deny'), says: [] },
    {
      title: "answers at a network's edge",
      path: tf,
      after:
        'resource "aws_network_acl_rule" "a" {\n  rule_action = "allow"\n  egress = false\n  protocol = "tcp"\n  cidr_block = "0.0.0.0/0"\n  from_port = 1024\n  to_port = 65535\n}\n',
      says: [],
    },
    {
      title: 'a rule that gets a name of its own',
      path: tf,
      before: group(22, 22, '0.0.0.0/0'),
      after: group(22, 22, '0.0.0.0/0').replace('"a"', '"b"'),
      says: [],
    },
    {
      title: "a cluster's API for an office",
      path: tf,
      after: 'resource "aws_eks_cluster" "a" {\n  vpc_config {\n    endpoint_public_access = true\n    public_access_cidrs = ["203.0.113.0/24"]\n  }\n}\n',
      says: [],
    },
    {
      title: 'a database in a workshop’s example',
      path: 'examples/a/main.tf',
      after: 'resource "aws_db_instance" "a" {\n  publicly_accessible = true\n}\n',
      says: [],
    },
    { title: 'a private bucket', path: tf, after: 'resource "aws_s3_bucket_acl" "a" {\n  acl = "private"\n}\n', says: [] },
    { title: 'UDP on a port of TCP', path: tf, after: group(3389, 3389, '0.0.0.0/0', 'udp'), says: [] },
  ])
})

describe('what opens', () => {
  const exposures = (path: string, text: string) => factsOf(path, text).flatMap(({ kind, via }) => (kind === 'network.exposed' ? [via] : []))
  const service = (annotations: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n${annotations}spec:\n  type: LoadBalancer\n`
  test('a service with a load balancer, unless it is an inner one', () => {
    expect(exposures('a.yaml', service(''))).toEqual(['Service LoadBalancer'])
    expect(exposures('a.yaml', service('  annotations:\n    service.beta.kubernetes.io/aws-load-balancer-internal: "true"\n'))).toEqual([])
  })
  test('a port of a Compose file, unless it is for the host alone', () => {
    const ports = (port: string) => `services:\n  a:\n    image: a:1\n    ports:\n      - "${port}"\n`
    expect(exposures('docker-compose.yml', ports('6379:6379'))).toEqual(['Compose port'])
    expect(exposures('docker-compose.yml', ports('127.0.0.1:6379:6379'))).toEqual([])
    expect(exposures('docker-compose.yml', ports('6379'))).toEqual([])
  })
  test('a load balancer of Terraform, unless it says that it is inner', () => {
    expect(exposures(tf, 'resource "aws_lb" "a" {\n  name = "a"\n}\n')).toEqual(['load balancer'])
    expect(exposures(tf, 'resource "aws_lb" "a" {\n  internal = true\n}\n')).toEqual([])
  })
  test('a network policy without peers lets everybody in', () => {
    const policy = (rule: string) => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: a\nspec:\n  ingress:\n    - ${rule}\n`
    const cidrs = (text: string) => factsOf('a.yaml', text).map(({ cidr }) => cidr)
    expect(cidrs(policy('{}'))).toEqual(['0.0.0.0/0'])
    expect(cidrs(policy('from:\n        - ipBlock:\n            cidr: 10.0.0.0/8'))).toEqual(['10.0.0.0/8'])
    expect(cidrs(policy('from:\n        - podSelector: {}'))).toEqual([])
  })
})
