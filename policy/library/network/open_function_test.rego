package maestro.library.network.open_function_test

import data.maestro.library.network.open_function

exposed(effect, via, value) := {"kind": "network.exposed", "effect": effect, "path": "infra/data.tf", "line": 5, "via": via, "name": "aws_thing.main", "value": value}

warned(facts) := found if {
	found := open_function.warn with input as {"facts": facts}
}

test_no_authorization_is_named if count(warned([exposed("added", "function without authorization", "NONE")])) == 1

test_another_exposure_is_not_meant if count(warned([exposed("added", "load balancer", null)])) == 0

test_closing_it_is_fine if count(warned([exposed("removed", "function without authorization", "NONE")])) == 0
