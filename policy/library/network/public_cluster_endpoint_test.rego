package maestro.library.network.public_cluster_endpoint_test

import data.maestro.library.network.public_cluster_endpoint

exposed(effect, via, value) := {"kind": "network.exposed", "effect": effect, "path": "infra/data.tf", "line": 5, "via": via, "name": "aws_thing.main", "value": value}

warned(facts) := found if {
	found := public_cluster_endpoint.warn with input as {"facts": facts}
}

test_a_public_endpoint_is_named if count(warned([exposed("added", "public cluster endpoint", "true")])) == 1

test_another_exposure_is_not_meant if count(warned([exposed("added", "load balancer", null)])) == 0

test_closing_it_is_fine if count(warned([exposed("removed", "public cluster endpoint", "true")])) == 0
