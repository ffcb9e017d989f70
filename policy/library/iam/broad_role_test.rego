package maestro.library.iam.broad_role_test

import data.maestro.library.iam.broad_role

binding(effect, provider, role, scope) := {
	"kind": "iam.binding", "effect": effect, "path": "infra/iam.tf", "line": 3, "provider": provider, "role": role, "subject": "ci", "scope": scope,
}

warned(facts) := found if {
	found := broad_role.warn with input as {"facts": facts}
}

test_amazons_administrator_is_named if count(warned([binding("added", "aws", "arn:aws:iam::aws:policy/AdministratorAccess", "account")])) == 1

test_googles_editor_is_named if count(warned([binding("added", "gcp", "roles/editor", "project")])) == 1

test_azures_owner_of_a_subscription_is_named if count(warned([binding("added", "azure", "Owner", "/subscriptions/11111111")])) == 1

test_the_owner_of_one_resource_is_fine if count(warned([binding("added", "azure", "Owner", "/subscriptions/1/resourceGroups/a/b")])) == 0

test_a_role_of_one_service_is_fine if count(warned([binding("added", "aws", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "account")])) == 0

test_another_holder_in_its_place_is_nothing_new if {
	old := binding("removed", "gcp", "roles/editor", "project")
	count(warned([old, object.union(binding("added", "gcp", "roles/editor", "project"), {"subject": "cd"})])) == 0
}
