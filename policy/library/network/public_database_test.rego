package maestro.library.network.public_database_test

import data.maestro.library.network.public_database

exposed(effect, via, value) := {"kind": "network.exposed", "effect": effect, "path": "infra/data.tf", "line": 5, "via": via, "name": "aws_thing.main", "value": value}

denied(facts) := found if {
	found := public_database.deny with input as {"facts": facts}
}

test_a_public_address_blocks if count(denied([exposed("added", "public database", "true")])) == 1

test_a_bucket_is_not_meant if count(denied([exposed("added", "public bucket", "public-read")])) == 0

test_what_is_renamed_is_nothing_new if count(denied([exposed("removed", "public database", "true"), object.union(exposed("added", "public database", "true"), {"name": "b"})])) == 0

test_an_example_is_not_judged if count(denied([object.union(exposed("added", "public database", "true"), {"path": "examples/rds/main.tf"})])) == 0
