import type { Command } from './command.ts'

export const rerun: Command = {
  name: 'rerun',
  usage: 'rerun',
  summary: 'judges this pull request again',
  role: 'write',
  run: () => ({ reaction: 'eyes', effect: { kind: 'rerun' } }),
}
