import type { Problem } from '../../../documents/located.ts'
import { say } from '../../../model/phrase.ts'
import type { Dependency, ManifestReading } from './dependency.ts'
import { originOfAddress } from './origin.ts'
import { pythonName, requirement } from './requirement.ts'

/** A requirements file of pip; see «Requirements File Format» in pip's documentation. Options other than `-e` are no dependencies. */
export function readRequirements(text: string): ManifestReading {
  const dependencies: Dependency[] = []
  const problems: Problem[] = []
  for (const { line, body } of logicalLines(text)) {
    const editable = /^(?:-e|--editable)[\s=]{1,20}(\S.*)$/s.exec(body)?.[1]
    if (editable === undefined && body.startsWith('-')) continue
    const wanted = (editable ?? body).replace(/\s--?[a-z].*$/s, '').trim()
    const named = requirement(wanted)
    const found = named ?? addressed(wanted)
    if (found) dependencies.push({ ...found, line, scope: undefined, direct: undefined })
    else if (problems.length === 0) problems.push({ line, message: say`not a requirement of pip` })
  }
  return { dependencies, problems }
}

/** An address or a folder alone: named by its `#egg=`, else as it is written. */
function addressed(wanted: string): Omit<Dependency, 'line'> | undefined {
  const origin = originOfAddress(wanted) ?? (/^[\w.-]{1,200}(?:\/|\.whl$|\.zip$|\.tar\.gz$)/.test(wanted) ? { source: 'path' as const } : undefined)
  if (origin === undefined) return undefined
  const egg = /[#&]egg=([\w.-]{1,200})/.exec(wanted)?.[1]
  return { name: egg === undefined ? wanted : pythonName(egg), range: wanted, origin }
}

/** Lines without comments, joined where a backslash ends them. */
function logicalLines(text: string): readonly { readonly line: number; readonly body: string }[] {
  const lines: { readonly line: number; readonly body: string }[] = []
  let open: { readonly line: number; readonly parts: string[] } | undefined
  text.split('\n').forEach((whole, index) => {
    const line = whole.trimEnd()
    const isContinued = line.endsWith('\\')
    open ??= { line: index + 1, parts: [] }
    open.parts.push((isContinued ? line.slice(0, -1) : line).replace(/(?:^|\s)#.*$/s, ''))
    if (isContinued) return
    const body = open.parts.join(' ').trim()
    if (body !== '') lines.push({ line: open.line, body })
    open = undefined
  })
  const body = open?.parts.join(' ').trim() ?? ''
  return open === undefined || body === '' ? lines : [...lines, { line: open.line, body }]
}
