import { Command } from 'commander'
import pkg from '../../package.json' with { type: 'json' }
import { failureOf } from './failures.ts'
import { printable } from './output/terminal.ts'
import type { ExitCode, Session } from './session.ts'

/** Runs the work of a sub-command in the session that the general options ask for, and keeps its exit code. */
export type Run = (work: (session: Session) => Promise<ExitCode>) => Promise<void>

/** How a sub-command's file adds it: name, options, help and an action that calls `run`. */
export type Register = (program: Command, run: Run) => void

/** Runs one command line (without the program's own name) and gives its exit code. Never throws. */
export async function runCommandLine(args: readonly string[], session: Session, commands: readonly Register[]): Promise<ExitCode> {
  const { terminal } = session
  let code: ExitCode = 0
  const program = new Command('maestro')
    .description('Says what a pull request is for, what it touches, which rules it meets, what is proven, and the smallest safe next step.')
    .version(pkg.version, '-V, --version')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .option('--debug', 'the stack of an error')
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(printable(text)),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    })
    .showHelpAfterError('(--help says more)')
    .exitOverride()
  for (const register of commands) {
    register(program, async (work) => {
      const own = program.opts()['color'] === false ? { ...session, terminal: { ...terminal, color: false } } : session
      code = await work(own)
    })
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    const failure = failureOf(error, program.opts()['debug'] === true)
    terminal.err(failure.words)
    return failure.code
  }
}
