import { describe, expect, test } from 'vitest'
import { factsOf, testFixtures } from './said.ts'

const tf = 'infra/main.tf'
const region = (name: string) => `provider "aws" {\n  region = "${name}"\n}\n`
const europe = { regions: ['eu-*', 'europe-*', 'westeurope'] }

describe('found', () => {
  testFixtures([
    {
      title: 'Schrems II: a provider in Virginia where only Europe is allowed',
      path: tf,
      after: region('us-east-1'),
      context: europe,
      says: ['deny residency.outside-regions:2'],
    },
    {
      title: 'Schrems II: a bucket of Google in its multi-region of the United States',
      path: tf,
      after: 'resource "google_storage_bucket" "a" {\n  name = "a"\n  location = "US"\n}\n',
      context: europe,
      says: ['deny residency.outside-regions:3'],
    },
    {
      title: 'a zone is in its region',
      path: 'deploy/app.yaml',
      after: 'apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: a\n  labels:\n    topology.kubernetes.io/zone: us-central1-b\n',
      context: europe,
      says: ['deny residency.outside-regions:6'],
    },
    {
      title: 'an address names a region',
      path: 'deploy/settings.json',
      after: '{\n  "queue": "https://sqs.ap-southeast-1.amazonaws.com/1/q"\n}\n',
      context: europe,
      says: ['deny residency.outside-regions:2'],
    },
    {
      title: "a variable of a container's environment names a region",
      path: 'deploy/app.yaml',
      after:
        'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      image: a:1\n      env:\n        - name: AWS_REGION\n          value: us-west-2\n',
      context: europe,
      says: ['deny residency.outside-regions:9'],
    },
    {
      title: 'from Frankfurt to Virginia in one word',
      path: tf,
      before: region('eu-central-1'),
      after: region('us-east-1'),
      says: ['warn residency.moved-abroad:2'],
    },
    {
      title: 'a replica across the ocean',
      path: tf,
      after: 'locals {\n  region = "eu-central-1"\n  replica_region = "us-east-1"\n}\n',
      says: ['warn residency.copy-abroad:3'],
    },
    { title: 'a partition with a law of its own', path: tf, after: region('cn-north-1'), says: ['warn residency.sovereign-partition:2'] },
  ])
})

describe('left alone', () => {
  testFixtures([
    { title: 'a region of the list', path: tf, after: region('eu-west-1'), context: europe, says: [] },
    { title: 'another region of the same part of the world', path: tf, before: region('eu-central-1'), after: region('eu-north-1'), says: [] },
    { title: 'a new file in any region, where nothing is listed', path: tf, after: region('us-east-1'), says: [] },
    { title: 'a region that a variable gives', path: tf, after: 'provider "aws" {\n  region = var.region\n}\n', context: europe, says: [] },
    { title: 'the word us that is no place', path: 'app/menu.yaml', after: 'about: us\nitems:\n  - us\n', context: europe, says: [] },
    {
      title: 'the word US where a service of its own kind calls its places so',
      path: 'app/monitoring.yaml',
      after: 'region: US\nlocation: us\n',
      context: europe,
      says: [],
    },
    { title: 'an example', path: 'examples/main.tf', after: region('us-east-1'), context: europe, says: [] },
    { title: 'what only stands on another line', path: tf, before: region('us-east-1'), after: `# moved\n${region('us-east-1')}`, context: europe, says: [] },
    {
      title: 'a replica nearby',
      path: tf,
      after: 'locals {\n  region = "eu-central-1"\n  replica_region = "eu-west-1"\n}\n',
      says: [],
    },
  ])
})

describe('names of regions', () => {
  const regionOf = (text: string) => factsOf('a.yaml', `region: ${text}\n`).map(({ provider, region: name }) => `${provider} ${name}`)
  test.each([
    ['eu-west-1', 'aws eu-west-1'],
    ['us-gov-west-1', 'aws us-gov-west-1'],
    ['us-iso-east-1', 'aws us-iso-east-1'],
    ['eu-central-1a', 'aws eu-central-1'],
    ['europe-west4', 'gcp europe-west4'],
    ['europe-west4-b', 'gcp europe-west4'],
    ['West Europe', 'azure westeurope'],
    ['germanywestcentral', 'azure germanywestcentral'],
    ['eur4', 'gcp eur4'],
  ])('%s', (text, said) => {
    expect(regionOf(text)).toEqual([said])
  })
  test.each(['EU', 'us', 'north', 'eu-west', 'the-moon-1', '42', 'true', '~', '[]', 'eu-west-1-extra'])('%s is none', (text) => {
    expect(regionOf(text)).toEqual([])
  })
})
