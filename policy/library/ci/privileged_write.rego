# METADATA
# title: A workflow that strangers can start may write
# description: A workflow that runs on what strangers do (`pull_request_target`, `issue_comment`, `issues`, …) gets a token that may change code, packages, workflows' runs or deployments.
# custom:
#   severity: medium
#   why: Whatever goes wrong in such a workflow (an injected script, code of a pull request that is run) then ends in the repository itself and not only in a comment.
#   fix: 'Give `contents: read`, and let another workflow, started by what only maintainers can do, write.'
#   false_positives: A bot that merges or labels needs it; it is then worth a look, and an `allow` with the reason.
package maestro.library.ci.privileged_write

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.permission"
	fact.effect == "added"
	fact.privileged
	fact.access == "write"
	fact.scope in {"contents", "packages", "actions", "deployments", "id-token"}
	not before(fact)
	finding := {
		"msg": sprintf("strangers can start this workflow, whose token may write %s", [fact.scope]),
		"path": fact.path,
		"line": fact.line,
		"action": "grant",
	}
}

before(fact) if {
	some old in input.facts
	old.kind == "workflow.permission"
	old.effect == "removed"
	old.privileged
	old.access == "write"
	old.scope in {"*", fact.scope}
}
