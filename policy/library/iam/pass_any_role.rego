# METADATA
# title: Any role may be handed to a service
# description: An AWS policy allows `iam:PassRole` on every resource without a condition.
# custom:
#   severity: high
#   why: 'Who may pass a role and start something with it (an instance, a function, a build) has what the role has: with `*` that is the strongest role of the account. It is the best known way up in AWS.'
#   fix: Name the roles, or put a condition on `iam:PassedToService`.
#   false_positives: None known that is no risk; Amazon's own advice is not to do it. Files in folders of tests and examples are not judged.
package maestro.library.iam.pass_any_role

import data.maestro.library.iam.sample

deny contains finding if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	any_role(fact)
	not sample.is(fact.path)
	not before
	finding := {"msg": "any role may be passed to a service", "path": fact.path, "line": fact.line, "action": "grant"}
}

any_role(fact) if {
	fact.provider == "aws"
	lower(fact.action) == "iam:passrole"
	fact.resource == "*"
	not fact.conditioned
}

before if {
	some old in input.facts
	old.kind == "iam.grant"
	old.effect == "removed"
	old.resource == "*"
	lower(old.action) in {"*", "*:*", "iam:*", "iam:passrole"}
}
