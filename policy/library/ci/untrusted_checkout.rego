# METADATA
# title: A privileged workflow checks out code of a pull request
# description: A workflow that strangers can start, and that has the repository's token and secrets, checks out what they wrote.
# custom:
#   severity: high
#   why: Building or testing that code runs it, and it can use the token and the secrets. This is the «pwn request» of GitHub's Security Lab.
#   fix: Use the `pull_request` event, which has neither; or split the work, and let the privileged half take only data from the other.
#   false_positives: A workflow that never runs what it checked out (a labeler that reads file names) is not in danger; say so with an `allow`.
package maestro.library.ci.untrusted_checkout

deny contains finding if {
	some fact in input.facts
	fact.kind == "workflow.untrusted-checkout"
	fact.effect == "added"
	finding := {
		"msg": sprintf("%s runs with secrets and checks out what the pull request brings (%s)", [fact.event, fact.ref]),
		"path": fact.path,
		"line": fact.line,
		"action": "run",
		"fix": "use the pull_request event, or do not check out the head here",
	}
}
