import type { CodeView } from './code-view.ts'
import type { Construct, FoundTests } from './construct.ts'

/** The last name of an attribute that makes a function a test: `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[wasm_bindgen_test]`. */
const TEST = /^(?:test|rstest|test_case|quickcheck|proptest|bench)$|_test$/
/** Macros that make tests of what they are given: `quickcheck! {`, `rgtest!(`. What `proptest! {` is given has attributes of its own. */
const MACRO = /(?<!prop)test|quickcheck/
const QUALIFIERS: ReadonlySet<string> = new Set('pub async unsafe const extern crate in self super'.split(' '))

/** The functions of a Rust file with an attribute that makes them tests, macros that do so, and the modules around them. */
export function rustTests(view: CodeView): FoundTests {
  const constructs: Construct[] = []
  for (let at = 0; at < view.tokens.length; ) {
    const close = view.kindOf(at) === 'word' && view.isSign(at + 1, '!') && MACRO.test(view.textOf(at)) ? view.partner(at + 2) : undefined
    if (close !== undefined) constructs.push({ kind: 'test', start: view.startOf(at), body: view.startOf(at + 2), end: view.endOf(close), isSkipped: false })
    const isItem = view.isSign(at, '#') || view.isWord(at, 'fn', 'mod')
    const item = isItem ? itemAt(view, at) : undefined
    if (item?.construct) constructs.push(item.construct)
    at = Math.max(at + 1, item?.end ?? 0)
  }
  return { constructs, isSkipped: false }
}

/** The item that begins with attributes at `at`, and the index where its body begins. */
function itemAt(view: CodeView, at: number): { readonly construct: Construct | undefined; readonly end: number } {
  const names: string[] = []
  let index = at
  while (view.isSign(index, '#') && view.isSign(index + 1, '[')) {
    names.push(nameOf(view, index + 1))
    index = view.next(view.behind(index + 1))
  }
  while (view.isWordIn(index, QUALIFIERS) || view.isSign(index, '(') || view.kindOf(index) === 'string') index = view.next(view.behind(index))
  const isFunction = view.isWord(index, 'fn')
  if (!isFunction && !view.isWord(index, 'mod')) return { construct: undefined, end: index }
  let body = index + 1
  while (body < view.tokens.length && !view.isSign(body, '{') && !view.isSign(body, ';')) body = view.behind(body)
  const close = view.isSign(body, '{') ? view.partner(body) : undefined
  if (close === undefined || (isFunction && !names.some((name) => TEST.test(name)))) return { construct: undefined, end: Math.min(body, index + 1) }
  const kind = isFunction ? 'test' : 'group'
  return { construct: { kind, start: view.startOf(at), body: view.startOf(body), end: view.endOf(close), isSkipped: names.includes('ignore') }, end: index + 1 }
}

/** The last name of an attribute's path. */
function nameOf(view: CodeView, open: number): string {
  let name = open + 1
  while (view.isSign(name + 1, '::') && view.kindOf(name + 2) === 'word') name += 2
  return view.textOf(name)
}
