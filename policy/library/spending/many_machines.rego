# METADATA
# title: Many machines are rented at once
# description: The number of machines of one kind grows beyond ten, by more than half.
# custom:
#   severity: medium
#   why: A zero too many in one number is the most common way to a bill that nobody expected.
#   fix: Grow by steps, or let an autoscaler with a limit do it.
#   false_positives: Fleets that are meant to be large. Tests and examples are not judged.
package maestro.library.spending.many_machines

import data.maestro.library.spending.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "cloud.machine"
	fact.effect == "added"
	fact.count > 10
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%d machines of %s", [fact.count, fact.type]), "path": fact.path, "line": fact.line, "action": "spend"}
}

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	old.count * 3 > fact.count * 2
}
