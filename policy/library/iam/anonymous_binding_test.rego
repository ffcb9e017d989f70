package maestro.library.iam.anonymous_binding_test

import data.maestro.library.iam.anonymous_binding

binding(effect, role, subject) := {
	"kind": "iam.binding", "effect": effect, "path": "deploy/rbac.yaml", "line": 9, "provider": "kubernetes", "role": role, "subject": subject, "scope": "cluster",
}

denied(facts) := found if {
	found := anonymous_binding.deny with input as {"facts": facts}
}

test_anonymous_users_block if count(denied([binding("added", "ClusterRole/cluster-admin", "User/system:anonymous")])) == 1

test_every_service_account_blocks if count(denied([binding("added", "ClusterRole/edit", "Group/system:serviceaccounts")])) == 1

test_discovery_is_fine if count(denied([binding("added", "ClusterRole/system:discovery", "Group/system:authenticated")])) == 0

test_one_service_account_is_fine if count(denied([binding("added", "ClusterRole/edit", "ServiceAccount/ci")])) == 0

test_one_namespaces_accounts_are_fine if count(denied([binding("added", "Role/pull", "Group/system:serviceaccounts:shop")])) == 0
