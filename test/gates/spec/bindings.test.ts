// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are programs
import { describe, expect, it } from 'vitest'
import { testFile } from '../../../src/gates/spec/tests/test-file.ts'

/** A test of each language, so that what stands before it has something to bind. */
const TEST: Readonly<Record<string, string>> = {
  ts: "\ntest('x', () => {})",
  tsx: "\ntest('x', () => {})",
  py: '\ndef test_x(): pass',
  go: '\nfunc TestX(t *testing.T) {}',
  java: '\n@Test void x() {}',
  rb: "\nit('x') { }",
  rs: '\n#[test]\nfn x() {}',
}

/** What a text binds, as `id:line`, when a test follows it. */
function bound(path: string, text: string): readonly string[] {
  const followed = `${text}${TEST[path.slice(path.lastIndexOf('.') + 1)] ?? ''}`
  return testFile.extract(Buffer.from(followed), path).bindings.map(({ id, line }) => `${id}:${line}`)
}

interface Case {
  readonly text: string
  readonly binds: readonly string[]
}

const BINDS: Readonly<Record<string, readonly Case[]>> = {
  'retry.test.ts': [
    { text: '/** @spec SPEC-142 */\ntest("retries", () => {})', binds: ['SPEC-142:1'] },
    { text: 'x()\n// @spec SPEC-1', binds: ['SPEC-1:2'] },
    { text: '// @spec(SPEC-1)', binds: ['SPEC-1:1'] },
    { text: '// @spec("SPEC-1", \'SPEC-2\')', binds: ['SPEC-1:1', 'SPEC-2:1'] },
    { text: '/*\n * Retries.\n * @spec SPEC-1, SPEC-2 SPEC-3\n */', binds: ['SPEC-1:3', 'SPEC-2:3', 'SPEC-3:3'] },
    { text: '// @spec spec-api-7 and nothing else', binds: ['SPEC-API-7:1'] },
    { text: 'class A {\n  @spec("SPEC-1")\n  test() {}\n}', binds: ['SPEC-1:2'] },
    { text: '@spec(SPEC-142)\nclass A { testA() {} }', binds: ['SPEC-142:1'] },
    { text: "test('x', { tag: '@spec SPEC-1' }, () => {})", binds: ['SPEC-1:1'] },
    { text: "test('x', {\n  tags: ['@slow', '@SPEC-2',\n '@spec(SPEC-3)'] }, f)", binds: ['SPEC-2:2', 'SPEC-3:3'] },
    { text: 'const x = `a ${ /* @spec SPEC-1 */ b } c`', binds: ['SPEC-1:1'] },
    { text: 'const x = a / b // @spec SPEC-1 /', binds: ['SPEC-1:1'] },
    { text: 'const x = /["\'`]/ // @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'it.each`\na | b\n`() // @spec SPEC-1\r\n', binds: ['SPEC-1:3'] },
    { text: '\ufeff// @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: '#!/usr/bin/env node\n// @spec SPEC-ABC', binds: ['SPEC-ABC:2'] },
    { text: 'const cast = <T>value // @spec SPEC-1', binds: ['SPEC-1:1'] },
  ],
  'view.test.tsx': [
    { text: '// @spec SPEC-1\nit("x", () => <p>Don\'t</p>)\n// @spec SPEC-2', binds: ['SPEC-1:1', 'SPEC-2:3'] },
    { text: 'const f = <T,>(x: T) => x // @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'const f = <T extends U>(x: T) => x // @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'interface A { f: <T>(x: T) => T } // @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'render(<A b={{ c: "}" }} d="it\'s" />) // @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'render(<><A>{x /* @spec SPEC-1 */}</A></>)\n// @spec SPEC-2', binds: ['SPEC-1:1', 'SPEC-2:2'] },
    { text: 'render(<A<B<C>> // @spec SPEC-1\n x={1}>`</A>) // @spec SPEC-2', binds: ['SPEC-1:1', 'SPEC-2:2'] },
    { text: 'const a = b <c // @spec SPEC-1\n', binds: ['SPEC-1:1'] },
  ],
  'test_retry.py': [
    { text: '# @spec SPEC-1\ndef test(): pass', binds: ['SPEC-1:1'] },
    { text: '#@spec(SPEC-1)', binds: ['SPEC-1:1'] },
    { text: '@spec("SPEC-1")\ndef test(): pass', binds: ['SPEC-1:1'] },
    { text: '@maestro.spec("SPEC-1", \'SPEC-2\')\ndef test(): pass', binds: ['SPEC-1:1', 'SPEC-2:1'] },
    { text: 'class A:\n    @pytest.mark.spec("SPEC-1")\n    def test(self): pass', binds: ['SPEC-1:2'] },
    { text: 'pytestmark = pytest.mark.spec("SPEC-1")', binds: ['SPEC-1:1'] },
    { text: 'pytestmark = [\n  pytest.mark.slow,\n  pytest.mark.spec("SPEC-1"),\n]', binds: ['SPEC-1:3'] },
    { text: '@tag("SPEC-1", "slow")\ndef test(): pass', binds: ['SPEC-1:1'] },
    { text: '@spec(\n  "SPEC-1",  # because\n  "SPEC-2",\n)\ndef test(): pass', binds: ['SPEC-1:2', 'SPEC-2:3'] },
    { text: "x = '''\n# no\n''' # @spec SPEC-1", binds: ['SPEC-1:3'] },
    { text: 'x = r"\\" # "\n# @spec SPEC-1', binds: ['SPEC-1:2'] },
  ],
  'retry_test.go': [
    { text: '// @spec SPEC-1\nfunc TestRetry(t *testing.T) {}', binds: ['SPEC-1:1'] },
    { text: '//@spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: '// TestRetry shows it.\n//\n//\t@spec SPEC-1, SPEC-2', binds: ['SPEC-1:3', 'SPEC-2:3'] },
    { text: '/* @spec(SPEC-1) */', binds: ['SPEC-1:1'] },
    { text: '/*\n\n@spec("SPEC-1")*/', binds: ['SPEC-1:3'] },
    { text: 'x := `\n"` // @spec SPEC-1', binds: ['SPEC-1:2'] },
    { text: "r := '\"' // @spec SPEC-1", binds: ['SPEC-1:1'] },
    { text: "r := '\\'' // @spec SPEC-1", binds: ['SPEC-1:1'] },
    { text: 's := "//" // @spec SPEC-1', binds: ['SPEC-1:1'] },
  ],
  'RetryTest.java': [
    { text: '@Spec("SPEC-1")\n@Test void retries() {}', binds: ['SPEC-1:1'] },
    { text: '@Tag("SPEC-1") @Test void retries() {}', binds: ['SPEC-1:1'] },
    { text: '@Spec({"SPEC-1",\n  "SPEC-2"})', binds: ['SPEC-1:1', 'SPEC-2:2'] },
    { text: '@Spec(value = "SPEC-1, SPEC-2")', binds: ['SPEC-1:1', 'SPEC-2:1'] },
    { text: '@Tags({@Tag("SPEC-1"), @Tag("slow")})', binds: ['SPEC-1:1'] },
    { text: '@org.junit.jupiter.api.Tag("SPEC-1")', binds: ['SPEC-1:1'] },
    { text: '/** @spec SPEC-1 */', binds: ['SPEC-1:1'] },
    { text: 'class A {} // @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'var s = """\n  // "x"\n  """; // @spec SPEC-1', binds: ['SPEC-1:3'] },
  ],
  'retry_spec.rb': [
    { text: '# @spec SPEC-1\nit("x") { }', binds: ['SPEC-1:1'] },
    { text: "it 'retries', spec: 'SPEC-1' do\nend", binds: ['SPEC-1:1'] },
    { text: "RSpec.describe Retry, :spec => 'SPEC-1' do\nit('a') { }\nend", binds: ['SPEC-1:1'] },
    { text: "it 'retries', spec: ['SPEC-1', 'SPEC-2'] do\nend", binds: ['SPEC-1:1', 'SPEC-2:1'] },
    { text: "it 'retries', spec: %w[SPEC-1 SPEC-2] do\nend", binds: ['SPEC-1:1', 'SPEC-2:1'] },
    { text: "it 'retries',\n   slow: true,\n   spec: 'SPEC-1' do\nend", binds: ['SPEC-1:3'] },
    { text: '=begin\n@spec SPEC-1\n=end\n', binds: ['SPEC-1:2'] },
    { text: 'x = <<~A + <<~B # @spec SPEC-1\n # no\nA\n # no\nB\n# @spec SPEC-2', binds: ['SPEC-1:1', 'SPEC-2:6'] },
    { text: 'x = "#{h["a"]}" # @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'x = a / b # @spec SPEC-1 /', binds: ['SPEC-1:1'] },
    { text: 'x = %q(it\'s (a) "b") # @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: 'x = ?" # @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: "puts $' # @spec SPEC-1", binds: ['SPEC-1:1'] },
  ],
  'tests/retry.rs': [
    { text: '// @spec SPEC-1\n#[test]\nfn retries() {}', binds: ['SPEC-1:1'] },
    { text: '/// Retries.\n/// @spec SPEC-1', binds: ['SPEC-1:2'] },
    { text: '#[spec("SPEC-1")]\n#[test]\nfn retries() {}', binds: ['SPEC-1:1'] },
    { text: '#[maestro::spec("SPEC-1",\n "SPEC-2")]', binds: ['SPEC-1:1', 'SPEC-2:2'] },
    { text: '#![spec("SPEC-1")]', binds: ['SPEC-1:1'] },
    { text: '#[spec = "SPEC-1"]', binds: ['SPEC-1:1'] },
    { text: '#[cfg_attr(test, spec("SPEC-1"))]', binds: ['SPEC-1:1'] },
    { text: '/* a /* b */ @spec SPEC-1 */', binds: ['SPEC-1:1'] },
    { text: 'let s = r#"a "quoted" b"#; // @spec SPEC-1', binds: ['SPEC-1:1'] },
    { text: "fn f<'a,'b>(x: &'a str) {} // @spec SPEC-1", binds: ['SPEC-1:1'] },
    { text: "let c = '\"'; let d = '\\''; // @spec SPEC-1", binds: ['SPEC-1:1'] },
  ],
}

const BINDS_NOTHING: Readonly<Record<string, readonly string[]>> = {
  'retry.test.ts': [
    'const s = "@spec SPEC-1"',
    "const s = '// @spec SPEC-1'",
    'const s = `// @spec SPEC-1\n/* @spec SPEC-2 */`',
    'const s = `a ${"// @spec SPEC-1"} b`',
    'const r = /\\/\\/ @spec SPEC-1/',
    'const r = /[/] \\/* @spec SPEC-1 *[/]/',
    'spec("SPEC-1")',
    'foo.spec(SPEC-1)',
    '// @specs SPEC-1',
    '// me@spec SPEC-1',
    '// @spec: see SPEC-1',
    '// the spec SPEC-1 is unbound',
    '// @spec the card SPEC-1',
    '// @spec SPEC-',
    'const x = { tag: "SPEC-1" }',
    'const x = { tags: ["@spec " + id] }',
    '@spec("SPEC-" + n) class A {}',
    '@spec(`SPEC-1 ${x}`) class A {}',
    'const s = "unterminated\\\n// @spec SPEC-1"',
  ],
  'view.test.tsx': [
    'render(<p>// @spec SPEC-1</p>)',
    'render(<p>/* @spec SPEC-1 */</p>)',
    'render(<p title="// @spec SPEC-1" />)',
    'render(<p title="\n// @spec SPEC-1\n" />)',
    'render(<>\n// @spec SPEC-1\n</>)',
    'return <p><b>x</b> // @spec SPEC-1\n</p>',
    'render(<p>{"// @spec SPEC-1"}</p>)',
    'render(<p>{`a ${<b>// @spec SPEC-1</b>}`}</p>)',
  ],
  'test_retry.py': [
    's = "@spec SPEC-1"',
    "s = '# @spec SPEC-1'",
    's = """\n# @spec SPEC-1\n@spec("SPEC-2")\n"""',
    "s = f'''# @spec SPEC-1'''",
    's = r"# @spec SPEC-1 \\" # "',
    'spec("SPEC-1")',
    'a = b @ spec("SPEC-1")',
    '# @specification SPEC-1',
    '@spec(name)\ndef test(): pass',
    '@pytest.mark.skip("SPEC-1")\ndef test(): pass',
    '@tag("see SPEC-1")\ndef test(): pass',
  ],
  'retry_test.go': [
    's := "// @spec SPEC-1"',
    's := `\n// @spec SPEC-1\n`',
    's := `a\\` + "// @spec SPEC-1"',
    's := "a\\"// @spec SPEC-1"',
    'spec("SPEC-1")',
    '// spec SPEC-1',
    '// @spec\n// SPEC-1',
    '// a.@spec SPEC-1',
    'x := SPEC - 1',
  ],
  'RetryTest.java': [
    'var s = "// @spec SPEC-1";',
    'var s = "@Spec(\\"SPEC-1\\")";',
    'var s = """\n  // @spec SPEC-1\n  @Tag("SPEC-2")\n  """;',
    'spec("SPEC-1");',
    'new Tag("SPEC-1");',
    '@Tag("see SPEC-1") void a() {}',
    '@DisplayName("SPEC-1") void a() {}',
    '@Spec(SPEC) void a() {}',
    '// @Spec("SPEC-1")',
  ],
  'retry_spec.rb': [
    's = "# @spec SPEC-1"',
    "s = '# @spec SPEC-1'",
    's = %q(# @spec SPEC-1)',
    's = <<~TEXT\n  # @spec SPEC-1\nTEXT\n',
    "s = <<-'TEXT'\n# @spec SPEC-1\n  TEXT\n",
    's = /# @spec SPEC-1/',
    "options = { spec: 'SPEC-1' }",
    "create(:thing, spec: 'SPEC-1')",
    's = "#{x} # @spec SPEC-1"',
    's = "#{h["k"]} # @spec SPEC-1"',
    '__END__\n# @spec SPEC-1',
    "it 'retries', spec: name do\nend",
    'it \'says spec: "SPEC-1"\' do\nend',
  ],
  'tests/retry.rs': [
    'let s = "// @spec SPEC-1";',
    'let s = "\n// @spec SPEC-1\n";',
    'let s = r"// @spec SPEC-1";',
    'let s = r##"a "# // @spec SPEC-1"##;',
    'let s = b"// @spec SPEC-1";',
    'spec("SPEC-1");',
    'let a = [spec("SPEC-1")];',
    '#[doc = "SPEC-1"]',
    'let c = \'/\'; let d = "/ @spec SPEC-1";',
    '#[test] fn a() { b("@spec SPEC-1") }',
  ],
}

describe('a test is bound to a card', () => {
  for (const [path, cases] of Object.entries(BINDS)) {
    it.each(cases)(`in ${path} by $text`, ({ text, binds }) => {
      expect(bound(path, text)).toEqual(binds)
    })
  }

  it('with the same lines whatever ends them', () => {
    const text = 'x()\n/*\n@spec SPEC-1 */\n// @spec SPEC-2'
    expect(bound('a.test.ts', text.replaceAll('\n', '\r\n'))).toEqual(bound('a.test.ts', text))
  })

  it('once, however often a line says so', () => {
    expect(bound('a.test.ts', '// @spec SPEC-1 SPEC-1 @spec SPEC-1')).toEqual(['SPEC-1:1'])
  })
})

describe('a mention binds nothing', () => {
  for (const [path, texts] of Object.entries(BINDS_NOTHING)) {
    it.each(texts.map((text) => [text]))(`in ${path} in %s`, (text) => {
      expect(bound(path, text)).toEqual([])
    })
  }

  it('in a file of no language that is read', () => {
    expect(bound('tests/data.txt', '// @spec SPEC-1')).toEqual([])
  })
})

describe('a test file is not read', () => {
  it.each([
    ['larger than 1048576 bytes', Buffer.alloc(1024 * 1024 + 1, 'x\n')],
    ['binary', Buffer.from('\0// @spec SPEC-1')],
    ['minified or generated: a line of more than 20000 characters', Buffer.from(`${'x'.repeat(20_001)}\n// @spec SPEC-1`)],
  ])('when it is %s', (why, bytes) => {
    expect(testFile.extract(bytes, 'a.test.js')).toEqual({ bindings: [], unread: why })
  })

  it('but bytes that are no UTF-8 do not hinder it', () => {
    expect(testFile.extract(Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from('// @spec SPEC-1\ntest()')]), 'a.test.js').bindings).toEqual([
      { id: 'SPEC-1', line: 2 },
    ])
  })
})
