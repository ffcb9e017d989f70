package maestro.library.ci.untrusted_checkout_test

import data.maestro.library.ci.untrusted_checkout

checkout(effect, runs, guarded) := {
	"kind": "workflow.untrusted-checkout", "effect": effect, "path": ".github/workflows/pr.yml", "line": 12, "job": "test",
	"event": "pull_request_target", "ref": "${{ github.event.pull_request.head.sha }}", "from_fork": true, "runs": runs, "guarded": guarded,
}

denied(facts) := found if {
	found := untrusted_checkout.deny with input as {"facts": facts}
}

warned(facts) := found if {
	found := untrusted_checkout.warn with input as {"facts": facts}
}

test_code_that_is_run_blocks if {
	count(denied([checkout("added", true, false)])) == 1
	count(warned([checkout("added", true, false)])) == 0
}

test_code_that_is_not_run_warns if {
	count(denied([checkout("added", false, false)])) == 0
	count(warned([checkout("added", false, false)])) == 1
}

test_a_guard_makes_it_a_warning if {
	count(denied([checkout("added", true, true)])) == 0
	count(warned([checkout("added", true, true)])) == 1
}

test_a_guard_taken_away_blocks if count(denied([checkout("removed", true, true), checkout("added", true, false)])) == 1

test_a_renamed_job_is_nothing_new if count(denied([checkout("removed", true, false), object.union(checkout("added", true, false), {"job": "build"})])) == 0

test_a_branch_of_the_repository_is_nothing if {
	count(denied([object.union(checkout("added", true, false), {"from_fork": false})])) == 0
	count(warned([object.union(checkout("added", true, false), {"from_fork": false})])) == 0
}

test_what_is_taken_away_is_fine if count(denied([checkout("removed", true, false)])) == 0
