/**
 * Contexts whose text a stranger chooses. From GitHub's «Understanding the risk of script injections» and the Security Lab's list.
 * Expressions are compared in lower case with their blanks and index brackets made alike.
 */
const UNTRUSTED: readonly RegExp[] = [
  /^github\.head_ref$/,
  /^github\.event\.(?:issue|pull_request|discussion)\.(?:title|body)$/,
  /^github\.event\.pull_request\.head\.(?:ref|label|repo\.default_branch)$/,
  /^github\.event\.(?:comment|review|review_comment)\.body$/,
  /^github\.event\.pages\..{1,40}\.page_name$/,
  /^github\.event\.commits\..{1,40}\.(?:message|author\.(?:email|name))$/,
  /^github\.event\.head_commit\.(?:message|author\.(?:email|name)|committer\.(?:email|name))$/,
  /^github\.event\.workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:email|name))|pull_requests\..{1,40}\.head\.ref)$/,
  /^steps\.changed-files\.outputs\..{1,60}$/,
]

/** Functions that hand on the text of what they are given. */
const HANDS_ON = /^(?:format|join|tojson|fromjson)\b/

/** The `${{ … }}` of a script that paste a stranger's text into it, each once. */
export function untrustedExpressions(script: string): readonly string[] {
  const found = new Set<string>()
  for (const { inner } of expressions(script)) {
    const plain = normal(inner)
    const parts = HANDS_ON.test(plain) || plain.includes('||') ? plain.split(/[(),|&]+/) : [plain]
    if (parts.some((part) => UNTRUSTED.some((pattern) => pattern.test(part.trim())))) found.add(inner.trim())
  }
  return [...found]
}

/** Whether an expression names the code of a pull request, or of the run that it caused. */
export function isOfTheChange(text: string): boolean {
  if (/^refs\/pull\//.test(text)) return true
  return expressions(text).some(({ inner }) =>
    /github\.head_ref|github\.event\.pull_request\.head\.|github\.event\.pull_request\.merge_commit_sha|github\.event\.workflow_run\.head_|github\.event\.(?:issue\.)?number/.test(
      normal(inner),
    ),
  )
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
