import { expect, test } from 'vitest'
import { ANY_FILE } from '../../src/documents/limits.ts'
import { placesOf, problemsOf, valuesOf } from './placed.ts'

test('a list of instructions as conftest shows it, with the number of their stage', () => {
  expect(
    valuesOf('dockerfile', 'FROM --platform=linux/amd64 golang:1.23 AS build\nRUN make \\\n  all\nFROM scratch\nCOPY --from=build /a /a\nUSER 1000\n'),
  ).toEqual([
    [
      { Cmd: 'from', Flags: ['--platform=linux/amd64'], Value: ['golang:1.23', 'AS', 'build'], Stage: 0 },
      { Cmd: 'run', Flags: [], Value: [expect.stringMatching(/^make\s.*all$/s)], Stage: 0 },
      { Cmd: 'from', Flags: [], Value: ['scratch'], Stage: 1 },
      { Cmd: 'copy', Flags: ['--from=build'], Value: ['/a', '/a'], Stage: 1 },
      { Cmd: 'user', Flags: [], Value: ['1000'], Stage: 1 },
    ],
  ])
})

test('an instruction over several lines has all of them', () => {
  const instructions = placesOf('dockerfile', 'FROM a\n\nRUN b \\\n  c\n').filter((place) => /^\$\.\d \d/.test(place))
  expect(instructions).toEqual(['$.0 1', '$.1 3-4'])
})

test('nothing, and what is too large', () => {
  expect(valuesOf('dockerfile', '# nothing\n')).toEqual([])
  expect(problemsOf('dockerfile', 'RUN a\n'.repeat(30), { ...ANY_FILE, values: 20 })).toEqual(['1: too large: more than 20 lines'])
})

test('variables stay as they are written, also where nothing is built on', () => {
  expect(valuesOf('dockerfile', 'ARG V=1\nFROM redis:$V\n')).toEqual([
    [
      { Cmd: 'arg', Flags: [], Value: ['V=1'], Stage: 0 },
      { Cmd: 'from', Flags: [], Value: ['redis:$V'], Stage: 0 },
    ],
  ])
  expect(valuesOf('dockerfile', 'COPY $x /a\n')).toEqual([[{ Cmd: 'copy', Flags: [], Value: ['$x', '/a'], Stage: 0 }]])
})
