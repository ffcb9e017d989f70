package maestro.library.ci.script_injection_test

import data.maestro.library.ci.script_injection

injection(effect, privileged) := {
	"kind": "workflow.injection", "effect": effect, "path": ".github/workflows/triage.yml", "line": 9, "job": "triage",
	"expression": "github.event.issue.title", "privileged": privileged, "guarded": false,
}

denied(facts) := found if {
	found := script_injection.deny with input as {"facts": facts}
}

warned(facts) := found if {
	found := script_injection.warn with input as {"facts": facts}
}

test_with_secrets_it_blocks if {
	count(denied([injection("added", true)])) == 1
	count(warned([injection("added", true)])) == 0
}

test_without_them_it_warns if {
	count(denied([injection("added", false)])) == 0
	count(warned([injection("added", false)])) == 1
}

test_who_is_kept_out_cannot if count(denied([object.union(injection("added", true), {"guarded": true})])) == 0

test_what_moves_is_nothing_new if count(denied([injection("removed", true), object.union(injection("added", true), {"job": "label"})])) == 0

test_a_new_event_that_has_secrets_blocks if count(denied([injection("removed", false), injection("added", true)])) == 1
