# METADATA
# title: A workflow multiplies into many jobs
# description: A matrix makes more than 40 jobs, and at least half as many again as before.
# custom:
#   severity: low
#   why: Each push then costs that many machines, and waits for the last of them.
#   fix: Test the ends of the ranges on pull requests and the whole matrix at night.
#   false_positives: Libraries that promise many platforms; say so with an `allow`.
package maestro.library.spending.large_matrix

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.job"
	fact.effect == "added"
	fact.copies > 40
	not before(fact)
	finding := {"msg": sprintf("%s becomes %d jobs", [fact.job, fact.copies]), "path": fact.path, "line": fact.line, "action": "spend"}
}

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	old.path == fact.path
	old.copies * 3 > fact.copies * 2
}
