#!/usr/bin/env node
/*
 * The command line. Each sub-command is one file with `register(program, run)`: it describes its options, and its
 * action calls `run` with work that takes the session (where to write, what time it is) and gives the exit code.
 * What is slow to load (the database, Probot) is imported inside that work. Errors become words and exit codes in
 * failures.ts. To add one, write its file and name it below.
 */
import { register as check } from './check.ts'
import { register as config } from './config.ts'
import { register as demo } from './demo.ts'
import { register as migrate } from './migrate.ts'
import { terminalOf } from './output/terminal.ts'
import { register as policy } from './policy.ts'
import { type Register, runCommandLine } from './program.ts'
import { register as rego } from './rego.ts'
import { register as rejudge } from './rejudge.ts'
import { register as replay } from './replay.ts'
import { register as serve } from './serve.ts'
import { processSession } from './session.ts'
import { register as spec } from './spec.ts'
import { register as work } from './work.ts'

const COMMANDS: readonly Register[] = [check, replay, config, spec, policy, rego, rejudge, demo, serve, work, migrate]

// Whoever reads us may have seen enough (`| head`): what is left is not written, and the exit code stays what it is.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (!('code' in error && error.code === 'EPIPE')) process.exit(3)
  })
}
const session = processSession(terminalOf(process.stdout, process.stderr, process.env))
const code = await runCommandLine(process.argv.slice(2), session, COMMANDS)
// Who was interrupted does not wait for connections that are still open.
if (session.wasInterrupted()) process.exit(code)
process.exitCode = code
