# METADATA
# title: Pull requests run on machines of your own
# description: A workflow that a pull request starts runs on a self-hosted runner, and did not before.
# custom:
#   severity: medium
#   why: 'On a public repository everybody can run what they like inside your network that way, and stay there: in 2023 PyTorch''s runners were taken over so.'
#   fix: Use GitHub's runners for pull requests, or runners that live for one job, with approval for outside contributors.
#   false_positives: In a private repository, or with runners that live for one job, it is fine.
package maestro.library.ci.self_hosted_runner

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.runner"
	fact.effect == "added"
	fact.self_hosted
	fact.pull_request
	not before
	finding := {"msg": sprintf("pull requests run %s on a self-hosted runner", [fact.job]), "path": fact.path, "line": fact.line, "action": "run"}
}

before if {
	some old in input.facts
	old.kind == "workflow.runner"
	old.effect == "removed"
	old.self_hosted
	old.pull_request
}
