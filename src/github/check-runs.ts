import type { Annotation, CheckOutput } from '../model/card.ts'
import type { GitHub, RepoRef } from '../model/github.ts'
import { displayPath } from '../model/path.ts'
import { Refused } from '../model/trouble.ts'
import type { AppClient } from './client.ts'

/** GitHub takes at most this many annotations in one request. */
const ANNOTATIONS_A_CALL = 50

type CheckRuns = Pick<GitHub, 'createCheckRun' | 'updateCheckRun' | 'findCheckRun'>

/** The Checks API. Creating is tried once: `findCheckRun` tells a caller whether an attempt of unknown end took effect. */
export function checkRuns(client: AppClient): CheckRuns {
  return {
    async createCheckRun(repo, headSha, externalId, output) {
      const { data } = await client.call(repo.tenant, false, (octokit) =>
        octokit.request('POST /repos/{owner}/{repo}/check-runs', {
          ...named(repo),
          ...body(output),
          name: output.name,
          head_sha: headSha,
          external_id: externalId,
        }),
      )
      return { id: Number(data.id) }
    },
    async updateCheckRun(repo, id, output) {
      try {
        await client.call(repo.tenant, output.annotations.length === 0, (octokit) =>
          octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', { ...named(repo), ...body(output), check_run_id: id }),
        )
        return 'updated'
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return 'gone'
        throw error
      }
    },
    async findCheckRun(repo, headSha, name, externalId) {
      const { data } = await client.call(repo.tenant, true, (octokit) =>
        octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ...named(repo), ref: headSha, check_name: name, filter: 'all', per_page: 100 }),
      )
      const found = data.check_runs.find((run) => run.external_id === externalId)
      return found && { id: Number(found.id) }
    },
  }
}

/** `owner` and `repo` as URLs of the REST API want them. */
export function named(repo: RepoRef): { owner: string; repo: string } {
  const [owner = '', name = ''] = repo.fullName.split('/')
  return { owner, repo: name }
}

function body(output: CheckOutput) {
  return {
    status: output.status,
    ...(output.conclusion === undefined ? {} : { conclusion: output.conclusion }),
    output: {
      title: output.title,
      summary: output.summary,
      ...(output.text === undefined ? {} : { text: output.text }),
      ...(output.annotations.length === 0 ? {} : { annotations: output.annotations.slice(0, ANNOTATIONS_A_CALL).map(annotation) }),
    },
  }
}

function annotation(note: Annotation) {
  return {
    path: displayPath(note.path),
    start_line: note.startLine,
    end_line: note.endLine,
    // GitHub takes columns only within one line.
    ...(note.startColumn !== undefined && note.endColumn !== undefined && note.startLine === note.endLine
      ? { start_column: note.startColumn, end_column: note.endColumn }
      : {}),
    annotation_level: note.level,
    title: note.title,
    message: note.message,
  }
}
