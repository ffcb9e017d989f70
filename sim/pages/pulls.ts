import { html } from 'hono/html'
import { fullName, type PullRequest, type RepositoryRecord, type World } from '../world.ts'
import { icon, layout, type Markup } from './layout.ts'
import { verdictOf } from './verdict.ts'

/** Every repository with its pull requests. */
export function homePage(world: World): Promise<string> {
  const repositories = [...world.repositories.values()].filter((repository) => !repository.forkOf)
  const sections = repositories.map(
    (repository) => html`<h2><a href="/${fullName(repository)}/pulls">${fullName(repository)}</a></h2>${list(world, repository)}`,
  )
  const content = sections.length > 0 ? sections : html`<div class="card"><p class="empty">No repository yet.</p></div>`
  return layout('Pull requests', html`<b>Pull requests</b>`, html`<h1>Pull requests</h1>${content}`)
}

/** The pull requests of one repository, newest first. */
export function pullsPage(world: World, repository: RepositoryRecord): Promise<string> {
  const open = [...repository.pulls.values()].filter((pull) => pull.state === 'open').length
  const content = html`<h1>Pull requests</h1><p class="meta">${open} open · ${repository.pulls.size - open} closed</p>${list(world, repository)}`
  return layout(`Pull requests · ${fullName(repository)}`, html`<a href="/">All</a><span>/</span><b>${fullName(repository)}</b>`, content)
}

function list(world: World, repository: RepositoryRecord): Markup {
  const pulls = [...repository.pulls.values()].toReversed()
  if (pulls.length === 0) return html`<div class="card"><p class="empty">No pull requests yet.</p></div>`
  return html`<div class="card">${pulls.map((pull) => row(world, repository, pull))}</div>`
}

function row(world: World, repository: RepositoryRecord, pull: PullRequest): Markup {
  const verdict = verdictOf(world, repository, pull)
  const says = verdict ? html`<span class="says ${verdict.look}">${verdict.title}</span>` : html`<span>not checked yet</span>`
  return html`<a class="row" href="/${fullName(repository)}/pull/${pull.number}">${icon(verdict?.look ?? 'quiet', verdict?.title ?? 'not checked')}
<span class="title">${pull.title} <i>#${pull.number}</i></span><span class="below"><span>${pull.author.login}</span><span>${stateWord(pull)}</span>${says}</span></a>`
}

export function stateWord(pull: PullRequest): 'Merged' | 'Closed' | 'Draft' | 'Open' {
  if (pull.mergedAt) return 'Merged'
  if (pull.state === 'closed') return 'Closed'
  return pull.draft ? 'Draft' : 'Open'
}
