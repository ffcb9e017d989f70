import { createRun, latestRuns, type RunChange, rerequestRun, updateRun } from '../checks.ts'
import { hasCommit } from '../commits.ts'
import { commitOf } from '../git.ts'
import { annotation, checkRun } from '../shape/check-run.ts'
import type { Annotation, CheckRun, RepositoryRecord } from '../world.ts'
import { invalid, notFound, Rejected } from './answer.ts'
import { type Implementation, numberIn, ok, page, type RestCall } from './call.ts'
import { Fields } from './fields.ts'

const READ = { anyOf: ['checks'], level: 'read' } as const
const WRITE = { anyOf: ['checks'], level: 'write' } as const

const MAX_ANNOTATION_BYTES = 64 * 1024
const MAX_ANNOTATION_TITLE = 255

/** Check runs, by GitHub's rules (REST API, «Checks»). */
export const checkOperations: Readonly<Record<string, Implementation>> = {
  'checks/create': {
    access: WRITE,
    async run({ world, events, body }, repository) {
      const headSha = body.text('head_sha') ?? ''
      if (!/^[0-9a-f]{40}$/.test(headSha) || !(await hasCommit(repository, headSha))) throw new Rejected(422, `No commit found for SHA: ${headSha}`)
      const run = await createRun(events, repository, world.app, headSha, body.text('name') ?? '', readChange(body))
      return { status: 201, body: checkRun(world, repository, run) }
    },
  },
  'checks/update': {
    access: WRITE,
    async run(call, repository) {
      const run = ownRun(call, repository)
      await updateRun(call.events, repository, run, readChange(call.body))
      return ok(checkRun(call.world, repository, run))
    },
  },
  'checks/get': { access: READ, run: (call, repository) => ok(checkRun(call.world, repository, runIn(call, repository))) },
  'checks/rerequest-run': {
    access: WRITE,
    run(call, repository) {
      rerequestRun(call.events, repository, ownRun(call, repository), call.world.app.bot)
      return { status: 201, body: {} }
    },
  },
  'checks/list-annotations': {
    access: READ,
    run(call, repository) {
      const run = runIn(call, repository)
      const { items, headers } = page(call, run.annotations)
      return { status: 200, body: items.map((item) => annotation(call.world, repository, run, item)), headers }
    },
  },
  'checks/list-for-ref': { access: READ, run: listForRef },
}

async function listForRef(call: RestCall, repository: RepositoryRecord) {
  const { query, world } = call
  const sha = await shaOf(repository, call.params['ref'] ?? '')
  if (!sha) throw new Rejected(422, `No commit found for SHA: ${call.params['ref']}`)
  const [name, status, appId] = [query.get('check_name'), query.get('status'), query.get('app_id')]
  const ofCommit = [...repository.runs.values()].filter((run) => run.headSha === sha)
  const shown = query.get('filter') === 'all' ? ofCommit.toReversed() : latestRuns(ofCommit)
  const matching = shown.filter(
    (run) => (name === null || run.name === name) && (status === null || run.status === status) && (appId === null || run.app.id === Number(appId)),
  )
  const { items, headers } = page(call, matching)
  return { status: 200, body: { total_count: matching.length, check_runs: items.map((run) => checkRun(world, repository, run)) }, headers }
}

/** A commit id, or the commit of a branch or tag: `main`, `heads/main`, `refs/heads/main`. */
async function shaOf(repository: RepositoryRecord, ref: string): Promise<string | undefined> {
  if (/^[0-9a-f]{40}$/.test(ref)) return (await hasCommit(repository, ref)) ? ref : undefined
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`, ref]
  const known = names.map((name) => repository.refs.get(name)).find((sha) => sha !== undefined)
  return known ?? commitOf(repository.gitDir, ref)
}

function runIn(call: RestCall, repository: RepositoryRecord): CheckRun {
  const run = repository.runs.get(numberIn(call, 'check_run_id'))
  if (!run) throw notFound()
  return run
}

function ownRun(call: RestCall, repository: RepositoryRecord): CheckRun {
  const run = runIn(call, repository)
  if (run.app.id !== call.world.app.id)
    throw new Rejected(403, `Invalid app_id \`${call.world.app.id}\` - check run can only be modified by the GitHub App that created it.`)
  return run
}

/** Lengths, enumerations and required fields are the description's; what it does not say is checked here. */
function readChange(body: Fields): RunChange {
  const status = body.text('status')
  const conclusion = body.text('conclusion')
  if (status === 'completed' && conclusion === undefined) throw new Rejected(422, 'Invalid request.\n\nA completed check run needs a conclusion.')
  if (conclusion === 'stale') throw invalid('CheckRun', 'conclusion', 'stale is set by GitHub only')
  const output = body.object('output')
  return {
    name: body.text('name'),
    externalId: body.text('external_id'),
    detailsUrl: body.text('details_url'),
    status,
    conclusion,
    startedAt: body.text('started_at'),
    completedAt: body.text('completed_at'),
    output: output && {
      title: output.text('title'),
      summary: output.text('summary') ?? '',
      text: output.text('text'),
      annotations: (output.list('annotations') ?? []).map((item) => readAnnotation(new Fields(item))),
    },
  }
}

function readAnnotation(item: Fields): Annotation {
  const read: Annotation = {
    path: item.text('path') ?? '',
    startLine: item.number('start_line') ?? 0,
    endLine: item.number('end_line') ?? 0,
    startColumn: item.number('start_column'),
    endColumn: item.number('end_column'),
    level: levelOf(item.text('annotation_level')),
    title: item.text('title'),
    message: item.text('message') ?? '',
    rawDetails: item.text('raw_details'),
  }
  const columns = read.startColumn !== undefined || read.endColumn !== undefined
  if (read.path === '') throw invalid('CheckAnnotation', 'path', "path can't be blank")
  if (read.startLine < 1 || read.endLine < read.startLine)
    throw invalid('CheckAnnotation', 'end_line', 'lines start at 1 and end_line is not before start_line')
  if (columns && read.startLine !== read.endLine) throw invalid('CheckAnnotation', 'start_column', 'columns are for annotations of one line')
  if ([...(read.title ?? '')].length > MAX_ANNOTATION_TITLE)
    throw invalid('CheckAnnotation', 'title', `title is too long (maximum is ${MAX_ANNOTATION_TITLE} characters)`)
  for (const [field, text] of [
    ['message', read.message],
    ['raw_details', read.rawDetails ?? ''],
  ] as const) {
    if (Buffer.byteLength(text) > MAX_ANNOTATION_BYTES)
      throw invalid('CheckAnnotation', field, `${field} exceeds a maximum bytesize of ${MAX_ANNOTATION_BYTES}`)
  }
  return read
}

function levelOf(level: string | undefined): Annotation['level'] {
  return level === 'failure' || level === 'warning' ? level : 'notice'
}
