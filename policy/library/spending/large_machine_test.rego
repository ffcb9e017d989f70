package maestro.library.spending.large_machine_test

import data.maestro.library.spending.large_machine

machine(effect, type) := {"kind": "cloud.machine", "effect": effect, "path": "infra/db.tf", "line": 6, "type": type, "count": 1, "name": "aws_instance.db"}

warned(facts) := found if {
	found := large_machine.warn with input as {"facts": facts}
}

test_a_large_one_is_named if count(warned([machine("added", "r6i.16xlarge")])) == 1

test_gpus_are_named if {
	some type in ["p4d.24xlarge", "g5.xlarge", "a2-highgpu-1g", "Standard_NC24ads_A100_v4"]
	count(warned([machine("added", type)])) == 1
}

test_a_usual_one_is_fine if {
	every type in ["t3.medium", "m5.4xlarge", "e2-standard-8", "Standard_D8s_v5", "db.r6g.2xlarge", "g-small"] {
		count(warned([machine("added", type)])) == 0
	}
}

test_growing_into_one_is_named if count(warned([machine("removed", "m5.large"), machine("added", "m5.24xlarge")])) == 1

test_one_for_another_is_fine if count(warned([machine("removed", "r5.16xlarge"), machine("added", "r6i.16xlarge")])) == 0
