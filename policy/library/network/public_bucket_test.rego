package maestro.library.network.public_bucket_test

import data.maestro.library.network.public_bucket

exposed(effect, via, value) := {"kind": "network.exposed", "effect": effect, "path": "infra/data.tf", "line": 5, "via": via, "name": "aws_thing.main", "value": value}

denied(facts) := found if {
	found := public_bucket.deny with input as {"facts": facts}
}

warned(facts) := found if {
	found := public_bucket.warn with input as {"facts": facts}
}

test_writing_blocks if count(denied([exposed("added", "public bucket", "public-read-write")])) == 1

test_reading_warns if {
	count(denied([exposed("added", "public bucket", "public-read")])) == 0
	count(warned([exposed("added", "public bucket", "public-read")])) == 1
}

test_writing_where_it_was_read_blocks if count(denied([exposed("removed", "public bucket", "public-read"), exposed("added", "public bucket", "public-read-write")])) == 1

test_what_is_renamed_is_nothing_new if count(warned([exposed("removed", "public bucket", "public-read"), object.union(exposed("added", "public bucket", "public-read"), {"name": "b"})])) == 0
