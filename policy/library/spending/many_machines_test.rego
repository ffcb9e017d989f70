package maestro.library.spending.many_machines_test

import data.maestro.library.spending.many_machines

machines(effect, number) := {"kind": "cloud.machine", "effect": effect, "path": "infra/fleet.tf", "line": 6, "type": "m5.large", "count": number, "name": "aws_instance.web"}

warned(facts) := found if {
	found := many_machines.warn with input as {"facts": facts}
}

test_a_zero_too_many_is_named if count(warned([machines("removed", 4), machines("added", 40)])) == 1

test_a_few_are_fine if count(warned([machines("added", 6)])) == 0

test_a_few_more_are_fine if count(warned([machines("removed", 18), machines("added", 20)])) == 0

test_a_number_that_a_variable_gives_is_not_named if count(warned([machines("added", null)])) == 0
