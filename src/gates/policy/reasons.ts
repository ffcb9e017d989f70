import type { ReasonKind } from '../../model/gate.ts'

export const policyReasons = {
  'policy.broken': {
    level: 'block',
    title: 'The policies on the trunk cannot be used',
    help: 'A module on the trunk does not compile, or a data file is none; the message says where. Half a set of rules is none, so nothing can be judged, and where the gate is enforced nothing merges until it is repaired. Repair it in a pull request that touches nothing but the policies and `.github/maestro.yml`: that one is let through.',
  },
  'policy.proposed-broken': {
    level: 'block',
    title: 'The change breaks the policies',
    help: 'Once this is merged the policies would not compile, and nothing could be judged any more. Correct the line that the message names; `maestro rego check policy/` says the same.',
  },
  'policy.rule-failed': {
    level: 'block',
    title: 'A rule could not be evaluated',
    help: 'A rule ended with an error, used up its budget of steps, or gave something that is no finding. What it would have said is not known, and that is no pass. Mend the rule on the trunk; `maestro policy simulate` shows the error.',
  },
  'policy.changed': {
    level: 'note',
    title: 'The change edits the policies',
    help: 'The version on the trunk judges this change. The new version counts once it is merged.',
  },
  'policy.unread': {
    level: 'warn',
    title: 'A file of the change could not be looked into',
    help: 'A file is too large, binary, or no valid document of the kind that its name says, so rules about what is in it said nothing. Look at it yourself.',
  },
} as const satisfies Readonly<Record<string, ReasonKind>>
