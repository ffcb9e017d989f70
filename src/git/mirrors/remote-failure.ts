import { GitAborted, GitAuthFailed, GitFailed, GitOverBudget, GitUnavailable, ObjectDamaged, RefGone } from '../failures.ts'

/** What git's transports say (builtin/fetch.c, remote-curl.c, http.c, upload-pack.c), in English because LC_ALL=C. */
const SIGNS: readonly (readonly [RegExp, new (args: readonly string[], code: number | undefined, stderr: string) => GitFailed])[] = [
  [/couldn't find remote ref |not our ref |not allow request for unadvertised object |no such remote ref /, RefGone],
  [/Authentication failed|could not read (?:Username|Password)|returned error: 40[13]|repository '.{0,500}' not found/, GitAuthFailed],
  [
    /unable to access|Could not resolve|RPC failed|early EOF|hung up unexpectedly|unexpected disconnect|returned error: (?:429|5\d\d)|does not appear to be a git repository|Connection (?:refused|reset|timed out)/,
    GitUnavailable,
  ],
]

/** The loss or damage of objects or of the repository itself, as git's readers report it: nothing that trying again could mend. */
const DAMAGE =
  /not a git repository|is corrupt|corrupt loose object|is empty$|bad object|bad signature|inflate: |unable to (?:unpack|read|stream)|index file|packfile .{0,500} (?:cannot|does not|is)|did not send all necessary objects|missing necessary objects|invalid object|bad tree|garbage at end of loose|hash mismatch|\.lock': File exists/m

/** Names the kind of failure of a fetch. Lines that the remote wrote itself (`remote: …`) prove nothing, save its refusal of an object. */
export function remoteFailure(error: unknown): unknown {
  if (!(error instanceof GitFailed) || error instanceof GitAborted) return error
  if (error instanceof GitOverBudget) return new GitUnavailable(error.args, error.code, error.stderr)
  const ours = ownLines(error)
  for (const [sign, Kind] of SIGNS) if (sign.test(ours)) return new Kind(error.args, error.code, error.stderr)
  return error
}

/** Whether a failure means that the repository on our disk is damaged or gone. */
export function isDamage(error: unknown): boolean {
  return error instanceof ObjectDamaged || (error instanceof GitFailed && DAMAGE.test(ownLines(error)))
}

function ownLines(error: GitFailed): string {
  return error.stderr
    .split('\n')
    .filter((line) => !line.startsWith('remote: '))
    .join('\n')
}
