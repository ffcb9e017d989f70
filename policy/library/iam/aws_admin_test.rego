package maestro.library.iam.aws_admin_test

import data.maestro.library.iam.aws_admin

grant(effect, action, resource) := {
	"kind": "iam.grant", "effect": effect, "path": "infra/roles.tf", "line": 4, "provider": "aws", "action": action, "resource": resource,
	"principal": null, "except": null, "conditioned": false, "conditions": null,
}

denied(facts) := found if {
	found := aws_admin.deny with input as {"facts": facts}
}

test_everything_blocks if count(denied([grant("added", "*", "*")])) == 1

test_all_of_iam_blocks if count(denied([grant("added", "IAM:*", "*")])) == 1

test_one_bucket_is_fine if count(denied([grant("added", "*", "arn:aws:s3:::logs/*")])) == 0

test_a_condition_is_not_judged if count(denied([object.union(grant("added", "*", "*"), {"conditioned": true})])) == 0

test_what_moves_is_nothing_new if count(denied([grant("removed", "*", "*"), object.union(grant("added", "*", "*"), {"path": "infra/admin.tf"})])) == 0

test_an_example_is_not_judged if count(denied([object.union(grant("added", "*", "*"), {"path": "examples/admin/main.tf"})])) == 0
