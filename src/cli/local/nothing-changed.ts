import type { Change } from '../../model/change.ts'

/** Why a change has no files, and what to do: that nothing blocks is not that something was looked at. */
export function whyNothingIsChanged({ base, head, target, trunk }: Change): string {
  const isTip = target.isTrunk && head.commit === trunk.commit
  const why = isTip ? `${short(head.commit)} is the tip of ${target.ref} itself` : `${short(head.commit)} holds the same files as ${short(base.commit)}`
  return `${why}. Edits that are not committed do not count; --base HEAD~1 looks at the last commit.`
}

function short(commit: string): string {
  return commit.slice(0, 12)
}
