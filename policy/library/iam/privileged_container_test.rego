package maestro.library.iam.privileged_container_test

import data.maestro.library.iam.privileged_container

privilege(effect, what, value) := {
	"kind": "container.privilege", "effect": effect, "path": "deploy/app.yaml", "line": 20, "what": what, "value": value, "name": "Deployment/app", "read_only": false,
}

warned(facts) := found if {
	found := privileged_container.warn with input as {"facts": facts}
}

test_a_privileged_container_is_named if count(warned([privilege("added", "privileged", null)])) == 1

test_a_capability_that_is_as_good_is_named if count(warned([privilege("added", "capability", "CAP_SYS_ADMIN")])) == 1

test_a_small_capability_is_fine if count(warned([privilege("added", "capability", "NET_BIND_SERVICE")])) == 0

test_less_than_before_is_fine if count(warned([privilege("removed", "privileged", null), privilege("added", "capability", "SYS_ADMIN")])) == 0

test_a_test_is_not_judged if count(warned([object.union(privilege("added", "privileged", null), {"path": "test/e2e/app.yaml"})])) == 0
