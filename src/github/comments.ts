import { type GitHub, ROLES, type Role } from '../model/github.ts'
import { Refused } from '../model/trouble.ts'
import { named } from './check-runs.ts'
import type { AppClient } from './client.ts'

type Comments = Pick<GitHub, 'createComment' | 'updateComment' | 'findComment' | 'react' | 'role'>

/** Comments on pull requests, reactions, and who may do what. */
export function comments(client: AppClient, appId: number): Comments {
  return {
    async createComment(repo, number, body) {
      const { data } = await client.call(repo.tenant, false, (octokit) =>
        octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...named(repo), issue_number: number, body }),
      )
      return { id: Number(data.id) }
    },
    async updateComment(repo, id, body) {
      return goneOr('updated', () =>
        client.call(repo.tenant, true, (octokit) =>
          octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { ...named(repo), comment_id: id, body }),
        ),
      )
    },
    async findComment(repo, number, marker) {
      for (let page = 1; ; page += 1) {
        const { data } = await client.call(repo.tenant, true, (octokit) =>
          octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...named(repo), issue_number: number, per_page: 100, page }),
        )
        const found = data.find((comment) => comment.performed_via_github_app?.id === appId && comment.body?.startsWith(marker))
        if (found) return { id: Number(found.id) }
        if (data.length < 100) return undefined
      }
    },
    async react(repo, commentId, reaction) {
      return goneOr('reacted', () =>
        client.call(repo.tenant, true, (octokit) =>
          octokit.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', { ...named(repo), comment_id: commentId, content: reaction }),
        ),
      )
    },
    async role(repo, login) {
      try {
        const { data } = await client.call(repo.tenant, true, (octokit) =>
          octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', { ...named(repo), username: login }),
        )
        return roleOf(data.role_name, data.permission)
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return 'none'
        throw error
      }
    },
  }
}

/** `role_name` tells maintainers and triagers apart, `permission` does not; a custom role counts as what `permission` says. */
function roleOf(roleName: string, permission: string): Role {
  return ROLES.find((role) => role === roleName) ?? ROLES.find((role) => role === permission) ?? 'none'
}

async function goneOr<T extends string>(done: T, work: () => Promise<unknown>): Promise<T | 'gone'> {
  try {
    await work()
    return done
  } catch (error) {
    if (error instanceof Refused && (error.status === 404 || error.status === 410)) return 'gone'
    throw error
  }
}
