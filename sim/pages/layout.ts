import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Look } from './verdict.ts'

export type Markup = ReturnType<typeof html>

const STYLE = readFileSync(new URL('style.css', import.meta.url), 'utf8')

/** A whole page. `trail` leads back: what stands at the top, left. */
export async function layout(title: string, trail: Markup, content: Markup): Promise<string> {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${raw(STYLE)}</style></head>
<body><header class="top"><div>${trail}<span class="note">local GitHub, backed by real git</span></div></header><main>${content}</main></body></html>`
  return String(await page)
}

const PATHS: Readonly<Record<Look, string>> = {
  good: '<circle cx="9" cy="9" r="8.5" fill="currentColor"/><path d="m5.3 9.2 2.5 2.5 5-5.2" fill="none" stroke="var(--card)" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>',
  bad: '<circle cx="9" cy="9" r="8.5" fill="currentColor"/><path d="m6.2 6.2 5.6 5.6m0-5.6-5.6 5.6" stroke="var(--card)" stroke-width="1.9" stroke-linecap="round"/>',
  wait: '<circle cx="9" cy="9" r="7.4" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3.2 2.6"/><circle cx="9" cy="9" r="2.6" fill="currentColor"/>',
  act: '<circle cx="9" cy="9" r="8.5" fill="currentColor"/><path d="M9 4.8v5" stroke="var(--card)" stroke-width="2" stroke-linecap="round"/><circle cx="9" cy="12.9" r="1.2" fill="var(--card)"/>',
  quiet:
    '<circle cx="9" cy="9" r="7.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M6 9h6" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>',
}

export function icon(look: Look, words: string): Markup {
  return html`<svg class="icon ${look}" viewBox="0 0 18 18" role="img" aria-label="${words}">${raw(PATHS[look])}</svg>`
}
