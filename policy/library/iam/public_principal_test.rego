package maestro.library.iam.public_principal_test

import data.maestro.library.iam.public_principal

grant(effect, action, resource) := {
	"kind": "iam.grant", "effect": effect, "path": "infra/roles.tf", "line": 4, "provider": "aws", "action": action, "resource": resource,
	"principal": null, "except": null, "conditioned": false, "conditions": null,
}

public(effect, action, resource) := object.union(grant(effect, action, resource), {"principal": "*"})

denied(facts) := found if {
	found := public_principal.deny with input as {"facts": facts}
}

warned(facts) := found if {
	found := public_principal.warn with input as {"facts": facts}
}

test_writing_by_everybody_blocks if count(denied([public("added", "s3:PutObject", "arn:aws:s3:::drop/*")])) == 1

test_a_role_for_everybody_blocks if count(denied([public("added", "sts:AssumeRole", null)])) == 1

test_reading_objects_warns if {
	count(denied([public("added", "s3:GetObject", "arn:aws:s3:::www/*")])) == 0
	count(warned([public("added", "s3:GetObject", "arn:aws:s3:::www/*")])) == 1
}

test_a_search_domain_warns if {
	count(denied([public("added", "es:*", "arn:aws:es:eu-west-1:1:domain/a/*")])) == 0
	count(warned([public("added", "es:*", "arn:aws:es:eu-west-1:1:domain/a/*")])) == 1
}

test_a_condition_is_fine if count(denied([object.union(public("added", "sqs:SendMessage", "*"), {"conditioned": true})])) == 0

test_a_vpc_endpoint_is_fine if count(denied([public("added", "*", "*")])) == 0

test_a_named_account_is_fine if count(denied([grant("added", "s3:PutObject", "arn:aws:s3:::drop/*")])) == 0

test_what_moves_is_nothing_new if count(denied([public("removed", "s3:PutObject", "a"), public("added", "s3:PutObject", "b")])) == 0
