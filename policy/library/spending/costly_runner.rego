# METADATA
# title: A job runs on a costly machine
# description: 'A job gets one of the larger runners, by its label: many cores, a GPU, or a large Mac.'
# custom:
#   severity: low
#   why: A minute of such a machine costs as much as ten to forty of the usual one.
#   fix: Use it for the job that needs it only, and not on each push.
#   false_positives: Builds that pay for it by their speed.
package maestro.library.spending.costly_runner

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.runner"
	fact.effect == "added"
	costly(fact.label)
	not fact.self_hosted
	not before
	finding := {"msg": sprintf("%s runs on %s", [fact.job, fact.label]), "path": fact.path, "line": fact.line, "action": "spend"}
}

costly(label) if regex.match(`(?i)(?:^|[-_])(?:16|32|64|96)[-_]?(?:cores?|vcpu|cpu)s?(?:$|[-_])|^macos-\w+-(?:x?large)$|(?:^|[-_])(?:gpu|t4|a10g?|a100|h100)(?:$|[-_])`, label)

before if {
	some old in input.facts
	old.kind == "workflow.runner"
	old.effect == "removed"
	costly(old.label)
}
