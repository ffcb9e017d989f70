package maestro.library.iam.pass_any_role_test

import data.maestro.library.iam.pass_any_role

grant(effect, action, resource) := {
	"kind": "iam.grant", "effect": effect, "path": "infra/roles.tf", "line": 4, "provider": "aws", "action": action, "resource": resource,
	"principal": null, "except": null, "conditioned": false, "conditions": null,
}

denied(facts) := found if {
	found := pass_any_role.deny with input as {"facts": facts}
}

test_every_role_blocks if count(denied([grant("added", "iam:PassRole", "*")])) == 1

test_named_roles_are_fine if count(denied([grant("added", "iam:PassRole", "arn:aws:iam::1:role/task-*")])) == 0

test_a_condition_on_the_service_is_fine if count(denied([object.union(grant("added", "iam:PassRole", "*"), {"conditioned": true})])) == 0

test_less_than_before_is_fine if count(denied([grant("removed", "iam:*", "*"), grant("added", "iam:PassRole", "*")])) == 0
