import { itemsOf, type membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located, Member } from '../../../documents/located.ts'
import { isBranchOfTheChange, isOfTheChange, isRepositoryOfTheChange } from './workflow-expressions.ts'

export interface Checkout {
  readonly line: number
  /** The `ref`, the `repository` or the command that brings it. */
  readonly ref: string
  /** Whether a fork's code can come that way: else only who may push to the repository chooses it. */
  readonly from_fork: boolean
}

/** What a step brings into the workspace, where that is what a pull request says. */
export function checkoutOf(step: Located, used: string | undefined, script: string | undefined): Checkout | undefined {
  if (used?.startsWith('actions/checkout@')) {
    const [ref, repository] = [valueAt(step, 'with', 'ref'), valueAt(step, 'with', 'repository')]
    const [commit, fork] = [textOf(ref) ?? '', textOf(repository) ?? '']
    if (repository && isRepositoryOfTheChange(fork)) return { line: (ref ?? repository).line, ref: ref ? commit : fork, from_fork: true }
    if (ref && isOfTheChange(commit)) return { line: ref.line, ref: commit, from_fork: true }
    return ref && isBranchOfTheChange(commit) ? { line: ref.line, ref: commit, from_fork: false } : undefined
  }
  const fetched = script === undefined ? undefined : /\bgh pr checkout\b|\bgit (?:fetch|pull|checkout|switch)\b[^\n]{0,300}(?:refs\/)?pull\//.exec(script)
  return fetched ? { line: step.line, ref: fetched[0], from_fork: true } : undefined
}

/** Conditions that keep out who may not write: of the fork's repository, who wrote it, a label, a push. */
const GUARDS =
  /head\.repo\.(?:full_name|fork|owner\.login)|head_repository\.(?:full_name|fork|owner\.login)|author_association|github\.(?:actor|triggering_actor)\b|(?:user|sender)\.login|labels?\b|workflow_run\.event\b|github\.event_name\b|permission|needs\./i

/** Whether a job or step has a condition or an environment that somebody has to approve, or needs a job that has one. */
export function guardsOf(node: Located, jobs: ReturnType<typeof membersOf>): boolean {
  if (isGuarded(node)) return true
  return oneOrMore(valueAt(node, 'needs')).some((name) => {
    const needed: Member | undefined = jobs.get(textOf(name) ?? '')
    return needed !== undefined && (isGuarded(needed.node) || checksPermission(needed.node))
  })
}

function isGuarded(node: Located): boolean {
  return valueAt(node, 'environment') !== undefined || GUARDS.test(textOf(valueAt(node, 'if')) ?? '')
}

/** A job before it that asks for the permission of who caused the run. */
function checksPermission(job: Located): boolean {
  return itemsOf(valueAt(job, 'steps')).some((step) => /permission|authoriz/i.test(textOf(valueAt(step, 'uses')) ?? textOf(valueAt(step, 'name')) ?? ''))
}

/** Commands that run what lies in the workspace: builds, package managers, test runners, scripts. */
const RUNS =
  /(?:^|[\s;&|("'])(?:\.{1,2}\/[\w.-]|(?:npm|yarn|pnpm|bun|npx|make|cmake|pip3?|python3?|poetry|uv|tox|nox|pytest|bundle|rake|ruby|gradle|mvn|cargo|bazel|composer|dotnet|deno|node|just|task|mage|pre-commit|terraform|tofu|sbt|mix|swift|nix|nix-build|hatch|pdm|tsc|webpack|skaffold)(?:\s|$)|go\s{1,5}(?:build|test|run|generate|vet|install)\b|docker\s{1,5}(?:build|compose|buildx)\b|(?:ba|z)?sh\s{1,5}[\w./-]+)/

/** Actions that do. */
const RUNNERS =
  /^(?:\.\/|docker\/(?:build-push-action|bake-action)@|gradle\/|pre-commit\/action@|golangci\/|github\/super-linter|super-linter\/|cypress-io\/|changesets\/action@|google\/oss-fuzz|helm\/chart-testing|borales\/|bahmutov\/)/i

/** Whether steps run what was checked out. */
export function runsCode(steps: readonly Located[]): boolean {
  return steps.some((step) => RUNNERS.test(textOf(valueAt(step, 'uses')) ?? '') || RUNS.test(textOf(valueAt(step, 'run')) ?? ''))
}
