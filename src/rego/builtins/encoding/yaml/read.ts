import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
  Scalar as ScalarNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { BuiltinError, Halted } from '../../../errors.ts'
import { fromPlain } from '../../../values/json.ts'
import { wholeOf } from '../../../values/numbers.ts'
import { setField } from '../../../values/objects.ts'
import { textOfBytes } from '../../../values/strings.ts'
import type { Value } from '../../../values/value.ts'
import { refuseDepth } from '../../../values/work.ts'
import type { Host } from '../../builtin.ts'
import { formatFloat } from '../../strings/fmt/format-float.ts'
import { base64Decoded } from '../base64.ts'
import { yamlError } from './errors.ts'
import { resolveScalar, type Scalar } from './resolve.ts'

const LONGEST = 4_000_000
const DEEPEST = 300

/** Reads the first document of a YAML text, as OPA does: through go-yaml 2 into what JSON can say. */
export function readYaml(text: string, host: Host): Value {
  if (text.length > LONGEST) throw new Halted('memory', 'a YAML text is too long')
  if (nesting(text) > DEEPEST) throw new BuiltinError(`yaml: exceeded max depth of ${DEEPEST}`)
  const document = firstDocument(text)
  const [error] = document?.errors ?? []
  if (error !== undefined) throw yamlError(error, text)
  return isNode(document?.contents) ? new Reader(host).value(document.contents, 0) : null
}

/** What comes after the first document is not even looked at. */
function firstDocument(text: string): Document | undefined {
  const composer = new Composer({ version: '1.1', schema: 'failsafe', uniqueKeys: false, merge: false, logLevel: 'silent', prettyErrors: false })
  try {
    for (const document of composer.compose(upToError(new Parser().parse(text)), true, text.length)) return document
    return undefined
  } catch (error) {
    // The composer recurses: nesting that the count of brackets does not show.
    if (error instanceof RangeError) throw new BuiltinError('yaml: exceeded max depth')
    throw error
  }
}

/** The first error is the one that is told; the parser would make one of every token that comes after. */
function* upToError(tokens: Iterable<CST.Token>): Iterable<CST.Token> {
  for (const token of tokens) {
    yield token
    if (token.type === 'error') return
  }
}

/** How deeply brackets and list marks are nested at most, counted too high rather than too low. */
function nesting(text: string): number {
  let depth = 0
  let most = 0
  let marks = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x5b || unit === 0x7b) depth++
    else if (unit === 0x5d || unit === 0x7d) depth--
    else if ((unit === 0x2d || unit === 0x3f || unit === 0x3a) && text.charCodeAt(at + 1) === 0x20) marks++
    else if (unit === 0x0a) marks = 0
    most = Math.max(most, depth, marks)
  }
  return most
}

class Reader {
  readonly #host: Host
  readonly #anchors = new Map<string, Value>()

  constructor(host: Host) {
    this.#host = host
  }

  value(node: Node, depth: number): Value {
    refuseDepth(depth)
    this.#host.spend(1)
    if (isAlias(node)) return this.#anchored(node.source)
    const value = this.#collection(node, depth)
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, value)
    return value
  }

  #anchored(name: string): Value {
    const value = this.#anchors.get(name)
    if (value === undefined) throw new BuiltinError(`error converting YAML to JSON: yaml: unknown anchor '${name}' referenced`)
    return value
  }

  #collection(node: Node, depth: number): Value {
    if (isSeq(node)) return this.#sequence(node, depth)
    if (isMap(node)) return this.#mapping(node, depth)
    return isScalar(node) ? scalarValue(node) : null
  }

  #sequence(node: YAMLSeq, depth: number): Value {
    return node.items.map((item) => this.#part(item, depth))
  }

  #part(item: unknown, depth: number): Value {
    return isNode(item) ? this.value(item, depth + 1) : null
  }

  #mapping(node: YAMLMap, depth: number): Value {
    const fields: Record<string, Value> = {}
    for (const pair of node.items as readonly Pair[]) {
      if (isMerge(pair.key)) this.#merge(fields, pair.value, depth)
      else setField(fields, this.#key(pair.key, depth), this.#part(pair.value, depth))
    }
    return fields
  }

  #merge(fields: Record<string, Value>, node: unknown, depth: number): void {
    const parts = isSeq(node) ? node.items.toReversed() : [node]
    for (const part of parts) {
      const value = this.#part(part, depth)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new BuiltinError('error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value')
      }
      const entries = Object.entries(value)
      this.#host.spend(entries.length)
      for (const [key, item] of entries) setField(fields, key, item)
    }
  }

  #key(node: unknown, depth: number): string {
    if (isAlias(node)) return keyText(this.#anchored(node.source))
    if (isScalar(node) && node.type === ScalarNode.PLAIN) return plainKey(node)
    return keyText(this.#part(node, depth))
  }
}

function isNode(item: unknown): item is Node {
  return isAlias(item) || isScalar(item) || isMap(item) || isSeq(item)
}

function isMerge(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && (key.tag === 'tag:yaml.org,2002:merge' || (key.type === ScalarNode.PLAIN && !key.tag))
}

function plainKey(node: ScalarNode): string {
  const scalar = resolved(node)
  if (scalar.kind === 'float') return keyFloat(scalar.value)
  return keyText(scalarValue(node))
}

/** go-yaml writes a float that is a key with 32 bits. */
function keyFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf'
  const narrow = Math.fround(value)
  for (let precision = 1; precision < 9; precision++) {
    const text = narrow.toPrecision(precision)
    if (Math.fround(Number(text)) === narrow) return formatFloat(Number(text), 'g', undefined)
  }
  return formatFloat(Number(narrow.toPrecision(9)), 'g', undefined)
}

function keyText(value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  throw new BuiltinError('error converting YAML to JSON: unsupported map key')
}

function textOf(node: ScalarNode): string {
  return typeof node.value === 'string' ? node.value : ''
}

/** Only plain scalars mean anything but text, unless there is a tag. */
function resolved(node: ScalarNode): Scalar {
  const tag = node.tag?.replace('tag:yaml.org,2002:', '!!')
  if (tag === undefined || tag === '!!str') return tag === undefined && node.type === ScalarNode.PLAIN ? resolveScalar(textOf(node)) : { kind: 'string' }
  if (!['!!int', '!!float', '!!bool', '!!null'].includes(tag)) return { kind: 'string' }
  const scalar = resolveScalar(textOf(node))
  if (`!!${scalar.kind}` === tag) return scalar
  if (tag === '!!float' && scalar.kind === 'int') return { kind: 'float', value: Number(scalar.value) }
  const shown = scalar.kind === 'string' ? 'str' : scalar.kind
  throw new BuiltinError(`error converting YAML to JSON: yaml: cannot decode !!${shown} \`${textOf(node)}\` as a ${tag}`)
}

function scalarValue(node: ScalarNode): Value {
  if (node.tag === 'tag:yaml.org,2002:binary') return textOfBytes(base64Decoded(textOf(node).replace(/[ \t]/g, ''), 'standard'))
  const scalar = resolved(node)
  switch (scalar.kind) {
    case 'null':
      return null
    case 'bool':
      return scalar.value
    case 'int':
      return wholeOf(scalar.value)
    case 'float':
      if (!Number.isFinite(scalar.value)) throw new BuiltinError('error converting YAML to JSON: json: unsupported value')
      return fromPlain(scalar.value)
    default:
      return textOf(node)
  }
}
