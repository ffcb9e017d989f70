import type { Extractor } from '../../model/need.ts'
import { extensionOf } from '../../model/path.ts'
import { annotationBindings } from './annotations.ts'
import { type Binding, commentBindings } from './comment-bindings.ts'
import { languageOf } from './lex/languages.ts'
import { type Code, readCode } from './read-code.ts'

/** The bindings of a test file, by line, each id once a line; or why the file was not read. */
export type TestFile = { readonly bindings: readonly Binding[]; readonly unread?: string }

/** Bindings that one file can make; the ones beyond are not counted. */
const MAX_BINDINGS = 5000

/** Reads what a test file says it proves: `@spec` in comments, decorators, annotations, attributes and tags. */
export const testFile: Extractor<TestFile> = {
  id: 'spec.test-file',
  version: '1',
  variant: extensionOf,
  extract(bytes, path) {
    // What is in no language that is read (a snapshot, a data file) is no test.
    if (!languageOf(path)) return { bindings: [] }
    const code = readCode(bytes, path)
    return 'why' in code ? { bindings: [], unread: code.why } : { bindings: bindingsOf(code) }
  },
}

function bindingsOf(code: Code): readonly Binding[] {
  const inComments = code.tokens.flatMap((token) => (token.kind === 'comment' ? commentBindings(code.text.slice(token.start, token.end), token.line) : []))
  const all = [...inComments, ...annotationBindings(code)]
  const unique = [...new Map(all.map((binding) => [`${binding.line} ${binding.id}`, binding])).values()]
  return unique.toSorted((a, b) => a.line - b.line || (a.id < b.id ? -1 : 1)).slice(0, MAX_BINDINGS)
}
