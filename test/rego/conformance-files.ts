import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the public conformance cases and benchmark policies lie: beside the checkout, or where the environment says. */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const conformanceFolder = process.env['REGO_CONFORMANCE'] ?? join(root, '../shared/rego-conformance')
const bench = process.env['REGO_BENCH'] ?? join(conformanceFolder, '../rego-bench')

export const hasConformance = existsSync(join(conformanceFolder, 'cases'))
const hasBench = existsSync(bench)

export interface ConformanceText {
  readonly note: string
  readonly text: string
}

interface Case {
  readonly note: string
  readonly query: string
  readonly modules?: readonly string[]
  readonly input_term?: string
}

function cases(): readonly Case[] {
  return globSync('cases/*/*.json', { cwd: conformanceFolder })
    .sort()
    .flatMap((file) => (JSON.parse(readFileSync(join(conformanceFolder, file), 'utf8')) as { cases: Case[] }).cases)
}

/** The modules of the public cases, and the policies of the benchmark. */
export function corpusModules(): readonly ConformanceText[] {
  const fromCases = hasConformance ? cases().flatMap(({ note, modules = [] }) => modules.map((text) => ({ note, text }))) : []
  const fromBench = hasBench ? globSync('*.rego', { cwd: bench }).sort() : []
  return [...fromCases, ...fromBench.map((note) => ({ note, text: readFileSync(join(bench, note), 'utf8') }))]
}

export function corpusQueries(): readonly ConformanceText[] {
  return hasConformance ? cases().map(({ note, query }) => ({ note, text: query })) : []
}

export function corpusTerms(): readonly ConformanceText[] {
  return hasConformance ? cases().flatMap(({ note, input_term }) => (input_term === undefined ? [] : [{ note, text: input_term }])) : []
}
