package maestro.library.iam.aws_escalation_test

import data.maestro.library.iam.aws_escalation

grant(effect, action, resource) := {
	"kind": "iam.grant", "effect": effect, "path": "infra/roles.tf", "line": 4, "provider": "aws", "action": action, "resource": resource,
	"principal": null, "except": null, "conditioned": false, "conditions": null,
}

warned(facts) := found if {
	found := aws_escalation.warn with input as {"facts": facts}
}

test_a_way_up_is_named if count(warned([grant("added", "iam:CreatePolicyVersion", "*")])) == 1

test_reading_is_fine if count(warned([grant("added", "iam:GetRole", "*")])) == 0

test_one_user_is_fine if count(warned([grant("added", "iam:CreateAccessKey", "arn:aws:iam::1:user/${aws:username}")])) == 0

test_less_than_before_is_fine if count(warned([grant("removed", "iam:*", "*"), grant("added", "iam:AttachUserPolicy", "*")])) == 0
