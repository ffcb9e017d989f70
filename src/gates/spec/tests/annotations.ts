import type { Code } from '../code/read-code.ts'
import { type Argument, MAX_ARGUMENTS, TokenView } from '../code/token-view.ts'
import type { Language } from '../lex/languages.ts'
import { idList, idsOnly, specId } from '../spec-cards/spec-ids.ts'
import type { Mark } from './place-bindings.ts'

/** Calls of Ruby test frameworks that take metadata. */
const EXAMPLES: ReadonlySet<string> = new Set(
  'RSpec describe context feature it its specify example scenario test should fdescribe fcontext fit xdescribe xcontext xit pending skip shared_examples shared_context'.split(
    ' ',
  ),
)

/** The marks that decorators, annotations, attributes and tags of a language make. Comments are read elsewhere. */
export function annotationMarks({ language, text, tokens }: Code): readonly Mark[] {
  const view = new TokenView(
    text,
    tokens.filter((token) => token.kind !== 'comment' && (token.kind !== 'break' || language === 'ruby' || language === 'python')),
  )
  return [...READERS[language](view)]
}

const READERS: Readonly<Record<Language, (view: TokenView) => Iterable<Mark>>> = {
  script: scriptBindings,
  python: pythonBindings,
  go: () => [],
  java: javaBindings,
  ruby: rubyBindings,
  rust: rustBindings,
}

function* boundBy(texts: Iterable<Argument>, ids: (text: string) => readonly string[], kind: Mark['kind'] = 'mark'): Generator<Mark> {
  for (const { text, line, at } of texts) for (const id of ids(text)) yield { id, line, at, end: at, kind }
}

/** A tag names one card and is shared with other uses, so only a text that is an id counts. */
function tagIds(text: string): readonly string[] {
  const id = specId(text)
  return id === undefined ? [] : [id]
}

/** Decorators `@spec("SPEC-1")`, and the tags of test runners, which start with `@`: `{ tag: ['@SPEC-1', '@spec SPEC-2'] }`. */
function* scriptBindings(view: TokenView): Generator<Mark> {
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (view.isSign(at, '@') && view.isWord(at + 1, 'spec', 'Spec') && view.isSign(at + 2, '(')) yield* boundBy(view.arguments(at + 2), idsOnly)
    if (!view.isWord(at, 'tag', 'tags') || !view.isSign(at + 1, ':')) continue
    if (view.isSign(at + 2, '[')) yield* boundBy(view.arguments(at + 2), scriptTagIds)
    else if (view.kindOf(at + 2) === 'string') yield* boundBy([view.argument(at + 2)], scriptTagIds)
  }
}

function scriptTagIds(text: string): readonly string[] {
  if (!text.startsWith('@')) return []
  const list = /^@spec[ (]/.exec(text)
  return list ? idList(text, list[0].length).ids : tagIds(text.slice(1))
}

/** Decorators `@spec("SPEC-1")` and `@tag("SPEC-1")`, alone or behind a module's name, and pytest's marks wherever they stand. */
function* pythonBindings(view: TokenView): Generator<Mark> {
  for (let at = 0; at < view.tokens.length; at += 1) {
    const isMark = view.isWord(at, 'mark') && view.isSign(at + 1, '.') && view.isWord(at + 2, 'spec') && view.isSign(at + 3, '(')
    if (isMark && !isDecorator(view, at)) yield* boundBy(view.arguments(at + 3), idsOnly, isModuleMark(view, at) ? 'file' : 'mark')
    if (!view.isSign(at, '@') || !startsStatement(view, at)) continue
    const name = dottedEnd(view, at + 1)
    if (!view.isSign(name + 1, '(')) continue
    if (view.isWord(name, 'spec')) yield* boundBy(view.arguments(name + 1), idsOnly)
    if (view.isWord(name, 'tag', 'tags')) yield* boundBy(view.arguments(name + 1), tagIds)
  }
}

/** `pytestmark = …` marks everything around it, other marks stand among the parameters of a test. */
function isModuleMark(view: TokenView, index: number): boolean {
  for (let at = index; at > index - MAX_ARGUMENTS && at >= 0 && view.kindOf(at) !== 'break'; at -= 1) if (view.isWord(at, 'pytestmark')) return true
  return false
}

/** Whether the name that `index` is part of stands behind an `@`. Bounded: names have few parts. */
function isDecorator(view: TokenView, index: number): boolean {
  let at = index
  for (let parts = 0; parts < 10 && view.isSign(at - 1, '.'); parts += 1) at -= 2
  return view.isSign(at - 1, '@')
}

/** `@` is also an operator: a decorator starts its line. */
function startsStatement(view: TokenView, index: number): boolean {
  const before = view.kindOf(index - 1)
  return before === undefined || before === 'break' || before === 'indent' || before === 'dedent'
}

/** The index of the last word of a dotted name that starts at `index`. */
function dottedEnd(view: TokenView, index: number): number {
  let at = index
  for (let parts = 0; parts < 10 && view.isSign(at + 1, '.') && view.kindOf(at + 2) === 'word'; parts += 1) at += 2
  return at
}

/** `@Spec("SPEC-1")`, `@Spec({"SPEC-1", "SPEC-2"})`, and JUnit's `@Tag("SPEC-1")`, with or without a package's name. */
function* javaBindings(view: TokenView): Generator<Mark> {
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (!view.isSign(at, '@')) continue
    const name = dottedEnd(view, at + 1)
    if (!view.isSign(name + 1, '(')) continue
    if (view.isWord(name, 'Spec')) yield* boundBy(view.arguments(name + 1), idsOnly)
    if (view.isWord(name, 'Tag')) yield* boundBy(view.arguments(name + 1), tagIds)
  }
}

/** Attributes: `#[spec("SPEC-1")]`, `#[spec = "SPEC-1"]`, also with a path before it or within `cfg_attr`. */
function* rustBindings(view: TokenView): Generator<Mark> {
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (!view.isSign(at, '#')) continue
    const isInner = view.isSign(at + 1, '!')
    const open = isInner ? at + 2 : at + 1
    const kind = isInner ? 'file' : 'mark'
    if (!view.isSign(open, '[')) continue
    for (let inner = open + 1; inner < open + MAX_ARGUMENTS && !view.isSign(inner, ']'); inner += 1) {
      if (!view.isWord(inner, 'spec')) continue
      if (view.isSign(inner + 1, '(')) yield* boundBy(view.arguments(inner + 1), idsOnly, kind)
      if (view.isSign(inner + 1, '=') && view.kindOf(inner + 2) === 'string') yield* boundBy([view.argument(inner + 2)], idsOnly, kind)
    }
  }
}

/** Metadata of an example or a group: `it 'retries', spec: 'SPEC-1' do`, `:spec => %w[SPEC-1 SPEC-2]`. */
function* rubyBindings(view: TokenView): Generator<Mark> {
  let inExample = false
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (startsRubyStatement(view, at)) inExample = view.kindOf(at) === 'word' && EXAMPLES.has(view.textOf(at))
    if (!inExample || !view.isWord(at, 'spec')) continue
    const symbol = view.isSign(at - 1, ':') && view.isSign(at + 1, '=>')
    if (!symbol && !view.isSign(at + 1, ':')) continue
    if (view.isSign(at + 2, '[')) yield* boundBy(view.arguments(at + 2), idsOnly)
    else if (view.kindOf(at + 2) === 'string') yield* boundBy([view.argument(at + 2, rubyWords(view, at + 2))], idsOnly)
  }
}

/** `%w[SPEC-1 SPEC-2]` without its delimiters, or any other literal. */
function rubyWords(view: TokenView, index: number): string {
  const words = /^%[wWiI].(.{0,500}).$/s.exec(view.textOf(index))
  return words?.[1] ?? view.literal(index)
}

/** Whether a line begins here that does not go on with the one before. */
function startsRubyStatement(view: TokenView, index: number): boolean {
  if (index === 0) return true
  if (view.kindOf(index - 1) !== 'break' || view.kindOf(index) === 'break') return false
  return index < 2 || !(view.isSign(index - 2, ',') || view.isSign(index - 2, '('))
}
