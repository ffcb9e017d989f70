// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are programs
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeDigest } from '../../../src/gates/spec/code/code-digest.ts'

function digestOf(path: string, text: string | Uint8Array): string {
  return codeDigest.extract(typeof text === 'string' ? Buffer.from(text) : text, path).digest
}

const SAME: readonly (readonly [path: string, before: string, after: string])[] = [
  ['a.ts', 'f(1)', '// why\nf( 1 ) /* because */\n'],
  ['a.ts', 'a = {b}', 'a = {\n  b\n}'],
  ['a.ts', 'return x', 'return x // y'],
  ['a.ts', 'f(`a ${b} c`)', 'f( `a ${ /* x */ b } c` )'],
  ['a.tsx', '<p>it works</p>', '<p>\n  it\n  works\n</p>'],
  ['a.py', 'if x:\n    y()\n', 'if x:  # why\n\n  # more\n  y()\n'],
  ['a.py', 'f(1, 2)', 'f(1,\n  # second\n  2)'],
  ['a.go', 'x := f(1)\n', 'x := f(1) // why\n\n\n'],
  ['a.go', 'f(1, 2)', 'f(1,\n2)'],
  ['A.java', 'f(1);', '/** Doc. */\nf(\n1);'],
  ['a.rb', 'f(1)\ng', '# why\nf(1)   # x\n\n# y\ng'],
  ['a.rs', 'f(1)', '/* a /* b */ c */ f( 1 )'],
  ['a.ts', 'f()', '\ufefff()\r\n'],
  ['a.tsx', '<p>it "works" <b>now</b></p>', '<p>\n  it\n  "works" <b>now</b>\n</p>'],
  // Documentation does nothing.
  ['a.rs', 'fn f() {}', '//! A crate.\n\n/// Does it.\n/** At once. */\nfn f() { /*! Or later. */ }'],
  ['a.py', '"""Does it."""\nf()\n', "# why\n'''Does something else.\n\nAt once.'''  # or later\n\nf()\n"],
  ['a.py', 'f()\n', '"Does it."\nf()\n'],
  ['a.py', 'class A:\n    """An a."""\n    x = 1\n', 'class A:\n    # why\n\n    r"""The \\a."""\n\n    x = 1\n'],
  ['a.py', 'def f(a):\n    """Does it."""\n    return a\n', 'def f(a):\n    return a\n'],
  ['a.py', 'async def f(\n  a,\n):\n    """Does it."""\n', 'async def f(\n  a,\n):\n    """Does more."""\n'],
  [
    'a.py',
    'class A:\n    def f(a):\n        "Does it."\n        g()\n    def h(a):\n        i()\n',
    'class A:\n    "An a."\n    def f(a):\n        g()\n    def h(a):\n        "h."\n        i()\n',
  ],
]

const DIFFERENT: readonly (readonly [path: string, before: string, after: string])[] = [
  // What a compiler takes for one line and another for two: code could hide in what looks like a comment.
  ['A.java', 'class A { // note\n}', 'class A { // note\u2028/*\nstatic { evil(); }\n// end */\n}'],
  ['a.rs', 'fn f() { // note\n}', 'fn f() { // note\r/*\nevil();\n// end */\n}'],
  ['a.rs', 'fn f() { // note\n}', 'fn f() { // note\u2028/*\nevil();\n// end */\n}'],
  ['a.go', 'func f() { // note\n}', 'func f() { // note\r/*\nevil()\n// end */\n}'],
  ['a.rb', '# note\n', '# note\u2028=begin\nevil()\n'],
  ['a.py', 'if a:\n    x()\n    y()\n', 'if a:\n    x()\n   \fy()\n'],
  ['a.go', 'package a\n/* int f() { return 0; } */\nimport "C"\n', 'package a\n/* int f() { return 1; } */\nimport "C"\n'],
  ['a.js', 'f()\n', 'f() <!-- /*\ng()\n// */\n'],
  // White space that means something.
  ['a.rb', 'f -1', 'f - 1'],
  ['a.rb', 'f [1]', 'f[1]'],
  ['a.tsx', '<p>Delete <b>all</b> now</p>', '<p>Delete<b>all</b>now</p>'],
  ['a.tsx', '<p>{n} items</p>', '<p>{n}items</p>'],
  ['a.tsx', '<p>{a} {b}</p>', '<p>{a}{b}</p>'],
  ['a.ts', 'f(1)', 'f(2)'],
  ['a.ts', 'f("a b")', 'f("a  b")'],
  ['a.ts', 'f("// a")', 'f("// b")'],
  ['a.ts', 'f(`// a`)', 'f(`// b`)'],
  ['a.ts', 'x = /\\/\\/ a/', 'x = /\\/\\/ b/'],
  ['a.ts', 'return x', 'return\nx'],
  ['a.ts', 'a\n++b', 'a++\nb'],
  ['a.ts', 'a + +b', 'a ++b'],
  ['a.ts', 'ab', 'a b'],
  ['a.ts', '// x\u2028f()', '// x\u2028g()'],
  ['a.ts', '// x\rf()', '// x\rg()'],
  ['a.tsx', '<p>// {a()}</p>', '<p>// {b()}</p>'],
  ['a.tsx', '<p>http://a</p>', '<p>http://b</p>'],
  ['a.tsx', '/** @jsx h */\nx', '/** @jsx g */\nx'],
  ['a.ts', '#!/usr/bin/env node\nx', '#!/usr/bin/env deno\nx'],
  ['a.py', 'if x:\n    y()\n    z()', 'if x:\n    y()\nz()'],
  ['a.py', 'f(1)\n(2)', 'f(1)(2)'],
  ['a.py', "x = '''\n# a\n'''", "x = '''\n# b\n'''"],
  ['a.go', 'x := a\n-b()', 'x := a -b()'],
  ['a.go', '//go:build linux\n\npackage a', '//go:build windows\n\npackage a'],
  ['a.go', 'x := `// a`', 'x := `// b`'],
  ['A.java', '// x \\u000a f();', '// x \\u000a g();'],
  ['A.java', 's = """\n// a\n""";', 's = """\n// b\n""";'],
  ['a.rb', '# frozen_string_literal: true\nx', '# frozen_string_literal: false\nx'],
  ['a.rb', 'f 1\n-1', 'f 1 -1'],
  ['a.rb', 's = <<~A\n# a\nA\n', 's = <<~A\n# b\nA\n'],
  ['a.rb', 'x\n__END__\n# a', 'x\n__END__\n# b'],
  ['a.rs', 'r#"// a"#', 'r#"// b"#'],
  ['a.unknown', 'x # a', 'x # b'],
  // Each blank in the text of an element.
  ['a.tsx', '<pre>a  b</pre>', '<pre>a b</pre>'],
  ['a.tsx', '<pre>a\tb</pre>', '<pre>a b</pre>'],
  ['a.tsx', '<pre>a </pre>', '<pre>a  </pre>'],
  ['a.tsx', '<pre> a</pre>', '<pre>  a</pre>'],
  ['a.tsx', '<p>{a}  {b}</p>', '<p>{a} {b}</p>'],
  ['a.tsx', '<p>{a} "b"</p>', '<p>{a}"b"</p>'],
  ['a.tsx', '<p>a  "b"</p>', '<p>a "b"</p>'],
  ['a.tsx', '<p><b>a</b>  /b</p>', '<p><b>a</b> /b</p>'],
  // What a build or a compiler obeys.
  ['a.js', '/* @ngInject */ function f(a) {}', 'function f(a) {}'],
  ['a.js', '/*@ngInject*/ function f(a) {}', 'function f(a) {}'],
  ['a.py', '# cython: boundscheck=True\nf()\n', '# cython: boundscheck=False\nf()\n'],
  ['a.py', '#cython:wraparound=True\nf()\n', 'f()\n'],
  ['a.py', '# distutils: language=c++\nf()\n', 'f()\n'],
  // Literals that are no documentation.
  ['a.py', 'f"{a()}"\nx()\n', 'f"{b()}"\nx()\n'],
  ['a.py', 'b"a"\nx()\n', 'b"b"\nx()\n'],
  ['a.py', '"a".f()\n', '"b".f()\n'],
  ['a.py', '"a" % x()\n', '"b" % x()\n'],
  ['a.py', '"a"; x()\n', '"b"; x()\n'],
  ['a.py', '("a")\nx()\n', '("b")\nx()\n'],
  ['a.py', 'x()\n"a"\n', 'x()\n"b"\n'],
  ['a.py', 'def f():\n    x()\n    "a"\n', 'def f():\n    x()\n    "b"\n'],
  ['a.py', 'if a:\n    "a"\n    x()\n', 'if a:\n    "b"\n    x()\n'],
  ['a.py', 'x = [\n"a"\n]\n', 'x = [\n"b"\n]\n'],
  ['a.py', 'def f():\n    return "a"\n', 'def f():\n    return "b"\n'],
  ['a.py', 'class A: x = 1\nif a:\n    "a"\n', 'class A: x = 1\nif a:\n    "b"\n'],
]

describe('the digest of code', () => {
  it.each(SAME)('in %s is the same for %j and %j', (path, before, after) => {
    expect(digestOf(path, after)).toBe(digestOf(path, before))
  })

  it.each(DIFFERENT)('in %s tells %j from %j', (path, before, after) => {
    expect(digestOf(path, after)).not.toBe(digestOf(path, before))
  })

  it('compares what cannot be read to the byte', () => {
    expect(digestOf('a.ts', Buffer.from('\0// a'))).not.toBe(digestOf('a.ts', Buffer.from('\0// b')))
    expect(digestOf('a.ts', `${'x'.repeat(20_001)} // a`)).not.toBe(digestOf('a.ts', `${'x'.repeat(20_001)} // b`))
  })

  it('tells bytes apart that are no UTF-8', () => {
    expect(digestOf('a.ts', Buffer.from([0x22, 0xff, 0x22]))).not.toBe(digestOf('a.ts', Buffer.from([0x22, 0xfe, 0x22])))
  })

  it('never mistakes the inside of a literal for tokens', () => {
    const filler = ' '.repeat(9000)
    expect(digestOf('a.ts', `${filler}"a\0word:b"`)).not.toBe(digestOf('a.ts', `${filler}"a" b`))
  })

  it('comes with the first line that has code, or none', () => {
    expect(codeDigest.extract(Buffer.from('\n// x\n\nf()'), 'a.ts').line).toBe(4)
    expect(codeDigest.extract(Buffer.from('# x\n\n'), 'a.py').line).toBeNull()
    expect(codeDigest.extract(Buffer.from(''), 'a.unknown').line).toBeNull()
  })

  const statements: Readonly<Record<string, readonly string[]>> = {
    'a.ts': ['f(1)', 'const x = "s // t"', 'if (a) { b() }', 'x = `t ${u} /* v */`', 'return /re"g/', 'a / b / c'],
    'a.py': ['f(1)', 'x = "s # t"', 'if a:\n    b()\nelse:\n    c()', "y = '''t\n# u'''", 'z = [1,\n  2]'],
    'a.go': ['f(1)', 'x := "s // t"', 'if a {\n\tb()\n}', 'y := `t // u`', "r := '\"'"],
    'A.java': ['f(1);', 'var x = "s // t";', 'if (a) {\n b();\n}', "char c = '\"';"],
    'a.rb': ['f(1)', 'x = "s # t"', 'if a\n  b\nend', 'y = %w[a b]', 'z = "#{h["k"]}"'],
    'a.rs': ['f(1);', 'let x = "s // t";', 'if a {\n b();\n}', 'let y = r#"t // "u"#;', "fn g<'a>() {}"],
  }

  it.each(Object.entries(statements))('in %s does not change when whole comment lines and blank lines are put between statements', (path, choices) => {
    const mark = path.endsWith('.py') || path.endsWith('.rb') ? '#' : '//'
    const words = fc
      .string({ unit: fc.constantFrom(...'ab "\'`/*{}()[]<>$#\\@'.split('')), maxLength: 20 })
      .filter((text) => !/@jsx|#__|^\/ ?<|coding|\\u|^!|^go:|^#/.test(text.trim()))
    const lines = fc.array(fc.tuple(fc.constantFrom(...choices), fc.option(words), fc.boolean()), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(lines, (items) => {
        const bare = items.map(([statement]) => statement).join('\n')
        const commented = items.map(([statement, words, blank]) => `${words === null ? '' : `${mark} ${words}\n`}${blank ? '\n' : ''}${statement}`).join('\n')
        expect(digestOf(path, commented)).toBe(digestOf(path, bare))
      }),
      { seed: 20261121, numRuns: 200 },
    )
  })
})
