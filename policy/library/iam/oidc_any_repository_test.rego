package maestro.library.iam.oidc_any_repository_test

import data.maestro.library.iam.oidc_any_repository

grant(effect, action, resource) := {
	"kind": "iam.grant", "effect": effect, "path": "infra/roles.tf", "line": 4, "provider": "aws", "action": action, "resource": resource,
	"principal": null, "except": null, "conditioned": false, "conditions": null,
}

trust(effect, conditions) := object.union(grant(effect, "sts:AssumeRoleWithWebIdentity", null), {
	"principal": "Federated:arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com", "conditioned": conditions != null, "conditions": conditions,
})

denied(facts) := found if {
	found := oidc_any_repository.deny with input as {"facts": facts}
}

test_no_condition_blocks if count(denied([trust("added", null)])) == 1

test_only_the_audience_blocks if count(denied([trust("added", "token.actions.githubusercontent.com:aud")])) == 1

test_a_subject_is_fine if count(denied([trust("added", "token.actions.githubusercontent.com:aud token.actions.githubusercontent.com:sub")])) == 0

test_a_name_that_is_not_known_is_not_judged if count(denied([trust("added", "${local.issuer}:sub")])) == 0

test_a_cluster_is_not_meant if {
	count(denied([object.union(trust("added", null), {"principal": "Federated:arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A"})])) == 0
}
