import { spawn } from 'node:child_process'

/** The name and address that commits made here carry, and nothing of the user's own settings. */
export const GIT_ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'GitHub',
  GIT_AUTHOR_EMAIL: 'noreply@github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
} as const

/** Git ended with a code that the caller did not expect. */
export class GitFailed extends Error {
  override name = 'GitFailed'
  readonly code: number
  constructor(args: readonly string[], code: number, stderr: string) {
    super(`git ${args[0]} ended with ${code}: ${stderr.trim().slice(0, 500)}`)
    this.code = code
  }
}

/** Runs git in a bare repository and gives what it prints, without the last newline. Raises GitFailed for any code but 0. */
export async function git(gitDir: string, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await run(['--git-dir', gitDir, ...args], input)
  if (code !== 0) throw new GitFailed(args, code, stderr)
  return stdout.trimEnd()
}

/** Like `git`, undefined for any code but 0: for questions whose answer may be no. */
export async function ask(gitDir: string, args: readonly string[]): Promise<string | undefined> {
  const { code, stdout } = await run(['--git-dir', gitDir, ...args])
  return code === 0 ? stdout.trimEnd() : undefined
}

/** Makes a bare repository at `gitDir`: empty, or with the branches and tags of another one on disk. */
export async function makeBare(gitDir: string, options: { from: string | undefined; shared: boolean; defaultBranch: string | undefined }): Promise<void> {
  const args = options.from
    ? ['clone', '--quiet', '--bare', ...(options.shared ? ['--shared'] : []), '--', options.from, gitDir]
    : ['init', '--quiet', '--bare', `--initial-branch=${options.defaultBranch ?? 'main'}`, '--', gitDir]
  const { code, stderr } = await run(args)
  if (code !== 0) throw new GitFailed(args, code, stderr)
}

/** Branches and tags with the commits that they lead to. */
export async function listRefs(gitDir: string): Promise<Map<string, string>> {
  const out = await git(gitDir, ['for-each-ref', '--format=%(refname) %(objectname) %(*objectname)', 'refs/heads', 'refs/tags'])
  const refs = new Map<string, string>()
  for (const line of out === '' ? [] : out.split('\n')) {
    const [name, object, peeled] = line.split(' ')
    if (name && object) refs.set(name, peeled || object)
  }
  return refs
}

/** The commit that a name or id leads to, or undefined. */
export async function commitOf(gitDir: string, name: string): Promise<string | undefined> {
  if (name.startsWith('-')) return undefined
  return ask(gitDir, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
}

function run(args: readonly string[], input?: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { env: GIT_ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', reject)
    child.stdin.on('error', () => undefined)
    child.on('close', (code) => resolve({ code: code ?? -1, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') }))
    child.stdin.end(input ?? '')
  })
}
