package maestro.library.spending.large_matrix_test

import data.maestro.library.spending.large_matrix

job(effect, copies) := {"kind": "workflow.job", "effect": effect, "path": ".github/workflows/ci.yml", "line": 9, "job": "test", "copies": copies, "timeout_minutes": 30}

warned(facts) := found if {
	found := large_matrix.warn with input as {"facts": facts}
}

test_many_jobs_are_named if count(warned([job("added", 60)])) == 1

test_some_are_fine if count(warned([job("added", 12)])) == 0

test_a_few_more_than_before_are_fine if count(warned([job("removed", 54), job("added", 60)])) == 0

test_many_more_than_before_are_named if count(warned([job("removed", 12), job("added", 60)])) == 1

test_what_only_a_run_can_tell_is_not_named if count(warned([job("added", null)])) == 0
