import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `npm run self-check`: Maestro judges what this checkout adds to the trunk. Skipped where git does not know what that is. */
const root = fileURLToPath(new URL('..', import.meta.url))

function git(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', [...args], { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

function reasonToSkip(): string | undefined {
  if (git('rev-parse', '--verify', 'HEAD') === undefined) return 'this is no git checkout with commits'
  if (git('rev-parse', '--is-shallow-repository') === 'true') return 'the clone is shallow'
  return undefined
}

const skipped = reasonToSkip()
if (skipped !== undefined) process.stdout.write(`maestro check on itself: skipped, ${skipped}\n`)
else {
  // On the trunk itself there is nothing to merge; its newest commit is judged instead.
  const isTrunk = git('rev-parse', 'HEAD') === (git('rev-parse', '--verify', 'refs/remotes/origin/HEAD') ?? git('rev-parse', '--verify', 'refs/heads/main'))
  const base = isTrunk && git('rev-parse', '--verify', 'HEAD^') !== undefined ? ['--base', 'HEAD^'] : []
  const { status } = spawnSync(process.execPath, ['src/cli/main.ts', 'check', ...base], { cwd: root, stdio: 'inherit' })
  process.exitCode = status ?? 3
}
