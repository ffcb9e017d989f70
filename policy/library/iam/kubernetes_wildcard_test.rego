package maestro.library.iam.kubernetes_wildcard_test

import data.maestro.library.iam.kubernetes_wildcard

grant(effect, action, resource) := {
	"kind": "iam.grant", "effect": effect, "path": "deploy/role.yaml", "line": 6, "provider": "kubernetes", "role": "ClusterRole/app", "scope": "cluster",
	"action": action, "resource": resource, "conditioned": false,
}

warned(facts) := found if {
	found := kubernetes_wildcard.warn with input as {"facts": facts}
}

test_everything_is_named if count(warned([grant("added", "*", "*/*")])) == 1

test_impersonation_is_named if count(warned([grant("added", "impersonate", "users")])) == 1

test_one_group_is_fine if count(warned([grant("added", "*", "apps/*")])) == 0

test_reading_everything_is_fine if count(warned([grant("added", "get", "*/*")])) == 0

test_less_than_before_is_fine if count(warned([grant("removed", "*", "*/*"), grant("added", "impersonate", "users")])) == 0
