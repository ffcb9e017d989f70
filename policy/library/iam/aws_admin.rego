# METADATA
# title: A policy allows everything
# description: An AWS policy allows every action, or all of IAM, on every resource without a condition.
# custom:
#   severity: high
#   why: 'Who holds it owns the account: there is nothing left to break out of. A key with such a policy that gets into a repository or a log is found within minutes.'
#   fix: Name the actions and the resources that are needed; IAM Access Analyzer writes such a policy from what was used.
#   false_positives: 'Service control policies and permission boundaries must allow `*` to restrict by other statements: allow them by path. Files in folders of tests and examples are not judged.'
package maestro.library.iam.aws_admin

import data.maestro.library.iam.sample

deny contains finding if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	admin(fact)
	not sample.is(fact.path)
	not before
	finding := {"msg": sprintf("%s is allowed on every resource, without a condition", [fact.action]), "path": fact.path, "line": fact.line, "action": "grant"}
}

admin(fact) if {
	fact.provider == "aws"
	lower(fact.action) in {"*", "*:*", "iam:*"}
	fact.resource == "*"
	fact.principal == null
	fact.except == null
	not fact.conditioned
}

before if {
	some old in input.facts
	old.kind == "iam.grant"
	old.effect == "removed"
	admin(old)
}
