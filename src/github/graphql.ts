import type { TenantId } from '../model/ids.ts'
import { isArray, isObject, type Json } from '../model/json.ts'
import { Trouble } from '../model/trouble.ts'
import type { AppClient } from './client.ts'
import { limitEnds } from './failures.ts'

export type Fields = { readonly [key: string]: Json | undefined }

/** One GraphQL query: its data, in which what GitHub does not find is null. Raises Trouble and Refused as every call does. */
export async function askGraphQL(client: AppClient, tenant: TenantId, query: string, variables: Readonly<Record<string, Json>>): Promise<Fields | undefined> {
  const answer: unknown = await client.call(tenant, true, async (octokit) => {
    try {
      return await octokit.graphql(query, variables)
    } catch (error) {
      if (isNotFound(error)) return isObject(error) ? error['data'] : undefined
      if (!isLimited(error)) throw error
      // GraphQL tells of limits in an answer of status 200, with the same headers.
      const headers = isObject(error) ? error['headers'] : undefined
      throw new Trouble('github', 'GitHub limits our GraphQL requests', { retryAt: limitEnds(headers, Date.now()), cause: error })
    }
  })
  return isObject(answer) ? answer : undefined
}

export function text(fields: Fields, key: string): string {
  const value = fields[key]
  if (typeof value !== 'string') throw new Trouble('github', `GitHub's answer has no ${key}`)
  return value
}

/** A connection's nodes; GitHub may put nulls among them where we lack access. */
export function nodes(connection: Json | undefined): readonly Fields[] {
  return isObject(connection) && isArray(connection['nodes']) ? connection['nodes'].filter(isObject) : []
}

export function visibilityOf(repository: Fields): 'public' | 'private' | 'internal' {
  const visibility = text(repository, 'visibility').toLowerCase()
  return visibility === 'public' || visibility === 'internal' ? visibility : 'private'
}

function graphqlErrorTypes(error: unknown): readonly string[] {
  const errors = isObject(error) ? error['errors'] : undefined
  return isArray(errors) ? errors.flatMap((item) => (isObject(item) && typeof item['type'] === 'string' ? [item['type']] : [])) : []
}

function isNotFound(error: unknown): boolean {
  const types = graphqlErrorTypes(error)
  return types.length > 0 && types.every((type) => type === 'NOT_FOUND')
}

function isLimited(error: unknown): boolean {
  return graphqlErrorTypes(error).includes('RATE_LIMITED')
}
