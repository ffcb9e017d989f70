package maestro.library.residency.outside_regions_test

import data.maestro.library.residency.outside_regions

region(effect, provider, name) := {"kind": "residency.region", "effect": effect, "path": "infra/main.tf", "line": 2, "provider": provider, "region": name, "key": "region"}

denied(regions, facts) := found if {
	found := outside_regions.deny with input as {"context": {"regions": regions}, "facts": facts}
}

test_another_region_blocks if count(denied(["eu-west-1"], [region("added", "aws", "us-east-1")])) == 1

test_a_listed_one_is_fine if count(denied(["eu-west-1"], [region("added", "aws", "eu-west-1")])) == 0

test_a_star_stands_for_the_rest if {
	count(denied(["eu-*"], [region("added", "aws", "eu-north-1")])) == 0
	count(denied(["eu-*"], [region("added", "gcp", "europe-west1")])) == 1
}

test_without_a_list_nothing_is_said if count(denied([], [region("added", "aws", "us-east-1")])) == 0

test_without_a_context_nothing_is_said if {
	found := outside_regions.deny with input as {"context": {}, "facts": [region("added", "aws", "us-east-1")]}
	count(found) == 0
}

test_what_moves_is_nothing_new if {
	old := region("removed", "aws", "us-east-1")
	count(denied(["eu-west-1"], [old, object.union(old, {"effect": "added", "path": "infra/b.tf"})])) == 0
}
