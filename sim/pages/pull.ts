import { html, raw } from 'hono/html'
import { statsOf } from '../commits.ts'
import { type CheckRun, type Comment, fullName, type PullRequest, type Reaction, type RepositoryRecord, type World } from '../world.ts'
import { icon, layout, type Markup } from './layout.ts'
import { renderMarkdown } from './markdown.ts'
import { stateWord } from './pulls.ts'
import { lookOf, shownRuns, wordFor } from './verdict.ts'

const STATE_CLASS = { Merged: 'merged', Closed: 'bad', Draft: '', Open: 'good' } as const
const EMOJI: Readonly<Record<Reaction['content'], string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
}

/** One pull request as a person would see it: what it says, its check runs, its comments. */
export async function pullPage(world: World, repository: RepositoryRecord, pull: PullRequest): Promise<string> {
  const name = fullName(repository)
  const stats = await statsOf(repository, pull)
  const from = pull.headRepo === repository ? pull.headRef : `${pull.headRepo?.owner.login ?? 'unknown repository'}:${pull.headRef}`
  const state = stateWord(pull)
  const runs = shownRuns(world, repository, pull)
  const comments = [...repository.comments.values()].filter((comment) => comment.number === pull.number)
  const content = html`
<h1>${pull.title} <span class="number">#${pull.number}</span></h1>
<p class="meta"><span class="pill ${STATE_CLASS[state]}">${state}</span><span><b>${pull.author.login}</b> wants to merge ${stats.commits} ${stats.commits === 1 ? 'commit' : 'commits'} into</span><code>${pull.baseRef}</code><span>from</span><code>${from}</code>
<span>${stats.files} ${stats.files === 1 ? 'file' : 'files'}, +${stats.additions} −${stats.deletions}</span>${pull.labels.map((label) => html`<span class="label">${label}</span>`)}</p>
<div class="card"><div class="who"><b>${pull.author.login}</b><span>opened this</span></div><div class="body md">${pull.body ? raw(renderMarkdown(pull.body)) : html`<p>No description.</p>`}</div></div>
<h2>Checks</h2>
${runs.length > 0 ? runs.map((run, index) => checkRun(run, index === 0)) : html`<div class="card"><p class="empty">Nothing has checked ${pull.headSha.slice(0, 7)} yet.</p></div>`}
<h2>Conversation</h2>
${comments.length > 0 ? comments.map(commentCard) : html`<div class="card"><p class="empty">No comments.</p></div>`}`
  return layout(
    `${pull.title} · #${pull.number} · ${name}`,
    html`<a href="/">All</a><span>/</span><a href="/${name}/pulls">${name}</a><span>/</span><b>#${pull.number}</b>`,
    content,
  )
}

function checkRun(run: CheckRun, open: boolean): Markup {
  const look = lookOf(run)
  const word = wordFor(run)
  return html`<details class="card run" id="run-${run.id}" ${open ? raw('open') : ''}><summary>${icon(look, word)}<span><span class="name">${run.name}</span><span class="word">${word} · ${run.app.name}</span>${run.title ? html`<span class="says ${look}">${run.title}</span>` : ''}</span></summary>
<div class="body"><div class="md">${run.summary ? raw(renderMarkdown(run.summary)) : html`<p>No summary.</p>`}${run.text ? raw(`<hr>${renderMarkdown(run.text)}`) : ''}</div>${run.annotations.length > 0 ? annotations(run) : ''}</div></details>`
}

/** GitHub shows annotations as plain text, at their place in the change. */
function annotations(run: CheckRun): Markup {
  const items = run.annotations.map((item) => {
    const lines = item.startLine === item.endLine ? item.startLine : `${item.startLine}–${item.endLine}`
    return html`<li class="${item.level}"><span class="at">${item.path}:${lines}</span><p>${item.title ? html`<b>${item.title}</b> ` : ''}${item.message}</p></li>`
  })
  return html`<ul class="notes" aria-label="Annotations">${items}</ul>`
}

function commentCard(comment: Comment): Markup {
  const counts = [...Map.groupBy(comment.reactions, (reaction) => reaction.content)]
  const edited = comment.updatedAt === comment.createdAt ? '' : html`<span>· edited</span>`
  return html`<article class="card" id="issuecomment-${comment.id}"><div class="who"><b>${comment.author.login.replace(/\[bot\]$/, '')}</b>${comment.author.type === 'Bot' ? html`<span class="bot">bot</span>` : ''}<span>commented</span>${edited}</div>
<div class="body md">${raw(renderMarkdown(comment.body))}</div>${counts.length > 0 ? html`<div class="reactions">${counts.map(([content, list]) => html`<span>${EMOJI[content]} ${list.length}</span>`)}</div>` : ''}</article>`
}
