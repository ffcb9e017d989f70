import { describe, expect, it } from 'vitest'
import { printBody, printModule, printTerm } from '../../../src/rego/print/print.ts'
import { parseModule, parseQuery, parseTerm } from '../../../src/rego/syntax/parse.ts'
import { bareModule, bareSyntax } from '../bare-syntax.ts'
import { corpusModules, corpusQueries, corpusTerms, hasConformance } from '../conformance-files.ts'

const missing = 'the public conformance cases are not beside the checkout, and REGO_CONFORMANCE does not say where they are'

describe.skipIf(!hasConformance)(`the public cases${hasConformance ? '' : ` (${missing})`}`, () => {
  // A whole corpus, on a machine that may have much else to do.
  const timeout = 120_000

  it('there are as many as there should be', () => expect(corpusModules().length).toBeGreaterThan(1600))

  it(
    'each module is read, printed and read again as the same, and printed the same again',
    () => {
      for (const { note, text } of corpusModules()) {
        const module = parseModule('a.rego', text)
        const printed = printModule(module)
        const again = parseModule('a.rego', printed)
        expect(bareModule(again), note).toEqual(bareModule(module))
        expect(printModule(again), note).toBe(printed)
      }
    },
    timeout,
  )

  it(
    'each module is also read as v0 with all future keywords, to the same rules',
    () => {
      for (const { note, text } of corpusModules()) {
        const v1 = parseModule('a.rego', text)
        const v0 = parseModule('a.rego', text, { version: 'v0', futureKeywords: true })
        expect(v0.rules.map(bareSyntax), note).toEqual(v1.rules.map(bareSyntax))
      }
    },
    timeout,
  )

  it(
    'each query and each input that is a term',
    () => {
      for (const { note, text } of corpusQueries()) {
        const body = parseQuery(text)
        expect(bareSyntax(parseQuery(printBody(body))), note).toEqual(bareSyntax(body))
        expect(bareSyntax(parseQuery(printBody(body, { inline: true }))), note).toEqual(bareSyntax(body))
      }
      for (const { note, text } of corpusTerms()) {
        const term = parseTerm(text)
        expect(bareSyntax(parseTerm(printTerm(term))), note).toEqual(bareSyntax(term))
      }
    },
    timeout,
  )
})
