import { code, say } from '../model/phrase.ts'
import type { Command } from './command.ts'

export const help: Command = {
  name: 'help',
  usage: 'help',
  summary: 'lists the commands',
  role: 'read',
  run: (_args, { commands }) => ({
    reaction: '+1',
    reply: commands.map((command) => say`${code(`/maestro ${command.usage}`)} ${command.summary}${command.role === 'read' ? '' : ` (needs ${command.role})`}`),
  }),
}
