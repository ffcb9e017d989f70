package maestro.library.residency.sovereign_partition_test

import data.maestro.library.residency.sovereign_partition

region(effect, provider, name) := {"kind": "residency.region", "effect": effect, "path": "infra/main.tf", "line": 2, "provider": provider, "region": name, "key": "region"}

warned(facts) := found if {
	found := sovereign_partition.warn with input as {"context": {}, "facts": facts}
}

test_china_is_named if count(warned([region("added", "aws", "cn-north-1")])) == 1

test_a_government_cloud_is_named if count(warned([region("added", "azure", "usgovvirginia")])) == 1

test_another_region_is_fine if count(warned([region("added", "aws", "ap-southeast-2")])) == 0

test_who_works_there_is_left_alone if count(warned([region("removed", "aws", "cn-north-1"), region("added", "aws", "cn-northwest-1")])) == 0

test_a_table_of_regions_is_fine if count(warned([region("added", "aws", name) | some name in ["cn-north-1", "eu-west-1", "us-east-1", "us-west-2"]])) == 0
