import { readFile } from 'node:fs/promises'
import type { DocumentNode, GraphQLFieldResolver, GraphQLSchema } from 'graphql'
import { type Answer, errorAnswer } from '../rest/answer.ts'
import type { Caller } from '../tokens.ts'
import type { Violations } from '../violations.ts'
import type { World } from '../world.ts'
import { query, type Viewer } from './query.ts'

/** The package exports nothing but an index that parses its five megabytes of JSON as well; the SDL lies beside it. */
const SCHEMA = new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema'))

const MAX_DOCUMENTS = 100

/** GitHub's GraphQL API: its public schema, over the same state as REST. The schema is read when the first query comes. */
export class GraphQLApi {
  readonly #world: World
  readonly #violations: Violations
  #engine: Promise<Engine> | undefined

  constructor(world: World, violations: Violations) {
    this.#world = world
    this.#violations = violations
  }

  /** `graphql:<operation name>`, or `graphql:` for a query without a name. */
  nameOf(body: unknown): string {
    return `graphql:${/\b(?:query|mutation)\s+(\w+)/.exec(textIn(body, 'query')?.slice(0, 10_000) ?? '')?.[1] ?? ''}`
  }

  async answer(caller: Caller, body: unknown): Promise<Answer> {
    if (caller.kind === 'anonymous') return errorAnswer(401, 'This endpoint requires you to be authenticated.')
    if (caller.kind === 'app') return errorAnswer(403, 'Resource not accessible by integration')
    if (caller.installation.suspendedAt) return errorAnswer(403, 'This installation has been suspended')
    const source = textIn(body, 'query')
    if (source === undefined) return errorAnswer(400, 'A query attribute must be specified and must be a string.')
    this.#engine ??= loadEngine()
    const engine = await this.#engine
    const prepared = engine.prepare(source)
    if ('problems' in prepared) {
      for (const problem of prepared.problems) this.#violations.add('graphql', this.nameOf(body), problem)
      return { status: 200, body: { errors: prepared.problems.map((message) => ({ message })) } }
    }
    const viewer: Viewer = { world: this.#world, repositories: caller.repositories, installation: caller.installation }
    const variables = typeof body === 'object' && body !== null && 'variables' in body ? body.variables : undefined
    return {
      status: 200,
      body: await engine.execute(prepared.document, viewer, variables, (problem) => this.#violations.add('graphql', this.nameOf(body), problem)),
    }
  }
}

interface Engine {
  prepare(source: string): { document: DocumentNode } | { problems: readonly string[] }
  execute(document: DocumentNode, viewer: Viewer, variables: unknown, violated: (problem: string) => void): Promise<unknown>
}

async function loadEngine(): Promise<Engine> {
  const [graphql, sdl] = await Promise.all([import('graphql'), readFile(SCHEMA, 'utf8')])
  const schema: GraphQLSchema = graphql.buildSchema(sdl, { assumeValid: true, noLocation: true })
  const documents = new Map<string, { document: DocumentNode } | { problems: readonly string[] }>()

  function check(source: string): { document: DocumentNode } | { problems: readonly string[] } {
    try {
      const document = graphql.parse(source, { maxTokens: 5000 })
      const errors = graphql.validate(schema, document)
      return errors.length === 0 ? { document } : { problems: errors.map((error) => error.message) }
    } catch (error) {
      return { problems: [error instanceof Error ? error.message : 'no GraphQL'] }
    }
  }

  return {
    prepare(source) {
      const known = documents.get(source)
      if (known) return known
      if (documents.size >= MAX_DOCUMENTS) documents.clear()
      const made = check(source)
      documents.set(source, made)
      return made
    },
    async execute(document, viewer, variables, violated) {
      const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (parent, args, _context, info) => {
        const value: unknown = typeof parent === 'object' && parent !== null ? Reflect.get(parent, info.fieldName) : undefined
        if (value === undefined) {
          violated(`${info.parentType.name}.${info.fieldName} is in GitHub's schema and not in the local GitHub`)
          throw new graphql.GraphQLError(`the local GitHub has no ${info.parentType.name}.${info.fieldName}`)
        }
        return typeof value === 'function' ? Reflect.apply(value, parent, [args]) : value
      }
      const result = await graphql.execute({
        schema,
        document,
        rootValue: query(viewer),
        variableValues: record(variables),
        fieldResolver,
        typeResolver: (value) => textIn(value, '__typename'),
      })
      const errors = result.errors?.map((error) => ({ ...typeOf(error.originalError), path: error.path, locations: error.locations, message: error.message }))
      return errors ? { data: result.data, errors } : { data: result.data }
    },
  }
}

function typeOf(error: unknown): { type?: string } {
  const type = textIn(error, 'type')
  return type === undefined ? {} : { type }
}

function textIn(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof found === 'string' ? found : undefined
}

function record(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
}
