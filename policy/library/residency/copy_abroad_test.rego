package maestro.library.residency.copy_abroad_test

import data.maestro.library.residency.copy_abroad

region(effect, provider, name) := {"kind": "residency.region", "effect": effect, "path": "infra/main.tf", "line": 2, "provider": provider, "region": name, "key": "region"}

copied(region_) := object.union(region("added", "aws", region_), {"key": "replica_region", "line": 9})

warned(facts) := found if {
	found := copy_abroad.warn with input as {"context": {}, "facts": facts}
}

test_a_replica_elsewhere_is_named if {
	some finding in warned([region("added", "aws", "eu-central-1"), copied("us-east-1")])
	finding.line == 9
}

test_a_replica_nearby_is_fine if count(warned([region("added", "aws", "eu-central-1"), copied("eu-west-1")])) == 0

test_without_a_home_nothing_is_said if count(warned([copied("us-east-1")])) == 0

test_two_homes_are_no_copies if count(warned([region("added", "aws", "eu-central-1"), region("added", "aws", "us-east-1")])) == 0
