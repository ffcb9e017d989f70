import { parse, TomlError } from 'smol-toml'
import { say } from '../model/phrase.ts'
import type { Limits } from './limits.ts'
import type { Located, Member } from './located.ts'
import type { Reading } from './reading.ts'

/**
 * Reads TOML 1.0. The parser gives no places, so lines are those of the table and of the key as a second look at the text
 * finds them; what stands inside an inline value has the line of its key. Never throws.
 */
export function readToml(text: string, limits: Limits): Reading {
  try {
    const places = keyLines(text)
    const budget = { values: limits.values, depth: limits.depth }
    return {
      documents: [located(parse(text, { maxDepth: limits.depth, integersAsBigInt: 'asNeeded', unsafeKeyBehaviour: 'keep' }), '', 1, 0, places, budget)],
      problems: [],
    }
  } catch (error) {
    if (error instanceof TooLarge) return { documents: [], problems: [{ line: 1, message: [error.message] }] }
    if (error instanceof TomlError)
      return { documents: [], problems: [{ line: error.line, message: say`no valid TOML: ${error.message.split('\n')[0] ?? ''}` }] }
    throw error
  }
}

class TooLarge extends Error {
  override name = 'TooLarge'
}

function located(
  value: unknown,
  path: string,
  parentLine: number,
  depth: number,
  places: ReadonlyMap<string, number>,
  budget: { values: number; depth: number },
): Located {
  budget.values -= 1
  if (budget.values < 0) throw new TooLarge('too large: too many values')
  if (depth > budget.depth) throw new TooLarge(`nested more than ${budget.depth} deep`)
  const line = places.get(path) ?? parentLine
  const child = (inner: unknown, key: string) => located(inner, `${path}\0${key}`, line, depth + 1, places, budget)
  if (Array.isArray(value)) {
    const items = value.map((item, index) => child(item, String(index)))
    return { line, last: items.at(-1)?.last ?? line, kind: 'list', items }
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const members = new Map<string, Member>()
    let last = line
    for (const [key, inner] of Object.entries(value)) {
      const node = child(inner, key)
      members.set(key, { line: node.line, node })
      last = Math.max(last, node.last)
    }
    return { line, last, kind: 'map', members }
  }
  if (typeof value === 'string' || typeof value === 'boolean') return { line, last: line, kind: 'scalar', value }
  if (typeof value === 'number' && Number.isFinite(value)) return { line, last: line, kind: 'scalar', value }
  return { line, last: line, kind: 'scalar', value: value instanceof Date ? value.toISOString() : String(value) }
}

/** Keys as their path, parts behind NULs, with the line they stand on. A key of several lines' text is not taken for one. */
function keyLines(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const counts = new Map<string, number>()
  let table = ''
  let fence: string | undefined
  text.split('\n').forEach((whole, index) => {
    const line = whole.trim()
    if (fence !== undefined) {
      if (line.includes(fence)) fence = undefined
      return
    }
    const header = /^(\[\[?)\s*([^\]]+?)\s*\]/.exec(line)
    if (header) {
      table = pathOf(header[2] ?? '')
      if (header[1] === '[[') {
        const count = counts.get(table) ?? 0
        counts.set(table, count + 1)
        if (!places.has(table)) places.set(table, index + 1)
        table = `${table}\0${count}`
      }
      if (!places.has(table)) places.set(table, index + 1)
      return
    }
    const key = /^((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=/.exec(line)
    if (!key) return
    let path = table
    for (const part of partsOf(key[1] ?? '')) {
      path += part
      if (!places.has(path)) places.set(path, index + 1)
    }
    const value = line.slice(key[0].length)
    const opens = ['"""', "'''"].find((mark) => value.trimStart().startsWith(mark))
    if (opens !== undefined && value.split(opens).length < 3) fence = opens
  })
  return places
}

function pathOf(dotted: string): string {
  return partsOf(dotted).join('')
}

function partsOf(dotted: string): readonly string[] {
  const parts = dotted.match(/"[^"]*"|'[^']*'|[^.\s"']+/g) ?? []
  return parts.map((part) => `\0${part.replace(/^(["'])(.*)\1$/, '$2')}`)
}
