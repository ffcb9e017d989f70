package maestro.library.ci.self_hosted_runner_test

import data.maestro.library.ci.self_hosted_runner

runner(effect, self_hosted, pull_request) := {
	"kind": "workflow.runner", "effect": effect, "path": ".github/workflows/ci.yml", "line": 8, "job": "gpu", "label": "self-hosted",
	"self_hosted": self_hosted, "pull_request": pull_request,
}

said(facts) := found if {
	found := self_hosted_runner.warn with input as {"facts": facts}
}

test_a_pull_request_on_own_machines_is_named if count(said([runner("added", true, true)])) == 1

test_githubs_machines_are_fine if count(said([runner("added", false, true)])) == 0

test_a_schedule_is_fine if count(said([runner("added", true, false)])) == 0

test_a_renamed_job_is_nothing_new if count(said([runner("removed", true, true), object.union(runner("added", true, true), {"job": "cuda"})])) == 0
