# METADATA
# title: Commands that GitHub switched off are switched on again
# description: '`ACTIONS_ALLOW_UNSECURE_COMMANDS` lets whatever a step prints set variables and the path.'
# custom:
#   severity: high
#   why: 'A line of output that somebody else chooses (a name, a title in a log) then changes what later steps run: CVE-2020-15228.'
#   fix: Write to `$GITHUB_ENV` and `$GITHUB_PATH` instead, and take the variable out.
#   false_positives: 'None known: what needs it has had another form since October 2020.'
package maestro.library.ci.unsecure_commands

deny contains finding if {
	some fact in input.facts
	fact.kind == "workflow.unsecure-commands"
	fact.effect == "added"
	not before
	finding := {"msg": "output of a step may set variables and the path of later ones", "path": fact.path, "line": fact.line, "action": "grant"}
}

before if {
	some old in input.facts
	old.kind == "workflow.unsecure-commands"
	old.effect == "removed"
}
