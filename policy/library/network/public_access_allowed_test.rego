package maestro.library.network.public_access_allowed_test

import data.maestro.library.network.public_access_allowed

exposed(effect, via, value) := {"kind": "network.exposed", "effect": effect, "path": "infra/data.tf", "line": 5, "via": via, "name": "aws_thing.main", "value": value}

warned(facts) := found if {
	found := public_access_allowed.warn with input as {"facts": facts}
}

test_a_switch_that_is_off_is_named if count(warned([exposed("added", "block_public_acls = false", null)])) == 1

test_another_exposure_is_not_meant if count(warned([exposed("added", "load balancer", null)])) == 0

test_what_is_renamed_is_nothing_new if {
	old := exposed("removed", "block_public_acls = false", null)
	count(warned([old, object.union(old, {"effect": "added", "name": "b"})])) == 0
}
