import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ObjectAnswer, ResponseParser, UnexpectedAnswer } from '../../../src/git/objects/response-parser.ts'

const ID = 'a'.repeat(40)

function parse(pieces: readonly Buffer[], kind: 'info' | 'contents', maxBytes = 1000): ObjectAnswer[] {
  const answers: ObjectAnswer[] = []
  const parser = new ResponseParser(
    () => (kind === 'info' ? { kind } : { kind, maxBytes }),
    (answer) => answers.push(answer),
  )
  for (const piece of pieces) parser.push(piece)
  return answers
}

describe('the answers of cat-file', () => {
  it('come out the same however the stream is cut', () => {
    const content = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes))
    fc.assert(
      fc.property(fc.array(fc.option(content), { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (contents, cuts) => {
        const stream = Buffer.concat(
          contents.map((bytes) =>
            bytes ? Buffer.concat([Buffer.from(`${ID} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]) : Buffer.from(`${ID} missing\n`),
          ),
        )
        const pieces: Buffer[] = []
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const length = cuts[turn % cuts.length] ?? 1
          pieces.push(stream.subarray(at, at + length))
          at += length
        }
        const answers = parse(pieces, 'contents', 40)
        expect(answers.map((answer) => answer?.size)).toEqual(contents.map((bytes) => bytes?.length))
        expect(answers.map((answer) => answer?.bytes)).toEqual(contents.map((bytes) => (bytes && bytes.length <= 40 ? bytes : undefined)))
      }),
      { seed: 11 },
    )
  })

  it('are headers alone where headers were asked for', () => {
    expect(parse([Buffer.from(`${ID} tree 12\n${ID} missing\n`)], 'info')).toEqual([{ oid: ID, type: 'tree', size: 12, bytes: undefined }, undefined])
  })

  it.each(['nonsense\n', `${ID} blob -1\n`, `${ID} blob 1e3\n`, `${ID} blob 9999999999999999999\n`, `${ID} blob 1 2\n`, 'x'.repeat(5000), `${ID} blob 1\nab`])(
    'are refused when they are none: %j',
    (text) => {
      expect(() => parse([Buffer.from(text)], 'contents')).toThrow(UnexpectedAnswer)
    },
  )
})
