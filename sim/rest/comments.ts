import { comment, reaction } from '../shape/comment.ts'
import { type Comment, REACTIONS, type Reaction, type RepositoryRecord } from '../world.ts'
import { invalid, notFound, Rejected } from './answer.ts'
import { type Implementation, numberIn, ok, page, type RestCall } from './call.ts'

/** Comments on a pull request are an issue's comments, so either permission will do. */
const READ = { anyOf: ['issues', 'pull_requests'], level: 'read' } as const
const WRITE = { anyOf: ['issues', 'pull_requests'], level: 'write' } as const

const MAX_CHARACTERS = 65_536

export const commentOperations: Readonly<Record<string, Implementation>> = {
  'issues/create-comment': {
    access: WRITE,
    run(call, repository) {
      const { world } = call
      const number = numberIn(call, 'issue_number')
      if (!repository.pulls.has(number) && !repository.issues.has(number)) throw notFound()
      const now = world.time()
      const made: Comment = {
        id: world.id('comment'),
        number,
        author: world.app.bot,
        body: bodyOf(call),
        viaApp: true,
        createdAt: now,
        updatedAt: now,
        reactions: [],
      }
      repository.comments.set(made.id, made)
      call.events.comment(repository, made, 'created', world.app.bot)
      return { status: 201, body: comment(world, repository, made) }
    },
  },
  'issues/update-comment': {
    access: WRITE,
    run(call, repository) {
      const found = commentIn(call, repository)
      if (found.author !== call.world.app.bot) throw new Rejected(403, 'Resource not accessible by integration')
      const body = bodyOf(call)
      const changes = { body: { from: found.body } }
      found.body = body
      found.updatedAt = call.world.time()
      call.events.comment(repository, found, 'edited', call.world.app.bot, { changes })
      return ok(comment(call.world, repository, found))
    },
  },
  'issues/get-comment': { access: READ, run: (call, repository) => ok(comment(call.world, repository, commentIn(call, repository))) },
  'issues/list-comments': {
    access: READ,
    run(call, repository) {
      const number = numberIn(call, 'issue_number')
      if (!repository.pulls.has(number) && !repository.issues.has(number)) throw notFound()
      const since = Date.parse(call.query.get('since') ?? '1970-01-01')
      const found = [...repository.comments.values()].filter((one) => one.number === number && Date.parse(one.updatedAt) >= since)
      const { items, headers } = page(call, found)
      return { status: 200, body: items.map((one) => comment(call.world, repository, one)), headers }
    },
  },
  'reactions/create-for-issue-comment': {
    access: WRITE,
    run(call, repository) {
      const { world } = call
      const found = commentIn(call, repository)
      const content = REACTIONS.find((one) => one === call.body.text('content')) ?? '+1'
      const existing = found.reactions.find((one) => one.content === content && one.author === world.app.bot)
      if (existing) return ok(reaction(world, existing))
      const made: Reaction = { id: world.id('reaction'), author: world.app.bot, content, createdAt: world.time() }
      found.reactions.push(made)
      return { status: 201, body: reaction(world, made) }
    },
  },
}

function commentIn(call: RestCall, repository: RepositoryRecord): Comment {
  const found = repository.comments.get(numberIn(call, 'comment_id'))
  if (!found) throw notFound()
  return found
}

function bodyOf(call: RestCall): string {
  const body = call.body.text('body') ?? ''
  if (body.trim() === '') throw invalid('IssueComment', 'body', "body can't be blank")
  if ([...body].length > MAX_CHARACTERS) throw invalid('IssueComment', 'body', `body is too long (maximum is ${MAX_CHARACTERS} characters)`)
  return body
}
