/** Events by which a text comes. */
export type Chosen = readonly string[]

/**
 * Contexts whose text a stranger chooses. From GitHub's «Understanding the risk of script injections» and the Security Lab's list.
 * Expressions are compared in lower case with their blanks and index brackets made alike.
 */
const UNTRUSTED: readonly (readonly [RegExp, Chosen])[] = [
  [/^github\.head_ref$/, ['pull_request_target', 'pull_request']],
  [/^github\.event\.issue\.(?:title|body)$/, ['issues', 'issue_comment']],
  [/^github\.event\.pull_request\.(?:title|body)$/, ['pull_request_target', 'pull_request']],
  [/^github\.event\.discussion\.(?:title|body)$/, ['discussion', 'discussion_comment']],
  [/^github\.event\.pull_request\.head\.(?:ref|label|repo\.default_branch)$/, ['pull_request_target', 'pull_request']],
  [/^github\.event\.comment\.body$/, ['issue_comment', 'discussion_comment']],
  [/^github\.event\.(?:review|review_comment)\.body$/, ['pull_request_review', 'pull_request_review_comment']],
  [/^github\.event\.pages\..{1,40}\.page_name$/, ['gollum']],
  [/^github\.event\.commits\..{1,40}\.(?:message|author\.(?:email|name))$/, ['push']],
  [/^github\.event\.head_commit\.(?:message|author\.(?:email|name)|committer\.(?:email|name))$/, ['push']],
  [
    /^github\.event\.workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:email|name))|pull_requests\..{1,40}\.head\.ref)$/,
    ['workflow_run'],
  ],
  [/^steps\.changed-files\.outputs\.\w{0,40}files$/, ['pull_request_target', 'workflow_run', 'pull_request']],
]

/** Functions that hand on the text of what they are given. */
const HANDS_ON = /^(?:format|join|tojson|fromjson)\b/

/** A context that a stranger chooses, and the events by which it comes. */
export interface Untrusted {
  readonly expression: string
  readonly by: Chosen
}

/** The `${{ … }}` of a script that paste a stranger's text into it, each once. */
export function untrustedExpressions(script: string): readonly Untrusted[] {
  const found = new Map<string, Untrusted>()
  for (const { inner } of expressions(script)) {
    const plain = normal(inner)
    const parts = HANDS_ON.test(plain) || plain.includes('||') ? plain.split(/[(),|&]+/) : [plain]
    const by = parts.flatMap((part) => UNTRUSTED.find(([pattern]) => pattern.test(part.trim()))?.[1] ?? [])
    if (by.length > 0) found.set(inner.trim(), { expression: inner.trim(), by })
  }
  return [...found.values()]
}

/** Whether a text puts every secret of the repository into one value. */
export function handsOutAllSecrets(text: string): boolean {
  return expressions(text).some(({ inner }) => /\btojson\(\s{0,5}secrets\s{0,5}\)/.test(inner.toLowerCase()))
}

/**
 * Whether a checkout's `ref` brings the code of a fork: a commit or a merge of the pull request. The name of its branch does not, without the
 * fork's repository beside it: it is looked for in the repository itself.
 */
export function isOfTheChange(ref: string): boolean {
  if (/^refs\/pull\//.test(ref)) return true
  return expressions(ref).some(({ inner }) =>
    /github\.event\.pull_request\.(?:head\.sha|merge_commit_sha)|github\.event\.workflow_run\.(?:head_sha|head_commit\.id)|github\.event\.(?:issue\.)?number/.test(
      normal(inner),
    ),
  )
}

/** Whether a checkout's `ref` names the branch of a pull request. */
export function isBranchOfTheChange(ref: string): boolean {
  return expressions(ref).some(({ inner }) =>
    /github\.head_ref|github\.event\.pull_request\.head\.(?:ref|label)|github\.event\.workflow_run\.head_branch/.test(normal(inner)),
  )
}

/** Whether a checkout's `repository` is the one that a pull request comes from. */
export function isRepositoryOfTheChange(repository: string): boolean {
  return expressions(repository).some(({ inner }) => /pull_request\.head\.repo\.|workflow_run\.head_repository\./.test(normal(inner)))
}

/** Where a text has `${{ … }}`, found without going back. */
function expressions(text: string): readonly { readonly inner: string }[] {
  const found: { inner: string }[] = []
  for (let start = text.indexOf('${{'); start !== -1; start = text.indexOf('${{', start + 3)) {
    const end = text.indexOf('}}', start + 3)
    if (end === -1) break
    found.push({ inner: text.slice(start + 3, end).slice(0, 1000) })
    start = end
  }
  return found
}

function normal(expression: string): string {
  return expression
    .toLowerCase()
    .replace(/\[\s{0,5}'([^']{0,100})'\s{0,5}\]/g, '.$1')
    .replace(/\[([^\]]{0,100})\]/g, '.$1')
    .trim()
}
