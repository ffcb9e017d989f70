import type { Extractor } from '../../../model/need.ts'
import { extensionOf } from '../../../model/path.ts'
import { type Code, readCode } from '../code/read-code.ts'
import { languageOf } from '../lex/languages.ts'
import { annotationMarks } from './annotations.ts'
import { commentBindings } from './comment-bindings.ts'
import { findTests } from './find-tests.ts'
import { type IdleWhy, type Mark, TestPlaces } from './place-bindings.ts'

/** That a test is bound to a card, and where it says so. */
type Binding = { readonly id: string; readonly line: number }

/** What looks like a binding and binds no test that is run. */
export type IdleBinding = Binding & { readonly why: IdleWhy }

/** The bindings of a test file, by line, each id once a line; or why the file was not read. */
export type TestFile = { readonly bindings: readonly Binding[]; readonly idle?: readonly IdleBinding[]; readonly unread?: string }

/** Bindings that one file can make; the ones beyond are not counted. */
const MAX_BINDINGS = 5000

/** Reads what a test file says it proves: `@spec` in comments, decorators, annotations, attributes and tags that stand in or before tests. */
export const testFile: Extractor<TestFile> = {
  id: 'spec.test-file',
  version: '2',
  variant: extensionOf,
  extract(bytes, path) {
    // What is in no language that is read (a snapshot, a data file) is no test.
    if (!languageOf(path)) return { bindings: [] }
    const code = readCode(bytes, path)
    return 'why' in code ? { bindings: [], unread: code.why } : bindingsOf(code)
  },
}

function bindingsOf(code: Code): TestFile {
  const all = [...commentMarks(code), ...annotationMarks(code)]
  if (all.length === 0) return { bindings: [] }
  const unique = [...new Map(all.map((mark) => [`${mark.line} ${mark.id}`, mark])).values()]
  const marks = unique.toSorted((a, b) => a.line - b.line || (a.id < b.id ? -1 : 1)).slice(0, MAX_BINDINGS)
  const places = new TestPlaces(findTests(code), code)
  const bindings: Binding[] = []
  const idle: IdleBinding[] = []
  for (const mark of marks) {
    const why = places.whyIdle(mark)
    if (why === undefined) bindings.push({ id: mark.id, line: mark.line })
    else idle.push({ id: mark.id, line: mark.line, why })
  }
  return { bindings, ...(idle.length === 0 ? {} : { idle }) }
}

function commentMarks({ text, tokens }: Code): readonly Mark[] {
  return tokens.flatMap((token) => {
    if (token.kind !== 'comment') return []
    return commentBindings(text.slice(token.start, token.end), token.line).map(
      ({ id, line }): Mark => ({ id, line, at: token.start, end: token.end, kind: 'comment' }),
    )
  })
}
