# METADATA
# title: A workflow that strangers can start says nothing of its permissions
# description: A job of a workflow that runs on what strangers do has no `permissions`, so its token gets the default, which in older repositories is everything.
# custom:
#   severity: medium
#   why: The default is set elsewhere, by somebody who does not see this workflow, and can change.
#   fix: 'Put `permissions:` at the top with the scopes that are needed, or `permissions: {}`.'
#   false_positives: Where the organisation's default is to read only, this is a matter of order; leave it at `observe` there.
package maestro.library.ci.permissions_unset

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.permissions-unset"
	fact.effect == "added"
	fact.privileged
	not before(fact)
	finding := {
		"msg": sprintf("strangers can start %s, and nothing says what its token may do", [fact.job]),
		"path": fact.path,
		"line": fact.line,
		"action": "grant",
	}
}

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	old.privileged
	old.path == fact.path
}
