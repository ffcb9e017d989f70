# METADATA
# title: A stranger's text is pasted into a script
# description: 'A script has an expression in it whose text anybody chooses: a title, a body, the name of a branch. It blocks where the workflow has secrets when that text comes.'
# custom:
#   severity: high
#   why: The expression is replaced before the shell sees the script, so a title such as `"; curl … | sh; "` is run as a command, with the workflow's token. GitHub's Security Lab found it in hundreds of repositories; in 2025 a title of a pull request took nx's token that way.
#   fix: 'Give the text to the step as an environment variable (`env: TITLE: ${{ … }}`) and use it quoted: `"$TITLE"`.'
#   false_positives: Where the event gives neither secrets nor a token that writes (a fork's `pull_request`), or a condition keeps strangers out, it warns only.
package maestro.library.ci.script_injection

deny contains finding if {
	some fact in new_injections
	dangerous(fact)
	finding := object.union(where(fact), {"msg": sprintf("${{ %s }} is a text that strangers choose, and becomes part of this script, which runs with secrets", [fact.expression])})
}

warn contains finding if {
	some fact in new_injections
	not dangerous(fact)
	finding := object.union(where(fact), {"msg": sprintf("${{ %s }} is a text that somebody else chooses, and becomes part of this script", [fact.expression])})
}

new_injections contains fact if {
	some fact in input.facts
	fact.kind == "workflow.injection"
	fact.effect == "added"
	not before(fact)
}

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	old.expression == fact.expression
	not weaker(fact, old)
}

weaker(fact, old) if {
	dangerous(fact)
	not dangerous(old)
}

dangerous(fact) if {
	fact.privileged
	not fact.guarded
}

where(fact) := {"path": fact.path, "line": fact.line, "action": "run", "fix": "hand it over in env and use the variable, quoted"}
