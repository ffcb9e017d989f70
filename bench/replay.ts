import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { syntheticRepository } from './synthetic-repository.ts'
import type { Figure } from './table.ts'

const CHANGES = 500

/** `maestro replay` as a person runs it, start-up included, on a made repository of 2,000 files. */
export async function replayFigures(): Promise<Figure[]> {
  const synthetic = await syntheticRepository({ files: 2_000, changes: CHANGES, filesAChange: 6 })
  try {
    const started = performance.now()
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../src/cli/main.ts', import.meta.url)), 'replay', '--repo', synthetic.gitDir, '--last', String(CHANGES), '--format', 'json'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    await once(child, 'close')
    const seconds = (performance.now() - started) / 1000
    const rows: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const count = Array.isArray(rows) ? rows.length : 0
    return [
      {
        what: 'merged pull requests replayed a second, 2,000 files',
        measured: `${(count / seconds).toFixed(0)}/s (${count} in ${seconds.toFixed(1)} s, start-up included)`,
        target: '≥ 50/s',
        met: count === CHANGES && count / seconds >= 50,
      },
    ]
  } finally {
    await synthetic.remove()
  }
}
