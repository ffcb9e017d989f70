import { readFile } from 'node:fs/promises'
import { marked } from 'marked'

const PATH = '/docs/reasons'

/** Where a reason code is explained: a page of this server, so that it fits the version that judged. */
export function reasonsUrl(publicUrl: string, code: string): string {
  return `${publicUrl}${PATH}#${code}`
}

/** The page of all reason codes, from docs/reasons.md; undefined for any other path. */
export async function reasonsPage(path: string): Promise<string | undefined> {
  if (path !== PATH) return undefined
  const markdown = await readFile(new URL('../docs/reasons.md', import.meta.url), 'utf8')
  const body = await marked.parse(markdown)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Maestro: reasons</title><style>${STYLE}</style><main>${body}</main></html>`
}

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;margin:0}main{max-width:46rem;margin:2rem auto;padding:0 1rem}code{font-size:.92em}h3:has(:target){background:#f5c84a33}table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.3rem .6rem;text-align:left}'
