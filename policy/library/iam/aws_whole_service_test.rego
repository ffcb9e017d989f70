package maestro.library.iam.aws_whole_service_test

import data.maestro.library.iam.aws_whole_service

grant(effect, action, resource) := {
	"kind": "iam.grant", "effect": effect, "path": "infra/roles.tf", "line": 4, "provider": "aws", "action": action, "resource": resource,
	"principal": null, "except": null, "conditioned": false, "conditions": null,
}

warned(facts) := found if {
	found := aws_whole_service.warn with input as {"facts": facts}
}

test_a_service_that_holds_data_is_named if count(warned([grant("added", "s3:*", "*")])) == 1

test_some_actions_are_fine if count(warned([grant("added", "s3:Get*", "*")])) == 0

test_one_resource_is_fine if count(warned([grant("added", "s3:*", "arn:aws:s3:::logs")])) == 0

test_a_key_policy_is_fine if count(warned([object.union(grant("added", "kms:*", "*"), {"principal": "AWS:arn:aws:iam::1:root"})])) == 0

test_less_than_before_is_fine if count(warned([grant("removed", "*", "*"), grant("added", "s3:*", "*")])) == 0
