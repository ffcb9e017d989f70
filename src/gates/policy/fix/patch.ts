import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { SmallestFix } from './smallest-fix.ts'

/** A fix as a patch for `git apply`, on the head. Of files that go or come back whole and have no text, only the names. */
export function patchOf({ files }: SmallestFix): string {
  return files.map(filePatch).join('')
}

function filePatch({ path, versions, text }: SmallestFix['files'][number]): string {
  const { before, after } = versions
  const now = after.text
  const then = text ?? before.text
  if (now === undefined || then === undefined) return `# ${path}: as in the base\n`
  const removes = text === undefined && versions.file.status === 'added'
  const adds = versions.file.status === 'removed'
  return createTwoFilesPatch(adds ? '/dev/null' : `a/${path}`, removes ? '/dev/null' : `b/${path}`, now, then, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
}
