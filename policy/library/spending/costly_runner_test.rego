package maestro.library.spending.costly_runner_test

import data.maestro.library.spending.costly_runner

runner(effect, label) := {
	"kind": "workflow.runner", "effect": effect, "path": ".github/workflows/ci.yml", "line": 8, "job": "build", "label": label, "self_hosted": false, "pull_request": true,
}

warned(facts) := found if {
	found := costly_runner.warn with input as {"facts": facts}
}

test_many_cores_are_named if count(warned([runner("added", "ubuntu-latest-64-cores")])) == 1

test_a_large_mac_is_named if count(warned([runner("added", "macos-14-xlarge")])) == 1

test_the_usual_one_is_fine if count(warned([runner("added", "ubuntu-24.04")])) == 0

test_four_cores_are_fine if count(warned([runner("added", "ubuntu-latest-4-cores")])) == 0

test_one_for_another_is_fine if count(warned([runner("removed", "ubuntu-64-cores"), runner("added", "ubuntu-32-cores")])) == 0
