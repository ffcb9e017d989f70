import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runSuite } from '../../src/rego/index.ts'
import { conformanceFolder, hasConformance } from './conformance-files.ts'
import excused from './excused.json' with { type: 'json' }

/** What is excused is a builtin's affair, never the language's. */
const language = new Set(
  `arithmetic assignments baseandvirtualdocs comparisonexpr completedoc compositebasedereference compositereferences comprehensions
  containskeyword dataderef defaultkeyword disjunction elsekeyword embeddedvirtualdoc eqexpr evaltermexpr every example fix1863 functionerrors
  functions helloworld indexing indirectreferences inputvalues invalidkeyerror keywordrefs negation nestedreferences partialdocconstants
  partialiter partialobjectdoc partialsetdoc planner-ir refheads regometadatachain regometadatarule stringinterpolation topdowndynamicdispatch
  type undos varreferences virtualdocs withkeyword`.split(/\s+/),
)

const excuses: readonly { readonly file: string; readonly reason: string }[] = excused

describe("cases of OPA's own suite that are excused", () => {
  it('are few, each with a reason, and none is of the language', () => {
    expect(excuses.length).toBeLessThanOrEqual(10)
    for (const { file, reason } of excuses) {
      expect(file).toMatch(/^[a-z0-9-]+\/[^/]+\.json$/)
      expect(language).not.toContain(file.split('/')[0])
      expect(reason).not.toBe('')
    }
  })

  it.skipIf(!hasConformance)('are there (skipped without the cases: REGO_CONFORMANCE says where)', () => {
    for (const { file } of excuses) expect(existsSync(join(conformanceFolder, 'cases', file)), file).toBe(true)
  })
})

describe.skipIf(!hasConformance)("OPA's own suite (skipped without its cases: REGO_CONFORMANCE says where)", () => {
  it('passes, but for what is excused', { timeout: 120_000 }, () => {
    const { passed, failures } = runSuite(conformanceFolder)
    const unexcused = failures.filter(({ category, file }) => !excuses.some((excuse) => excuse.file === `${category}/${file}`))
    expect(unexcused.map(({ category, file, note, reason }) => `${category}/${file}: ${note}: ${reason}`)).toEqual([])
    expect(passed).toBeGreaterThan(1000)
  })
})
