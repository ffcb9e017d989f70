// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are programs
import { describe, expect, it } from 'vitest'
import { spec } from '../../../src/gates/spec/gate.ts'
import { testFile } from '../../../src/gates/spec/tests/test-file.ts'
import { judgeScene, messagesOf, outline, reasonsOf } from '../harness.ts'
import { BASE, judged } from './example.ts'

/** What a text binds and what it does not, as `line` and `line why`. */
function marks(path: string, text: string): readonly string[] {
  const { bindings, idle = [] } = testFile.extract(Buffer.from(text), path)
  return [...bindings.map(({ line }) => `${line}`), ...idle.map(({ line, why }) => `${line} ${why}`)].toSorted()
}

const BOUND: Readonly<Record<string, readonly string[]>> = {
  'a.test.ts': [
    '// @spec SPEC-1\ntest("a", () => {})',
    'it("a", function () {\n  // @spec SPEC-1\n})',
    'it("a", () => {}) // @spec SPEC-1',
    'it("a", () => {}); // @spec SPEC-1',
    '// @spec SPEC-1\nimport x from "y"\n\nit("a", () => {})',
    '/** @spec SPEC-1 */\ndescribe("a", () => {\n  it("b", () => {})\n})',
    'describe("a", () => {\n  // @spec SPEC-1\n  const x = 1\n  it("b", () => {})\n})',
    '// @spec SPEC-1\neachDatabase((open) => {\n  it("b", () => {})\n})',
    '// @spec SPEC-1\nit.each([1, 2])("a %i", () => {})',
    '// @spec SPEC-1\nit.each<[string, Map<string, number>]>([["a", b]])("a %i", () => {})',
    '// @spec SPEC-1\nit.each`\n  a | b\n  ${1} | ${2}\n`("a", () => {})',
    '// @spec SPEC-1\ntest.concurrent("a", async () => {})',
    '// @spec SPEC-1\ntest.skipIf(windows)("a", () => {})',
    '// @spec SPEC-1\ntest("a", { skip: windows }, () => {})',
    '// @spec SPEC-1\ntest("a", { skip: false, timeout: 1 }, () => {})',
    '// @spec SPEC-1\ntest("a", (t) => { if (windows) t.skip() })',
    '// @spec SPEC-1\ntest("a", (t) => {\n  if (windows)\n    t.skip()\n  f()\n})',
    '// @spec SPEC-1\ntest("a", () => { f({ skip: true }) })',
    '// @spec SPEC-1\ntest.describe("a", () => { test("b", () => {}) })',
    '// @spec SPEC-1\nt.test("a", (t) => {})',
    '// @spec SPEC-1\nDeno.test({ name: "a", fn() {} })',
    '// @spec SPEC-1\nruleTester.run("a", rule, { valid: [] }, () => {})',
    '// @spec SPEC-1\nDemo("a", () => {})',
    '// @spec SPEC-1\ntestWithServer("a", () => {})',
    '// @spec SPEC-1\nexport default describe("a", () => { it("b", f) })',
    'test("a", () => {\n  // @spec SPEC-1\n  test.skip("b", () => {})\n})',
    'it.skip("a", () => {})\n// @spec SPEC-1\nit("b", () => {})',
    'test("a", { tag: "@SPEC-1" }, () => {})',
    'describe("a", { tags: ["@SPEC-1"] }, () => { it("b", f) })',
    '// @spec SPEC-1\nclass A { @test retries() {} }',
    '@suite\nclass A {\n  // @spec SPEC-1\n  private x = 1\n  async testRetries() {}\n}',
  ],
  'test_a.py': [
    '# @spec SPEC-1\ndef test_a(): pass',
    '# @spec SPEC-1\nasync def test_a():\n    pass',
    'def test_a():  # @spec SPEC-1\n    pass',
    'def test_a():\n    """Says."""\n    # @spec SPEC-1\n    x()\n',
    'def test_a():\n    x()\n    # @spec SPEC-1\n',
    'def test_a(): pass  # @spec SPEC-1',
    '# @spec SPEC-1\nimport x\n\ndef test_a(): pass',
    '# @spec SPEC-1\nclass TestA:\n    def test_b(self): pass',
    'class TestA:\n    # @spec SPEC-1\n    x = 1\n    def test_b(self): pass',
    'class A(unittest.TestCase):\n    # @spec SPEC-1\n    def test_b(self): pass',
    '# @spec SPEC-1\nclass TestA(RetryTests):\n    x = 1',
    '@pytest.mark.spec("SPEC-1")\nclass TestA:\n    def test_b(self): pass',
    '# @spec SPEC-1\n@pytest.mark.parametrize("a", [1])\ndef test_a(a): pass',
    '@pytest.mark.skipif(windows, reason="b")\n# @spec SPEC-1\ndef test_a(): pass',
    '# @spec SPEC-1\n@pytest.mark.xfail(windows, reason="b")\ndef test_a(): pass',
    '# @spec SPEC-1\ndef test_a():\n    if windows:\n        pytest.skip("b")\n    x()',
    'def test_a(): pass\npytestmark = pytest.mark.spec("SPEC-1")',
    'if x:\n    # @spec SPEC-1\n    def test_a(): pass',
    '@pytest.mark.skip\ndef test_a(): pass\n\n# @spec SPEC-1\ndef test_b(): pass',
  ],
  'a_test.go': [
    '// @spec SPEC-1\nfunc TestA(t *testing.T) {}',
    'func TestA(t *testing.T) {\n\t// @spec SPEC-1\n\tx()\n}',
    '// @spec SPEC-1\npackage a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {}',
    '// @spec SPEC-1\nfunc (s *Suite) TestA() {}',
    '// @spec SPEC-1\nfunc FuzzA(f *testing.F) {}',
    'func TestA(t *testing.T) {\n\t// @spec SPEC-1\n\tt.Run("a", func(t *testing.T) { t.Skip() })\n}',
    '// @spec SPEC-1\nfunc TestA(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skip("b")\n\t}\n}',
    '// @spec SPEC-1\nvar _ = Describe("a", func() {\n\tIt("b", func() {})\n})',
    '// @spec SPEC-1\nConvey("a", t, func() {})',
  ],
  'ATest.java': [
    'class ATest {\n  // @spec SPEC-1\n  @Test void a() {}\n}',
    '/** @spec SPEC-1 */\nclass ATest {\n  int x = f(1);\n  @Test\n  public void a() throws A, B {\n  }\n}',
    '@Spec("SPEC-1")\npublic class ATest {\n  @ParameterizedTest @ValueSource(ints = {1}) void a(int b) {}\n}',
    'class ATest {\n  @Test @Tag("SPEC-1") void a() { if (x) { f(); } }\n}',
    'class ATest extends TestCase {\n  // @spec SPEC-1\n  public void testA() {}\n}',
    'class ATest {\n  @Test @DisabledOnOs(WINDOWS) @Spec("SPEC-1") void a() {}\n}',
    '// @spec SPEC-1\nclass ATest extends BTest {}',
    'class ATest {\n  @Test(enabled = true) @Spec("SPEC-1") void a() {}\n}',
    'class ATest {\n  @Disabled @Test void a() {}\n  @Spec("SPEC-1") @Test void b() {}\n}',
  ],
  'a_spec.rb': [
    "# @spec SPEC-1\nit 'a' do\nend",
    "it 'a' do # @spec SPEC-1\nend",
    "it 'a' do\n  if x\n    y\n  end\n  # @spec SPEC-1\nend",
    "# @spec SPEC-1\nrequire 'x'\n\nRSpec.describe A do\n  it 'a' do\n  end\nend",
    'RSpec.describe A do\n  # @spec SPEC-1\n  let(:x) { 1 }\n  it { is_expected.to eq 1 }\nend',
    "# @spec SPEC-1\nit_behaves_like 'a'",
    'class ATest < Minitest::Test\n  # @spec SPEC-1\n  def test_a\n  end\nend',
    "# @spec SPEC-1\ntest 'a' do\n  x = y if z\n  skip 'b' if w\nend",
    "it 'a', spec: 'SPEC-1' do\n  while x do\n    y\n  end\nend",
    "it 'a', skip: windows, spec: 'SPEC-1' do\nend",
    '# @spec SPEC-1\nclass ATest < BTest\nend',
    "xit 'a' do\n  x = if y then z end\n  def w = 1\nend\n# @spec SPEC-1\nit 'b' do\nend",
  ],
  'tests/a.rs': [
    '// @spec SPEC-1\n#[test]\nfn a() {}',
    '#[test]\n// @spec SPEC-1\nfn a() {}',
    '#[tokio::test(flavor = "a")]\nasync fn a() {\n  // @spec SPEC-1\n}',
    '// @spec SPEC-1\nuse x;\n\n#[cfg(test)]\nmod tests {\n  #[test]\n  fn a() {}\n}',
    '#[cfg(test)]\nmod tests {\n  // @spec SPEC-1\n  use x;\n  #[test]\n  fn a() {}\n}',
    '#![spec("SPEC-1")]\n#[test]\nfn a() {}',
    '#[test]\n#[cfg_attr(windows, ignore)]\n#[spec("SPEC-1")]\nfn a() {}',
    '// @spec SPEC-1\nrgtest!(a, |b| {});',
    '// @spec SPEC-1\nproptest! {\n  #[test]\n  fn a(b in 0..1) {}\n}',
    '#[ignore]\n#[test]\nfn a() {}\n// @spec SPEC-1\n#[test]\nfn b() {}',
  ],
}

const NO_TEST: Readonly<Record<string, readonly string[]>> = {
  'a.test.ts': [
    '// @spec SPEC-1',
    '// @spec SPEC-1\nexport {}',
    '// @spec SPEC-1\nexport function helper() { return regex.test(x) }',
    '// @spec SPEC-1\nbeforeEach(() => {})',
    '// @spec SPEC-1\ntest.beforeEach(() => {})',
    '// @spec SPEC-1\nvi.mock("x", () => ({}))',
    '// @spec SPEC-1\nexport const test = base.extend({})',
    '// @spec SPEC-1\nfunction test() {}',
    '// @spec SPEC-1\ndescribe("a", () => {})',
    'test("a", () => {})\n\n// @spec SPEC-1',
    'test("a", () => {})\n// @spec SPEC-1\nexport const x = 1',
    'describe("a", () => {\n  it("b", f)\n  // @spec SPEC-1\n})\ndescribe("c", () => { it("d", f) })',
    'const config = { tag: "@SPEC-1" }\ntest("a", () => {})',
    '@spec("SPEC-1")\nclass A { helper() {} }',
  ],
  'test_a.py': [
    '# @spec SPEC-1',
    '# @spec SPEC-1\ndef helper(): pass',
    '@spec("SPEC-1")\ndef helper(): pass\ndef test_a(): pass',
    'def test_a(): pass\n\n# @spec SPEC-1\n',
    'def test_a():\n    x()\n\n# @spec SPEC-1\nx = 1',
    'class TestA:\n    def test_b(self): pass\n    # @spec SPEC-1\n\ndef test_c(): pass',
    '# @spec SPEC-1\nclass TestA:\n    x = 1',
    '# @spec SPEC-1\nclass TestA(unittest.TestCase):\n    x = 1',
  ],
  'a_test.go': [
    '// @spec SPEC-1\npackage a',
    '// @spec SPEC-1\nfunc TestMain(m *testing.M) {}',
    '// @spec SPEC-1\nfunc helper(t *testing.T) {}',
    '// @spec SPEC-1\nfunc Testing() {}',
    'func TestA(t *testing.T) {}\n\n// @spec SPEC-1\nfunc helper() {}',
  ],
  'ATest.java': [
    '// @spec SPEC-1\nclass A {}',
    '@Spec("SPEC-1")\nclass A { void a() {} }',
    'class ATest {\n  @Test void a() {}\n  @Spec("SPEC-1") void helper() {}\n}',
  ],
  'a_spec.rb': [
    '# @spec SPEC-1',
    '# @spec SPEC-1\nRSpec.describe A do\nend',
    "it 'a' do\nend\n# @spec SPEC-1\ndef helper\nend",
    '# @spec SPEC-1\nclass ATest < Minitest::Test\nend',
  ],
  'src/a.rs': [
    '// @spec SPEC-1\nfn a() {}',
    '/// @spec SPEC-1\nmod tests {}',
    '#[test]\nfn a() {}\n// @spec SPEC-1\nfn b() {}',
    '// @spec SPEC-1\n#[cfg(test)]\nfn a() {}',
  ],
}

const SKIPPED: Readonly<Record<string, readonly string[]>> = {
  'a.test.ts': [
    '// @spec SPEC-1\ntest.skip("a", () => {})',
    '// @spec SPEC-1\nit.todo("a")',
    '// @spec SPEC-1\nit("a")',
    '// @spec SPEC-1\nxit("a", () => {})',
    '// @spec SPEC-1\ntest.fixme("a", () => {})',
    '// @spec SPEC-1\ntest.failing("a", () => {})',
    '// @spec SPEC-1\nit.skip.each([1])("a", () => {})',
    '// @spec SPEC-1\ntest.skipIf(true)("a", () => {})',
    '// @spec SPEC-1\ntest.runIf(false)("a", () => {})',
    '// @spec SPEC-1\ntest("a", { skip: true }, () => {})',
    '// @spec SPEC-1\ntest("a", { todo: "later" }, () => {})',
    '// @spec SPEC-1\nDeno.test({ name: "a", ignore: true, fn() {} })',
    '// @spec SPEC-1\ntest("a", (t) => { t.skip("later"); f() })',
    '// @spec SPEC-1\nit("a", function () {\n  f()\n  return this.skip()\n})',
    '// @spec SPEC-1\nit("a", () => {\n  f(`${x} }`)\n  pending()\n})',
    'it.skip("a", () => {\n  // @spec SPEC-1\n})',
    'it.skip("a", () => {}) // @spec SPEC-1',
    '// @spec SPEC-1\ndescribe.skip("a", () => { it("b", () => {}) })',
    'xdescribe("a", () => {\n  // @spec SPEC-1\n  it("b", () => {})\n})',
    'describe("a", { skip: true }, () => {\n  // @spec SPEC-1\n  it("b", () => {})\n})',
    'test.describe("a", () => {\n  test.skip()\n  // @spec SPEC-1\n  test("b", () => {})\n})',
    '// @spec SPEC-1\ndescribe("a", () => { it.skip("b", () => {}) })',
    '// @spec SPEC-1\nimport x from "y"\nit.skip("a", () => {})',
    '// @spec SPEC-1\nit.skip("a", () => {})\nit("b", () => {})',
    'test.skip("a", { tag: "@SPEC-1" }, () => {})',
    'class A { @test.skip\n// @spec SPEC-1\nretries() {} }',
  ],
  'test_a.py': [
    '# @spec SPEC-1\n@pytest.mark.skip\ndef test_a(): pass',
    '@pytest.mark.skip(reason="b")\n@pytest.mark.spec("SPEC-1")\ndef test_a(): pass',
    '# @spec SPEC-1\n@unittest.skip("b")\ndef test_a(): pass',
    '# @spec SPEC-1\n@unittest.skipIf(True, "b")\ndef test_a(): pass',
    '# @spec SPEC-1\n@unittest.skipUnless(False, "b")\ndef test_a(): pass',
    '# @spec SPEC-1\n@pytest.mark.skipif(True, reason="b")\ndef test_a(): pass',
    '# @spec SPEC-1\n@pytest.mark.xfail(reason="b")\ndef test_a(): pass',
    '# @spec SPEC-1\n@unittest.expectedFailure\ndef test_a(): pass',
    '@pytest.mark.skip\nclass TestA:\n    # @spec SPEC-1\n    def test_b(self): pass',
    '# @spec SPEC-1\ndef test_a():\n    pytest.skip("b")\n    x()',
    '# @spec SPEC-1\ndef test_a(self):\n    self.skipTest("b")',
    '# @spec SPEC-1\ndef test_a(self):\n    raise unittest.SkipTest',
    '# @spec SPEC-1\ndef test_a(): pass\npytestmark = pytest.mark.skip',
    '# @spec SPEC-1\ndef test_a(): pass\npytestmark = [pytest.mark.slow, pytest.mark.skip("b")]',
    '# @spec SPEC-1\npytest.skip("b", allow_module_level=True)\ndef test_a(): pass',
    'class TestA:\n    __test__ = False\n    # @spec SPEC-1\n    def test_b(self): pass',
    'def test_a(): pass\npytestmark = [pytest.mark.skip, pytest.mark.spec("SPEC-1")]',
  ],
  'a_test.go': [
    '// @spec SPEC-1\nfunc TestA(t *testing.T) {\n\tt.Skip("b")\n}',
    '// @spec SPEC-1\nfunc TestA(t *testing.T) {\n\tx()\n\tt.SkipNow()\n}',
    '// @spec SPEC-1\nfunc TestA(t *testing.T) { t.Skipf("b") }',
    '//go:build ignore\n\n// @spec SPEC-1\npackage a\nfunc TestA(t *testing.T) {}',
    '// @spec SPEC-1\nvar _ = XDescribe("a", func() {\n\tIt("b", func() {})\n})',
    '// @spec SPEC-1\nPIt("a", func() {})',
    '// @spec SPEC-1\nIt("a")',
    '// @spec SPEC-1\nIt("a", Pending, func() {})',
    '// @spec SPEC-1\nSkipConvey("a", t, func() {})',
  ],
  'ATest.java': [
    'class ATest {\n  // @spec SPEC-1\n  @Disabled @Test void a() {}\n}',
    'class ATest {\n  @Spec("SPEC-1") @Test @Disabled("b") void a() {}\n}',
    '@Ignore\nclass ATest {\n  // @spec SPEC-1\n  @Test void a() {}\n}',
    '@Disabled @Spec("SPEC-1")\nclass ATest {\n  @Test void a() {}\n}',
    'class ATest {\n  @Test(enabled = false) @Spec("SPEC-1") void a() {}\n}',
  ],
  'a_spec.rb': [
    "# @spec SPEC-1\nxit 'a' do\nend",
    "# @spec SPEC-1\nit 'a'\n",
    "# @spec SPEC-1\npending 'a' do\nend",
    "# @spec SPEC-1\nskip 'a' do\nend",
    "# @spec SPEC-1\nit 'a', skip: true do\nend",
    "it 'a', :skip, spec: 'SPEC-1' do\nend",
    "# @spec SPEC-1\nit 'a', pending: 'b' do\nend",
    "# @spec SPEC-1\nit 'a' do\n  skip 'b'\n  x\nend",
    '# @spec SPEC-1\ndef test_a\n  skip\nend',
    "xdescribe 'a' do\nif x\nend\n# @spec SPEC-1\nit 'b' do\nend\nend",
    "RSpec.describe A, skip: 'b' do\n  # @spec SPEC-1\n  it 'c' do\n  end\nend",
  ],
  'tests/a.rs': [
    '// @spec SPEC-1\n#[test]\n#[ignore]\nfn a() {}',
    '#[ignore = "b"]\n#[spec("SPEC-1")]\n#[test]\nfn a() {}',
    '#[test]\n#[ignore]\nfn a() {\n  // @spec SPEC-1\n}',
  ],
}

/** @spec SPEC-6 */
describe('a mark binds', () => {
  for (const [path, texts] of Object.entries(BOUND)) {
    it.each(texts)(`in ${path} in %j`, (text) => {
      expect(marks(path, text)).toEqual([String(text.slice(0, text.indexOf('SPEC-1')).split('\n').length)])
    })
  }
})

describe('a mark is idle where no test follows it', () => {
  for (const [path, texts] of Object.entries(NO_TEST)) {
    it.each(texts)(`in ${path} in %j`, (text) => {
      expect(marks(path, text)).toEqual([`${text.slice(0, text.indexOf('SPEC-1')).split('\n').length} no-test`])
    })
  }
})

describe('a mark is idle at a test that is skipped', () => {
  for (const [path, texts] of Object.entries(SKIPPED)) {
    it.each(texts)(`in ${path} in %j`, (text) => {
      expect(marks(path, text)).toEqual([`${text.slice(0, text.indexOf('SPEC-1')).split('\n').length} skipped`])
    })
  }
})

describe('an idle mark', () => {
  it('is a finding at its place, and shows nothing', () => {
    const result = judged({ 'src/a.ts': 'a(2)', 'src/a.test.ts': '\n// @spec SPEC-1\ntest.skip("a", () => {})' })
    expect(outline(result)).toEqual([
      'spec.unbound-surface block src/a.ts:1',
      'spec.coverage-below block',
      'spec.idle-binding block src/a.test.ts:2',
      'spec.binding-removed block src/a.test.ts:1',
      'spec.orphaned-card block specs/SPEC-1.yml:1',
    ])
    expect(messagesOf(result)).toContain('`@spec SPEC-1` binds nothing here: the test that it stands at is skipped')
    expect(messagesOf(judged({ 'src/a.test.ts': '// @spec SPEC-1\n' }))).toContain('`@spec SPEC-1` binds nothing here: no test follows it')
  })

  it('is a note where it was before, and its id stays taken', () => {
    const base = { ...BASE, 'src/old.test.ts': '// @spec SPEC-70' }
    const result = judgeScene(spec, { base, head: { ...base, 'src/c.ts': 'c(2)' } })
    expect(reasonsOf(result, 'spec.idle-binding')).toMatchObject([{ level: 'note', path: 'src/old.test.ts', line: 1 }])
    expect(reasonsOf(result, 'spec.unknown-id')).toEqual([])
    expect(result.nextSteps[0]?.snippet?.path).toBe('specs/SPEC-71.yml')
  })
})
