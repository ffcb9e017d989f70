import type { CodeView } from './code-view.ts'
import type { Construct, FoundTests } from './construct.ts'

const TEST_ANNOTATION = /^(?:TestFactory|TestTemplate|Property|Theory|Example|Scenario)$|Test$/
const LEFT_OUT = /^(?:Disabled|Ignored?)$/
const MODIFIERS: ReadonlySet<string> = new Set('public protected private static final abstract default synchronized strictfp sealed'.split(' '))
const TYPES: ReadonlySet<string> = new Set('class interface enum record'.split(' '))
/** What looks like a method and is a statement. */
const STATEMENTS: ReadonlySet<string> = new Set('if for while switch catch synchronized try'.split(' '))

/** The tests of JUnit, TestNG and those like them: methods by their annotations or names, and the classes around them. */
export function javaTests(view: CodeView): FoundTests {
  const constructs: Construct[] = []
  // Where a member begins, and where what stands before its type or name has ended so far.
  let member = 0
  let header = 0
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (view.isSign(at, '{') || view.isSign(at, '}') || view.isSign(at, ';')) {
      member = at + 1
      header = member
    } else if (view.isSign(at, '@') && !view.isWord(at + 1, 'interface')) {
      if (view.next(header) !== at) member = at
      header = annotationAt(view, at).end
      at = header - 1
    } else if (view.isWordIn(at, MODIFIERS) && view.next(header) === at) header = at + 1
    else if (view.isWordIn(at, TYPES) && view.kindOf(at + 1) === 'word') push(typeAt(view, member, at))
    else if (view.isSign(at, '(')) push(methodAt(view, member, at))
  }
  return { constructs, isSkipped: false }

  function push(found: Construct | undefined): void {
    if (found) constructs.push(found)
  }
}

interface Annotation {
  readonly name: string
  /** Index behind it. */
  readonly end: number
  /** `@Test(enabled = false)`. */
  readonly isOff: boolean
}

function annotationAt(view: CodeView, at: number): Annotation {
  let name = at + 1
  while (view.isSign(name + 1, '.') && view.kindOf(name + 2) === 'word') name += 2
  const open = name + 1
  if (!view.isSign(open, '(')) return { name: view.textOf(name), end: open, isOff: false }
  const close = view.partner(open) ?? open
  let isOff = false
  for (let index = open + 1; index < close; index = view.behind(index)) isOff ||= view.isWord(index, 'enabled') && view.isWord(index + 2, 'false')
  return { name: view.textOf(name), end: close + 1, isOff }
}

/** The annotations and modifiers that a member begins with. */
function annotationsFrom(view: CodeView, member: number): readonly Annotation[] {
  const found: Annotation[] = []
  for (let at = view.next(member); view.isSign(at, '@') || view.isWordIn(at, MODIFIERS); at = view.next(at)) {
    if (view.isSign(at, '@')) {
      const annotation = annotationAt(view, at)
      found.push(annotation)
      at = annotation.end
    } else at += 1
  }
  return found
}

function isLeftOut(annotations: readonly Annotation[]): boolean {
  return annotations.some(({ name, isOff }) => isOff || LEFT_OUT.test(name))
}

function typeAt(view: CodeView, member: number, at: number): Construct | undefined {
  let body = at + 2
  for (let parts = 0; parts < 200 && body < view.tokens.length && !view.isSign(body, '{'); parts += 1) body = view.behind(body)
  if (!view.isSign(body, '{')) return undefined
  const found = construct(view, 'group', member, body, isLeftOut(annotationsFrom(view, member)))
  return { ...found, inherits: /Tests?$|IT$/.test(view.textOf(at + 1)) && view.isWord(view.next(at + 2), 'extends') }
}

/** A method with a body: a name, parameters, perhaps what it throws, and a brace. */
function methodAt(view: CodeView, member: number, open: number): Construct | undefined {
  const name = open - 1
  const before = view.before(name)
  if (view.kindOf(name) !== 'word' || view.isWordIn(name, STATEMENTS) || view.isWord(before, 'new') || view.isSign(before, '.') || before < member)
    return undefined
  let body = view.next(view.behind(open))
  if (view.isWord(body, 'throws'))
    while (view.kindOf(body) === 'word' || view.isSign(body, '.') || view.isSign(body, ',') || view.kindOf(body) === 'break') body += 1
  if (!view.isSign(body, '{')) return undefined
  const annotations = annotationsFrom(view, member)
  const isTest = annotations.some((annotation) => TEST_ANNOTATION.test(annotation.name)) || /^test/.test(view.textOf(name))
  return isTest ? construct(view, 'test', member, body, isLeftOut(annotations)) : undefined
}

function construct(view: CodeView, kind: Construct['kind'], member: number, body: number, isSkipped: boolean): Construct {
  const close = view.partner(body) ?? view.tokens.length
  return { kind, start: view.startOf(view.next(member)), body: view.startOf(body), end: view.endOf(close), isSkipped }
}
