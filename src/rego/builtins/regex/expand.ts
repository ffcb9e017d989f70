import type { Regex } from './compile.ts'
import type { Match } from './match.ts'

/** A replacement's parts: text, or the number of a group (undefined for one that there is not: it is empty). */
export type Template = readonly (string | { readonly group: number | undefined })[]

/**
 * Go's templates: `$1`, `$name`, `${name}`, `$$`. A name without braces is as long as it can be: `$1x` is the group `1x`.
 * A `$` before anything else stands for itself.
 */
export function parseTemplate(text: string, regex: Regex): Template {
  const parts: Template[number][] = []
  let rest = text
  for (let dollar = rest.indexOf('$'); dollar >= 0; dollar = rest.indexOf('$')) {
    parts.push(rest.slice(0, dollar))
    rest = rest.slice(dollar)
    const reference = /^\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/u.exec(rest)
    const name = reference?.[1] ?? reference?.[2]
    parts.push(name === undefined ? '$' : { group: groupNumber(name, regex) })
    rest = rest.slice(reference?.[0].length ?? 1)
  }
  parts.push(rest)
  return parts
}

function groupNumber(name: string, regex: Regex): number | undefined {
  if (!/^(?:0|[1-9][0-9]*)$/.test(name)) return regex.groupNames.get(name)
  const number = Number(name)
  return number <= regex.groupCount ? number : undefined
}

export function expand(template: Template, match: Match): string {
  let text = ''
  for (const part of template)
    if (typeof part === 'string') text += part
    else if (part.group !== undefined) text += match.groups[part.group] ?? ''
  return text
}
