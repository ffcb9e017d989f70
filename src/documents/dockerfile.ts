import { DockerfileParser } from 'dockerfile-ast'
import { ModifiableInstruction } from 'dockerfile-ast/lib/modifiableInstruction.js'
import { say } from '../model/phrase.ts'
import type { Limits } from './limits.ts'
import type { Located, Member } from './located.ts'
import type { Reading } from './reading.ts'

/**
 * Reads a Dockerfile as conftest shows it: a list of instructions, `{Cmd, Flags, Value, Stage}` with the instruction's name in
 * lower case and the number of its build stage (0 for what stands before the second `FROM`). Variables stay as they are written: a
 * build may set others. Never throws.
 */
export function readDockerfile(text: string, limits: Limits): Reading {
  if (text.split('\n').length > limits.values) return { documents: [], problems: [{ line: 1, message: say`too large: more than ${limits.values} lines` }] }
  let stage = -1
  const items = DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction): Located => {
      const command = instruction.getKeyword().toLowerCase()
      if (command === 'from') stage += 1
      const { start, end } = instruction.getRange()
      const place = { line: start.line + 1, last: end.line + 1 }
      const scalar = (value: string | number): Located => ({ ...place, kind: 'scalar', value })
      const words = instruction.getArguments().map((argument) => argument.getValue())
      const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags().map((flag) => flag.toString()) : []
      const list = (texts: readonly string[]): Located => ({ ...place, kind: 'list', items: texts.map(scalar) })
      const members: readonly (readonly [string, Located])[] = [
        ['Cmd', scalar(command)],
        ['Flags', list(flags)],
        ['Value', list(command === 'run' || command === 'cmd' || command === 'entrypoint' ? [instruction.getRawArgumentsContent() ?? ''] : words)],
        ['Stage', scalar(Math.max(0, stage))],
      ]
      return { ...place, kind: 'map', members: new Map(members.map(([key, node]): [string, Member] => [key, { line: place.line, node }])) }
    })
  if (items.length === 0) return { documents: [], problems: [] }
  return { documents: [{ line: 1, last: items.at(-1)?.last ?? 1, kind: 'list', items }], problems: [] }
}
