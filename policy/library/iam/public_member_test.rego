package maestro.library.iam.public_member_test

import data.maestro.library.iam.public_member

binding(effect, role, subject) := {
	"kind": "iam.binding", "effect": effect, "path": "infra/iam.tf", "line": 3, "provider": "gcp", "role": role, "subject": subject, "scope": "storage_bucket",
}

denied(facts) := found if {
	found := public_member.deny with input as {"facts": facts}
}

warned(facts) := found if {
	found := public_member.warn with input as {"facts": facts}
}

test_writing_by_everybody_blocks if count(denied([binding("added", "roles/storage.objectAdmin", "allUsers")])) == 1

test_everybody_with_an_account_blocks if count(denied([binding("added", "roles/viewer", "allAuthenticatedUsers")])) == 1

test_a_public_service_warns if {
	count(denied([binding("added", "roles/run.invoker", "allUsers")])) == 0
	count(warned([binding("added", "roles/run.invoker", "allUsers")])) == 1
}

test_a_group_is_fine if count(denied([binding("added", "roles/viewer", "group:ops@acme.example")])) == 0

test_less_than_before_is_fine if count(denied([binding("removed", "roles/viewer", "allUsers"), binding("added", "roles/viewer", "allAuthenticatedUsers")])) == 0
