import type { Annotations, Import, Module, Rule } from '../syntax/ast.ts'
import { writeAnnotations } from './annotations.ts'
import { writeImports } from './imports.ts'
import { isName, quoteText } from './quote.ts'
import { writeRule } from './rules.ts'
import { type Style, styleOf } from './style.ts'
import { endRow, type Writer } from './writer.ts'

export function writeModule(w: Writer, module: Module): void {
  const style = styleOf(module)
  const parts = partsOf(module)
  writePackage(w, module, parts[0]?.location?.start)
  for (const [index, part] of parts.entries()) {
    const limit = parts[index + 1]?.location?.start ?? Number.POSITIVE_INFINITY
    if (part.imports !== undefined) writeImports(w, part.imports, limit)
    else writeStatement(w, part.rule, style, limit, parts[index + 1]?.rule)
  }
  w.ownLines(Number.POSITIVE_INFINITY)
  for (const { text, location } of module.comments) {
    if (location !== undefined) continue
    w.write(`#${text.trimEnd()}`)
    w.endLine()
  }
}

type Part =
  | { readonly imports: readonly Import[]; readonly rule?: undefined; readonly location: Import['location'] }
  | { readonly imports?: undefined; readonly rule: Rule; readonly location: Rule['location'] }

/** Rules in their order, and imports before the rules that they stood before; those that stood nowhere come first. */
function partsOf({ imports, rules }: Module): readonly Part[] {
  const parts: Part[] = []
  const left = imports.toSorted((a, b) => (a.location?.start ?? 0) - (b.location?.start ?? 0))
  let at = 0
  const addImportsBefore = (offset: number): void => {
    const first = at
    while (at < left.length && (left[at]?.location?.start ?? 0) < offset) at++
    if (at > first) parts.push({ imports: left.slice(first, at), location: left[first]?.location })
  }
  for (const rule of rules) {
    addImportsBefore(rule.location?.start ?? Number.POSITIVE_INFINITY)
    parts.push({ rule, location: rule.location })
  }
  addImportsBefore(Number.POSITIVE_INFINITY)
  return parts
}

function writePackage(w: Writer, module: Module, limit = Number.POSITIVE_INFINITY): void {
  const { location, path } = module.package
  if (location !== undefined) w.ownLines(location.start, location.row)
  writeAnnotations(w, module.annotations.filter(isOfPackage))
  const [first = '', ...rest] = path
  w.write(`package ${first}${rest.map((name) => (isName(name) ? `.${name}` : `[${quoteText(name)}]`)).join('')}`)
  w.trail(location, limit)
  w.endLine()
  w.blankLine()
}

function isOfPackage({ scope }: Annotations): boolean {
  return scope === 'package' || scope === 'subpackages'
}

function writeStatement(w: Writer, rule: Rule, style: Style, limit: number, next: Rule | undefined): void {
  const { location } = rule
  if (location !== undefined) w.ownLines(location.start, location.row)
  writeAnnotations(w, rule.annotations ?? [])
  const before = w.lineCount
  writeRule(w, rule, style, limit)
  w.endLine()
  const isLine = w.lineCount === before + 1 && location !== undefined && location.row === endRow(location)
  if (!(isLine && next !== undefined && isShort(rule, style) && isShort(next, style) && next.location?.row === location.row + 1)) w.blankLine()
}

/** Rules that may stand on adjacent lines, where they did. */
function isShort({ body, default: isDefault, head }: Rule, style: Style): boolean {
  return body.length <= 1 && !isDefault && style.if && (style.contains || head.key === undefined)
}
