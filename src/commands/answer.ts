import { ROLES, type Role } from '../model/github.ts'
import { code, say } from '../model/phrase.ts'
import type { Command, CommandAnswer, CommandContext } from './command.ts'
import type { Invocation } from './grammar.ts'

/** What a command says to somebody of a role. An unknown command and a missing permission are answers too. */
export function answerCommand(invocation: Invocation, role: Role, context: CommandContext): CommandAnswer {
  const command = find(invocation.name, context.commands)
  if (!command) {
    return { reaction: 'confused', reply: [say`There is no command ${code(invocation.name.slice(0, 40))}. ${code('/maestro help')} lists them.`] }
  }
  if (!mayUse(command, role)) {
    return { reaction: '-1', reply: [say`${code(`/maestro ${command.name}`)} needs the ${code(command.role)} role on this repository.`] }
  }
  return command.run(invocation.args, context)
}

/** Whether any of these commands needs to know who asks: help and explain are for everybody who can read, which commenting already shows. */
export function needsRole(invocations: readonly Invocation[], commands: readonly Command[]): boolean {
  return invocations.some((invocation) => (find(invocation.name, commands)?.role ?? 'read') !== 'read')
}

/** Whether any of them asks which objectives there are, of somebody who may. */
export function needsObjectives(invocations: readonly Invocation[], role: Role, commands: readonly Command[]): boolean {
  return invocations.some((invocation) => {
    const command = find(invocation.name, commands)
    return command?.asksForObjectives === true && mayUse(command, role)
  })
}

function mayUse(command: Command, role: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(command.role)
}

function find(name: string, commands: readonly Command[]): Command | undefined {
  return commands.find((command) => command.name === name)
}
