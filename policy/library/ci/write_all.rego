# METADATA
# title: A workflow gets every permission
# description: '`permissions: write-all` gives the workflow''s token everything the repository has.'
# custom:
#   severity: medium
#   why: One action that turned bad, or one script that was injected into, can then push code, make releases and approve pull requests.
#   fix: 'Name the scopes that the job needs, such as `contents: read` and `pull-requests: write`.'
#   false_positives: 'Rare: hardly any job needs all scopes.'
package maestro.library.ci.write_all

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.permission"
	fact.effect == "added"
	fact.scope == "*"
	fact.access == "write"
	not before
	finding := {"msg": "the token gets every permission to write", "path": fact.path, "line": fact.line, "action": "grant"}
}

before if {
	some fact in input.facts
	fact.kind == "workflow.permission"
	fact.effect == "removed"
	fact.scope == "*"
	fact.access == "write"
}
