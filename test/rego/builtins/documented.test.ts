import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile, jsonText, parseJson, RegoError, RegoErrors } from '../../../src/rego/index.ts'

interface Documented {
  readonly expression: string
  readonly input: string | undefined
  readonly wanted: string
}

const documented: readonly Documented[] = readFileSync(resolve(import.meta.dirname, 'documented.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [call = '', wanted = ''] = line.split(' => ')
    const [expression = '', input] = call.split(' <= ')
    return { expression, input, wanted }
  })

/** The result as JSON, `undefined`, or the words of the error after a `!`. */
function resultOf({ expression, input, wanted }: Documented): string {
  try {
    const query = compile([]).prepare(`x := ${expression}`)
    const [row] = query.rows(input === undefined ? undefined : parseJson(input), { strictBuiltinErrors: wanted !== 'undefined' })
    const value = row?.bindings.get('x')
    return value === undefined ? 'undefined' : jsonText(value)
  } catch (error) {
    if (error instanceof RegoErrors || error instanceof RegoError) return `!${error.message}`
    throw error
  }
}

describe('builtins, by their documentation', () => {
  it.each(documented.map((one) => [`${one.expression}${one.input === undefined ? '' : ` with ${one.input}`}`, one] as const))('%s', (_, one) => {
    const { wanted } = one
    if (wanted.startsWith('!')) expect(resultOf(one)).toContain(wanted.slice(1))
    else expect(resultOf(one)).toBe(wanted === 'undefined' ? wanted : jsonText(parseJson(wanted)))
  })

  it('are many', () => expect(documented.length).toBeGreaterThan(400))
})
