import { localChange } from '../../git/local/local-source.ts'
import { NoBase, UnknownRevision } from '../../git/local/no-base.ts'
import type { RepositoryReader } from '../../git/repository-reader.ts'
import type { Proposal } from '../../model/reading.ts'
import { BadUsage } from '../failures.ts'
import type { Session } from '../session.ts'
import { type PullRequestEvent, pullRequestEvent, pullRequestFile } from './github-event.ts'
import { type SaidOptions, saidFacts } from './said-facts.ts'
import { SHALLOW } from './shallow.ts'

/** The options that say which change is meant, and what is said of it. */
export interface ChangeOptions extends SaidOptions {
  readonly base?: string
  readonly head?: string
  readonly target?: string
  readonly trunk?: string
  /** A file with the pull request as GitHub has it. */
  readonly pullRequest?: string
}

/**
 * The change that the options name. With a pull request, given as a file or by GitHub Actions (where HEAD is a merge made for the
 * occasion), it is that one unless the options name another head, and what it says of itself is known. Throws NoBase,
 * UnknownRevision, BadUsage.
 */
export async function localProposal(session: Session, reader: RepositoryReader, options: ChangeOptions): Promise<Proposal> {
  const pull = options.pullRequest === undefined ? await eventHere(session, reader, options) : await pullRequestFile(session, options.pullRequest)
  try {
    const proposal = pull ? await pullProposal(session, reader, pull, options) : await plainProposal(session, reader, options)
    return { ...proposal, ...pull?.facts, ...(await saidFacts(session, options)) }
  } catch (error) {
    throw await withShallowHint(error, reader)
  }
}

function plainProposal(session: Session, reader: RepositoryReader, { base, head, target, trunk }: ChangeOptions): Promise<Proposal> {
  return localChange(reader, { base, head, target, trunk, asOf: session.now() })
}

async function pullProposal(session: Session, reader: RepositoryReader, pull: PullRequestEvent, options: ChangeOptions): Promise<Proposal> {
  const { base, head = pull.headSha, target, trunk } = options
  if (options.head === undefined && !(await reader.resolve(pull.headSha)))
    throw new BadUsage(`the pull request's head ${pull.headSha.slice(0, 12)} is not in this clone. Fetch it: \`git fetch origin ${pull.headSha}\``)
  const baseRef = options.pullRequest === undefined ? session.env['GITHUB_BASE_REF'] || pull.baseRef : pull.baseRef
  // A trunk that is named by a commit is the target too, where the pull request is to be merged into the default branch.
  const ontoTrunk = trunk !== undefined && baseRef === pull.defaultBranch
  return localChange(reader, {
    base,
    head,
    target: target ?? (ontoTrunk ? undefined : await branchAt(reader, baseRef)),
    trunk: trunk ?? (pull.defaultBranch === undefined ? undefined : await branchAt(reader, pull.defaultBranch, undefined)),
    asOf: session.now(),
  })
}

/** The workflow's event, if it is about this repository: its head is here. Options that name another head have the last word. */
async function eventHere(session: Session, reader: RepositoryReader, { head }: ChangeOptions): Promise<PullRequestEvent | undefined> {
  if (head !== undefined) return undefined
  const event = await pullRequestEvent(session)
  if (!event || (await reader.resolve(event.headSha))) return event
  const current = await reader.resolve('HEAD')
  const parents = current ? (await reader.commit(current.commit)).parents : []
  if (!parents.includes(event.headSha)) return undefined
  throw new NoBase('only the merge that GitHub made for the pull request was fetched. Check out with `fetch-depth: 0`')
}

/** What a branch is called here: as the remote has it, or as a local one. */
async function branchAt(reader: RepositoryReader, name: string, otherwise: string | undefined = name): Promise<string | undefined> {
  for (const candidate of [`refs/remotes/origin/${name}`, `refs/heads/${name}`]) {
    if (await reader.resolve(candidate)) return candidate
  }
  return otherwise
}

/** What cannot be found in a shallow clone may well be there in a whole one. */
async function withShallowHint(error: unknown, reader: RepositoryReader): Promise<unknown> {
  const isHere = !(error instanceof NoBase || error instanceof UnknownRevision) || error.message.includes('fetch-depth')
  return isHere || !(await reader.isShallow()) ? error : new NoBase(`${error.message}; the clone is shallow. ${SHALLOW}`)
}
