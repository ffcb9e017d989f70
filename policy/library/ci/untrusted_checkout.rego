# METADATA
# title: A privileged workflow checks out code of a pull request
# description: A workflow that strangers can start, and that has the repository's token and secrets, checks out what they wrote. It blocks where the job also runs what it checked out and no condition keeps strangers out; else it warns.
# custom:
#   severity: high
#   why: Building or testing that code runs it, and it can use the token and the secrets. This is the «pwn request» of GitHub's Security Lab.
#   fix: Use the `pull_request` event, which has neither; or split the work, and let the privileged half take only data from the other.
#   false_positives: A condition on the fork, the author or a label, or an environment with approval, is taken for a guard and makes it a warning, though a label can be set before the code changes. A workflow that never runs what it checked out warns only.
package maestro.library.ci.untrusted_checkout

deny contains finding if {
	some fact in new_checkouts
	dangerous(fact)
	finding := object.union(where(fact), {"msg": sprintf("%s runs with secrets, checks out what a pull request brings (%s) and runs it", [fact.event, fact.ref])})
}

warn contains finding if {
	some fact in new_checkouts
	not dangerous(fact)
	finding := object.union(where(fact), {"msg": sprintf("%s runs with secrets and checks out what a pull request brings (%s)", [fact.event, fact.ref])})
}

new_checkouts contains fact if {
	some fact in input.facts
	fact.kind == "workflow.untrusted-checkout"
	fact.effect == "added"
	fact.from_fork
	not before(fact)
}

# The same checkout in a job of another name, or by another version of its event, was there before.
before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	old.from_fork
	not weaker(fact, old)
}

weaker(fact, old) if {
	dangerous(fact)
	not dangerous(old)
}

dangerous(fact) if {
	fact.runs
	not fact.guarded
}

where(fact) := {"path": fact.path, "line": fact.line, "action": "run", "fix": "use the pull_request event, or do not check out the head here"}
