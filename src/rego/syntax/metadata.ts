import { isMap, isScalar } from 'yaml'
import { RegoError } from '../errors.ts'
import type { Annotations, Comment, Location, RefTerm } from './ast.ts'
import { type Block, blocksOf, placed } from './metadata-blocks.ts'
import { flagOf, listOf, mapOf, plainOf, textOf } from './metadata-values.ts'
import { type Field, MetadataProblem, readFields } from './metadata-yaml.ts'
import { parseRef } from './parse-terms.ts'

/** What a block says; the scope may be missing, and follows from what the block stands above. */
export type Draft = Omit<Annotations, 'scope' | 'location'> & { readonly scope?: string; readonly location: Location }

/** Finds and reads all `# METADATA` blocks. */
export function readMetadata(comments: readonly Comment[]): { readonly drafts: readonly Draft[]; readonly problems: readonly RegoError[] } {
  const drafts: Draft[] = []
  const problems: RegoError[] = []
  for (const block of blocksOf(placed(comments))) {
    try {
      drafts.push(readBlock(block))
    } catch (error) {
      problems.push(problemOf(error, block))
    }
  }
  return { drafts, problems }
}

function problemOf(error: unknown, block: Block): RegoError {
  // Whatever the reader of YAML meets, the text is at fault, and this says where.
  const line = error instanceof MetadataProblem ? block.lines[Math.min(error.line, block.lines.length - 1)] : undefined
  return new RegoError('rego_parse_error', error instanceof Error ? error.message : String(error), line?.location ?? block.header.location)
}

function readBlock(block: Block): Draft {
  const lines = block.lines.map(({ text }) => (text.startsWith(' ') ? text.slice(1) : text))
  if (lines.every((line) => line.trim() === '')) throw new MetadataProblem('expected METADATA block, found whitespace', 0)
  const { location } = block.header
  let draft: Draft = { location: { ...location, end: block.lines.at(-1)?.location.end ?? location.end } }
  for (const field of readFields(lines)) draft = { ...draft, ...readField(field) }
  return draft
}

function readField(field: Field): Partial<Draft> {
  switch (field.name) {
    case 'scope':
    case 'title':
    case 'description': {
      const text = textOf(field)
      return text === undefined || text === '' ? {} : { [field.name]: text }
    }
    case 'entrypoint':
      return flagOf(field) ? { entrypoint: true } : {}
    case 'organizations':
      return { organizations: listOf(field).map((item) => textOf(field, item) ?? '') }
    case 'related_resources':
      return { relatedResources: listOf(field).map((item) => resourceOf(field, item)) }
    case 'authors':
      return { authors: listOf(field).map((item) => authorOf(field, item)) }
    case 'schemas':
      return { schemas: listOf(field).map((item) => schemaOf(field, item)) }
    case 'custom': {
      const custom = mapOf(field)
      return custom === undefined ? {} : { custom }
    }
    default:
      return {}
  }
}

function resourceOf(field: Field, item: unknown): { readonly ref: string; readonly description?: string } {
  if (isScalar(item) && typeof item.value === 'string') {
    if (item.value === '') throw new MetadataProblem('invalid related-resource definition: ref URL may not be empty string', field.line)
    return { ref: item.value }
  }
  if (!isMap(item)) throw new MetadataProblem('invalid related-resource definition: invalid value type, must be string or map', field.line)
  const ref = textIn(item.get('ref'))
  const description = textIn(item.get('description'))
  if (ref === '') throw new MetadataProblem("invalid related-resource definition: 'ref' value required in object", field.line)
  return description === '' ? { ref } : { ref, description }
}

function authorOf(field: Field, item: unknown): { readonly name?: string; readonly email?: string } {
  if (isScalar(item) && typeof item.value === 'string') return authorIn(field, item.value)
  if (!isMap(item)) throw new MetadataProblem('invalid author definition: invalid value type, must be string or map', field.line)
  const name = textIn(item.get('name'))
  const email = textIn(item.get('email'))
  if (name === '' && email === '') throw new MetadataProblem("invalid author definition: 'name' and/or 'email' values required in object", field.line)
  return { ...(name === '' ? {} : { name }), ...(email === '' ? {} : { email }) }
}

/** `Name of Somebody <address>`, either part of it. */
function authorIn(field: Field, text: string): { readonly name?: string; readonly email?: string } {
  const words = text.split(/\s/u).filter((word) => word !== '')
  if (words.length === 0) throw new MetadataProblem('invalid author definition: author is an empty string', field.line)
  const last = words.at(-1) ?? ''
  const hasEmail = last.length > 1 && last.startsWith('<') && last.endsWith('>')
  const name = (hasEmail ? words.slice(0, -1) : words).join(' ')
  const email = hasEmail ? last.slice(1, -1) : ''
  return { ...(name === '' ? {} : { name }), ...(email === '' ? {} : { email }) }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function schemaOf(field: Field, item: unknown): NonNullable<Annotations['schemas']>[number] {
  const [pair] = isMap(item) ? item.items : []
  if (pair === undefined || !isScalar(pair.key)) throw new MetadataProblem('invalid document reference', field.line)
  const path = refIn(String(pair.key.value))
  if (path === undefined) throw new MetadataProblem('invalid document reference', field.line)
  if (isMap(pair.value)) return { path, definition: plainOf(field, pair.value) }
  if (!isScalar(pair.value) || typeof pair.value.value !== 'string')
    throw new MetadataProblem(`invalid schema declaration for path "${String(pair.key.value)}"`, field.line)
  const schema = refIn(pair.value.value)
  const [head] = schema?.ref ?? []
  if (schema === undefined || head?.type !== 'var' || head.name !== 'schema') throw new MetadataProblem('invalid schema reference', field.line)
  return { path, schema }
}

function refIn(text: string): RefTerm | undefined {
  try {
    return parseRef(text)
  } catch {
    return undefined
  }
}
