package maestro.library.ci.permissions_unset_test

import data.maestro.library.ci.permissions_unset

unset(effect, job, privileged) := {
	"kind": "workflow.permissions-unset", "effect": effect, "path": ".github/workflows/triage.yml", "line": 5, "job": job, "privileged": privileged,
}

said(facts) := found if {
	found := permissions_unset.warn with input as {"facts": facts}
}

test_a_job_that_strangers_start_is_named if count(said([unset("added", "triage", true)])) == 1

test_another_job_is_fine if count(said([unset("added", "triage", false)])) == 0

test_a_renamed_job_is_nothing_new if count(said([unset("removed", "label", true), unset("added", "triage", true)])) == 0

test_a_new_event_is_named if count(said([unset("removed", "triage", false), unset("added", "triage", true)])) == 1
