// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are programs
import { describe, expect, it } from 'vitest'
import { codeDigest } from '../../../src/gates/spec/code/code-digest.ts'
import { lex } from '../../../src/gates/spec/lex/languages.ts'

function digestOf(path: string, text: string): string {
  return codeDigest.extract(Buffer.from(text), path).digest
}

/**
 * Programs in which EVIL is code to the language's own compiler, and would be in a comment to somebody who takes a quote, a
 * slash or a brace for something else than it does.
 */
const HIDING: Readonly<Record<string, readonly string[]>> = {
  'a.ts': [
    'if (x) /[/*]/.test(y); EVIL() /* */',
    'while (x) /[/*]/.test(y) && EVIL() /* */',
    'for await (const a of b) /[/*]/.test(a); EVIL() /* */',
    '{}\n/[/*]/.test(x); EVIL() /* */',
    '{} /[/*]/.test(x); EVIL() /* */',
    "import x from 'y'\n/[/*]/.test(x); EVIL() /* */",
    'let x: number\n/[/*]/.test(x); EVIL() /* */',
    'let x: number[]\n/[/*]/.test(x); EVIL() /* */',
    'class A extends /[/*]/ { [EVIL] /* */ }',
    'i++ / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'x! / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'y = 1. / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'y = x as Foo<Bar> / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'y = of / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'y = a.return / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'y = a?.case / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'y = 1..in / 2; f("/"); g("/*"); EVIL(); h("*/")',
    'typeof\u3000/[/*]/.x; EVIL(); /* */',
    'f("a\u2028/*"); EVIL(); g("*/")',
    'f(`a ${`b ${ "`" } //`} c`); EVIL()',
    'f(/[/]`/, `//`); EVIL()',
  ],
  'a.tsx': [
    'x = <A b=<c/>>/*{EVIL()}*/</A>',
    '{}\n<div>/*</div>; EVIL(); y = <b>*/</b>',
    'if (x) <div>/* {EVIL()} */</div>',
    'x = <_A>/*{EVIL()}*/</_A>',
    'x = < div>/*{EVIL()}*/</div>',
    'x = <a>b</a //> /*\n>; EVIL(); /* */',
    'x = <T>/*{EVIL()}*/</ T>',
    'x = <a/**/>/*{EVIL()}*/</a>',
    'let x: T\n<div>/*</div>; EVIL(); y = <b>*/</b>',
    'type F = <T>(x: T) => T; x = "</T> /*"; EVIL(); y = "*/"',
    'const f = <const T,>(x: T) => "</const> /*"; EVIL(); y = "*/"',
    'x = <A<() => void> b="/*" {...EVIL()} c="*/" />',
    'y = yield <div>/*</div>; EVIL(); z = <b>*/</b>',
  ],
  'a.py': [
    'f(f"{d["#"]}"); EVIL()',
    'f(f"{\'}\' + "#"}"); EVIL()',
    'f(f"{f"{1}#"}"); EVIL()',
    'f(f"""{x["""#"""]}"""); EVIL()',
    "f(f'{x['#']}'); EVIL()",
    'f(f"{x:{"#"}}"); EVIL()',
    'f(rf"\\{d["#"]}"); EVIL()',
    'f(f"{a["b\\"#"]}"); EVIL()',
    'f(f"{a # "}\n}"); EVIL() #"',
    '# coding: utf-7\nx = 1 # +AAo-EVIL()',
    '# -*- coding: shift_jis -*-\nx = "\\"; EVIL() #"',
    'if x:\n    \\\n  y()\n    EVIL()',
  ],
  'a.go': [
    'package a\n// int EVIL;\nimport `C`\n',
    'package a\n// int EVIL;\nimport "\\x43"\n',
    'package a\n//\t+build EVIL\n',
    'x := `\\` + "/*"; EVIL(); y := "*/"',
    'x := \'\\\'\'; y := "/*"; EVIL(); z := "*/"',
  ],
  'A.java': [
    'x = "\\u0022+"/*"; EVIL(); y = "*/";',
    'x = 1; \\u002f* "*/ EVIL(); /*" */',
    'x = \'\\uuu0027\'; y = "/*"; EVIL(); z = "*/";',
    'x = """\n  \\""" /* EVIL */ """;',
    'x = "\\\\" + "/*" + EVIL() + "*/";',
  ],
  'a.rb': [
    'if / #/ =~ x then EVIL() end',
    'x while / #/ =~ EVIL',
    'foo\n/ #/.match(EVIL)',
    'foo\n  / #/.match(EVIL)',
    'x = % # ; EVIL()',
    'x = [1]\nx <<~A\ns = "\nA\n# #{EVIL()}\n"',
    'def m(x)\n  x <<~A\ns = "\nA\n# #{EVIL()}\n"\nend',
    'x = 1\nx ?"#{EVIL()}":2',
    'f(x.empty? / 2, "/#"); EVIL() # /',
    'f(10 /2); g("/#"); EVIL()',
    'f(@a /2); g("/#"); EVIL()',
    'f(nil /2); g("/#"); EVIL()',
    'a.inject(:/); f("/#"); EVIL()',
    'def /(other) "/#"; EVIL() end',
    'x./(2); f("/#"); EVIL()',
    'class <<self\nf "\nself\n# #{EVIL()}\n"\nend',
    's = <<"A B"\n# EVIL\nA B\n',
    'f(<<A, "b\nA\nc")\n# EVIL\nA\n',
    's = <<A\n#{"\nA\n"}\n# EVIL\nA\n',
    's = <<A\nx \\\nA\n# EVIL\nA\n',
    's = "#{\'"\'}"; f("#"); EVIL()',
    's = "#{?"}#{ # "\nEVIL()}"',
    's = "#{%q(")}"; f("#"); EVIL()',
    'x = ?\\"; f("#"); EVIL()',
    'x = ?\\C-"; f("#"); EVIL()',
    'x = %s(#{); f("#"); EVIL() # }',
    'x = :"a#{1}#"; EVIL()',
    'f(:`); g("`#"); EVIL()',
    'def m(x) / #/.match(EVIL) end',
    'x = 1 \\\n=begin\n"\n=end\nf("#"); EVIL()',
    'undef a, /; f("/#"); EVIL()',
    '# encoding: shift_jis\nx = "\\"; EVIL() #"',
    '/(?<x>a)/ =~ b\nx /2; f("/#"); EVIL()',
    'y = 1\nx = 2\nx %w; f("w#"); EVIL()',
    'x = 2and / #/ =~ EVIL',
    's = "#$" # "; EVIL()',
    'x = %_ # _; EVIL()',
    'x = %\\ # \\; EVIL()',
    'x = /a/n /2; f("/#"); EVIL()',
    'as:f /2; f("/#"); EVIL()',
    'puts \\\n/#/.match(EVIL)',
    'x = 1\n$a <<$b\n# #{\n"$b\n#"; EVIL()',
  ],
  'a.rs': [
    '#!/*\nfn main() { EVIL() } // */',
    'm!(\'r#"\\"# /* "); EVIL(); // */',
    'm!($r"\\"); EVIL(); x!("/*"); f(EVIL); y!("*/")',
    'm!("a"r"\\"); x!("/*"); EVIL(); y!("*/")',
    'm!(cr"\\"); x!("/*"); EVIL(); y!("*/")',
    'f(r#"\\"#); g("/*"); EVIL(); h("*/")',
    '/* /* */ */ EVIL() /* */',
    'f(\'"\'); g("/*"); EVIL(); h("*/")',
    "fn f<'a>(x: &'a str) { g('\\''); h(\"/*\"); EVIL(); i(\"*/\") }",
    '---\n# */ /*\n---\nfn main() { EVIL() } /* */',
    'f()\u0085EVIL()',
  ],
}

/** @spec SPEC-6 */
describe('no comment hides code', () => {
  for (const [path, programs] of Object.entries(HIDING)) {
    it.each(programs)(`in ${path} in %j`, (program) => {
      expect(program).toContain('EVIL')
      expect(digestOf(path, program.replaceAll('EVIL', 'harmless'))).not.toBe(digestOf(path, program))
    })
  }
})

/** Programs that are no more than they seem, so that their comments may change. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  'a.ts': [
    'x = (a + b) / 2 // a',
    'x = a[0] / 2 / 3 // a',
    'x = `${a} / ${b}` // a',
    'if (/["\'`/*]/.test(x)) f() // a',
    'return !/[/*]/.test(x) // a',
    'x = a ? /b/g : /c/ // a',
    'f(x => /\\/*/.test(x)) // a',
    'for (; i++ < 3; ) f(1 / i) // a',
    'x = y! / 2 // a',
    'x = { a: 1 } // --> b, <!-- a',
    'x = "\u3000" // \u3000 a',
    '} // /c/\n/* b */ x // a',
  ],
  'a.tsx': [
    'x = a < b && c > d // a',
    'x = <p title="//">it\'s /* text */ // text</p> // a',
    'x = <A b={<c d="/*" />} {...e} /> // a',
    'const f = <T,>(x: T) => x // a',
    'const f = <T extends U>(x: T) => x // a',
    'x = <><a.b c-d="e" /></> // a',
    'return cond && <p>{/* b */ c}</p> // a',
  ],
  'a.py': [
    'x = f"{a[\'b\']:>{width}} {c!r} {{d}} {e:#x}" # a',
    "x = f'''{a[\"b\"]} {\n c}''' # a",
    'x = f"{a + \'#\'}" # a',
    '# coding: utf-8\nx = 1 # a',
    'x = r"\\" # a"\ny = 1 # a',
  ],
  'a.rb': [
    'puts <<~A # a\n  b\nA\nputs "c"',
    'expect(x).to eq <<~A # a\n  b\nA\n',
    'x = y / 2 # a',
    'assert_match /a/, b # a',
    's = "#{a[:b].map { |c| c / 2 }.join(", ")}" # a',
    's = "#{a.gsub(/[#"]/, "b")}" # a',
    's = "#{a.empty? ? "b" : \'c\'}" # a',
    'x = a ? b : c # a',
    'alias eql? == # a',
    'foo?(:a) if b? # a',
    'def x=(v) = @x = v / 2 # a',
    'x = ?a + ?\\n # a',
    'when /a#b/ then c # a',
    'def self.a(b) c # a\nend',
  ],
  'a.go': ['x := a / b // a', 'x := `//` // a'],
  'A.java': ['x = "\\u00e9"; // a', 'x = a / b; // a'],
  'a.rs': ["fn f<'a>(x: &'a str) -> u8 { b'\\'' } // a", 'let x = r#"//"#; // a', '#![allow(x)] // a'],
}

describe('a comment is nothing but a comment', () => {
  for (const [path, programs] of Object.entries(PLAIN)) {
    it.each(programs)(`in ${path} in %j`, (program) => {
      const at = program.lastIndexOf(' a')
      expect(at).toBeGreaterThan(0)
      expect(digestOf(path, `${program.slice(0, at)} because${program.slice(at + 2)}`)).toBe(digestOf(path, program))
      expect(lex(program, path)?.isDoubtful).toBe(false)
    })
  }

  it('and white space is white space, but where it separates a regular expression from a name', () => {
    expect(digestOf('a.ts', 'x = /a/\ng')).not.toBe(digestOf('a.ts', 'x = /a/g'))
    expect(digestOf('a.ts', 'class A { public\nb = 1 }')).not.toBe(digestOf('a.ts', 'class A { public b = 1 }'))
  })

  it('unless a build reads it', () => {
    for (const comment of ['/* @__PURE__ */', '/* webpackIgnore: true */', '/* @vite-ignore */', '/* turbopackIgnore: true */']) {
      expect(digestOf('a.js', `x = ${comment} f()`), comment).not.toBe(digestOf('a.js', 'x = f()'))
    }
  })

  it('even among bytes that are no UTF-8, where nothing is sure', () => {
    const bytes = (text: string) => codeDigest.extract(Buffer.concat([Buffer.from(text), Buffer.from([0x95, 0x5c])]), 'A.java').digest
    expect(bytes('f() // a')).not.toBe(bytes('f() // b'))
  })
})
