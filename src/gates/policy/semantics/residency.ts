import { everyNode, membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import type { SemanticFact } from './fact.ts'

/** Keys that say where something is, in the spelling of many tools, without `-` and `_`. */
const KEYS: ReadonlySet<string> = new Set([
  'region',
  'regions',
  'location',
  'locations',
  'zone',
  'zones',
  'availabilityzone',
  'availabilityzones',
  'regionname',
  'defaultregion',
  'awsregion',
  'awsdefaultregion',
  'gcpregion',
  'googlecloudregion',
  'cloudsdkcomputeregion',
  'cloudregion',
  'azureregion',
  'azurelocation',
  'primaryregion',
  'secondaryregion',
  'replicaregion',
  'backupregion',
  'replicalocation',
  'dataresidency',
  'topologykubernetesioregion',
  'topologykubernetesiozone',
])

const AWS =
  /^(?:us-gov|us-iso|us-isob|us|eu|eusc|ap|sa|ca|me|af|il|mx|cn)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest|de-east)-\d[a-z]?$/
const GCP =
  /^(?:us|europe|asia|australia|northamerica|southamerica|me|africa)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)\d{1,2}(?:-[a-z])?$/
const GCP_MULTI: ReadonlySet<string> = new Set(['nam4', 'eur4', 'asia1', 'nam-eur-asia1'])
/** Google's names of large places, which elsewhere are words like others: taken for places in Terraform alone. */
const GCP_WORDS: ReadonlySet<string> = new Set(['us', 'eu', 'asia'])
const AZURE =
  /^(?:(?:east|west|central|northcentral|southcentral|westcentral)us(?:2|3|euap)?|usgov\w{4,12}|(?:north|west)europe|uk(?:south|west)|france(?:central|south)|germany(?:westcentral|north)|switzerland(?:north|west)|norway(?:east|west)|sweden(?:central|south)|italynorth|polandcentral|spaincentral|austriaeast|belgiumcentral|canada(?:central|east)|mexicocentral|brazil(?:south|southeast)|chilecentral|southeastasia|eastasia|japan(?:east|west)|korea(?:central|south)|(?:central|south|west|jioindia\w{0,8})india\w{0,8}|malaysiawest|indonesiacentral|newzealandnorth|australia(?:east|southeast|central2?)|uae(?:north|central)|qatarcentral|israelcentral|southafrica(?:north|west)|china(?:north|east)\d?)$/

/** Where addresses name a region: `….eu-west-1.amazonaws.com`. */
const HOST =
  /[.-]((?:us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d)\.(?:[a-z0-9-]{1,30}\.){0,2}amazonaws\.com/g

/**
 * Where a document says that something is or runs: values of keys that name a place, `name`/`value` pairs of environments, and addresses.
 * One fact a place and provider, at its first line.
 */
export function residencyFacts(root: Located): readonly SemanticFact[] {
  const found = new Map<string, SemanticFact>()
  const isTerraform = ['resource', 'module', 'locals', 'variable', 'provider'].some((block) => membersOf(root).has(block))
  const note = (text: string | undefined, line: number, key: string) => {
    const place = text === undefined ? undefined : placeOf(text, isTerraform && plainKey(key).startsWith('location'))
    if (place !== undefined && !found.has(`${place.provider} ${place.region}`))
      found.set(`${place.provider} ${place.region}`, { kind: 'residency.region', line, ...place, key })
  }
  for (const node of everyNode(root)) {
    if (node.kind === 'map') {
      for (const [key, { node: value }] of node.members) {
        if (!KEYS.has(plainKey(key))) continue
        if (value.kind === 'list') for (const item of value.items) note(textOf(item), item.line, key)
        else note(textOf(value), value.line, key)
      }
      const named = textOf(valueAt(node, 'name'))
      if (named !== undefined && KEYS.has(plainKey(named))) note(textOf(valueAt(node, 'value')), membersOf(node).get('value')?.line ?? node.line, named)
    }
    if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('amazonaws.com')) {
      for (const [, region] of node.value.slice(0, 10_000).matchAll(HOST)) note(region, node.line, 'host')
    }
  }
  return [...found.values()]
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** A provider's region: of a zone, the region that it is in. */
function placeOf(text: string, wordsToo: boolean): { readonly provider: string; readonly region: string } | undefined {
  const plain = text.trim().toLowerCase()
  if (plain.length > 40) return undefined
  if (AWS.test(plain)) return { provider: 'aws', region: plain.replace(/[a-z]$/, '') }
  if (GCP.test(plain)) return { provider: 'gcp', region: plain.replace(/-[a-z]$/, '') }
  if (GCP_MULTI.has(plain) || (wordsToo && GCP_WORDS.has(plain))) return { provider: 'gcp', region: plain }
  const squeezed = plain.replaceAll(' ', '')
  return AZURE.test(squeezed) ? { provider: 'azure', region: squeezed } : undefined
}
