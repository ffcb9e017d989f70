package maestro.library.iam.cluster_admin_test

import data.maestro.library.iam.cluster_admin

binding(effect, role, subject) := {
	"kind": "iam.binding", "effect": effect, "path": "deploy/rbac.yaml", "line": 9, "provider": "kubernetes", "role": role, "subject": subject, "scope": "cluster",
}

warned(facts) := found if {
	found := cluster_admin.warn with input as {"facts": facts}
}

test_a_service_account_is_named if count(warned([binding("added", "ClusterRole/cluster-admin", "ServiceAccount/tiller")])) == 1

test_another_role_is_fine if count(warned([binding("added", "ClusterRole/view", "ServiceAccount/tiller")])) == 0

test_what_moves_is_nothing_new if {
	facts := [binding("removed", "ClusterRole/cluster-admin", "ServiceAccount/a"), object.union(binding("added", "ClusterRole/cluster-admin", "ServiceAccount/a"), {"path": "b.yaml"})]
	count(warned(facts)) == 0
}
