# METADATA
# title: A policy lets its holder give himself more
# description: An AWS policy allows an action that changes what people and roles may do, on every resource.
# custom:
#   severity: medium
#   why: Each of these actions alone is a way to the rights of an administrator (Rhino Security Labs' list of privilege escalations).
#   fix: Name the users, roles or policies that it is about, or ask for a permission boundary in a condition.
#   false_positives: Pipelines that create roles need some of these; a permission boundary in the condition is what makes them safe.
package maestro.library.iam.aws_escalation

import data.maestro.library.iam.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	fact.provider == "aws"
	lower(fact.action) in actions
	fact.resource == "*"
	not fact.conditioned
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s on every resource is a way to more rights", [fact.action]), "path": fact.path, "line": fact.line, "action": "grant"}
}

actions := {
	"iam:createpolicyversion", "iam:setdefaultpolicyversion", "iam:createaccesskey", "iam:createloginprofile", "iam:updateloginprofile",
	"iam:attachuserpolicy", "iam:attachgrouppolicy", "iam:attachrolepolicy", "iam:putuserpolicy", "iam:putgrouppolicy", "iam:putrolepolicy",
	"iam:addusertogroup", "iam:updateassumerolepolicy", "sts:assumerole",
}

before(fact) if {
	some old in input.facts
	old.kind == "iam.grant"
	old.effect == "removed"
	old.resource == "*"
	lower(old.action) in {"*", "*:*", "iam:*", lower(fact.action)}
}
