# METADATA
# title: A function can be called by everybody
# description: The address of a Lambda function has no authorization.
# custom:
#   severity: medium
#   why: Everybody who finds the address can call it, as often as they like, at your cost.
#   fix: Set the authorization to `AWS_IAM`, or put an API gateway before it.
#   false_positives: A webhook that checks a signature itself. Tests and examples are not judged.
package maestro.library.network.open_function

import data.maestro.library.network.sample

warn contains finding if {
	some fact in input.facts
	fact.effect == "added"
	meant(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("everybody may call %s", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

meant(fact) if {
	fact.kind == "network.exposed"
	fact.via == "function without authorization"
}

before(fact) if {
	some old in input.facts
	old.effect == "removed"
	meant(old)
	old.via == fact.via
}
