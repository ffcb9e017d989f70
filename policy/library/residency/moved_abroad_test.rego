package maestro.library.residency.moved_abroad_test

import data.maestro.library.residency.moved_abroad

region(effect, provider, name) := {"kind": "residency.region", "effect": effect, "path": "infra/main.tf", "line": 2, "provider": provider, "region": name, "key": "region"}

warned(facts) := found if {
	found := moved_abroad.warn with input as {"context": {}, "facts": facts}
}

test_from_frankfurt_to_virginia_is_named if {
	some finding in warned([region("removed", "aws", "eu-central-1"), region("added", "aws", "us-east-1")])
	finding.msg == "moves from Europe to the United States (us-east-1)"
}

test_within_europe_is_fine if count(warned([region("removed", "aws", "eu-central-1"), region("added", "gcp", "europe-west4")])) == 0

test_within_azures_europe_is_fine if count(warned([region("removed", "azure", "westeurope"), region("added", "azure", "germanywestcentral")])) == 0

test_a_new_file_is_fine if count(warned([region("added", "aws", "us-east-1")])) == 0

test_where_regions_are_listed_it_is_silent if {
	found := moved_abroad.warn with input as {
		"context": {"regions": ["eu-*"]},
		"facts": [region("removed", "aws", "eu-central-1"), region("added", "aws", "us-east-1")],
	}
	count(found) == 0
}
