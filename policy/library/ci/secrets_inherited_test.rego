package maestro.library.ci.secrets_inherited_test

import data.maestro.library.ci.secrets_inherited

inherited(effect, by, pin) := {"kind": "workflow.secrets-inherited", "effect": effect, "path": ".github/workflows/ci.yml", "line": 8, "job": "release", "by": by, "pin": pin}

said(facts) := found if {
	found := secrets_inherited.warn with input as {"facts": facts}
}

test_a_branch_elsewhere_is_named if count(said([inherited("added", "acme/flows/.github/workflows/release.yml@main", "branch")])) == 1

test_an_own_workflow_is_fine if count(said([inherited("added", "./.github/workflows/release.yml", "local")])) == 0

test_a_commit_is_fine if count(said([inherited("added", "acme/flows/.github/workflows/release.yml@0123", "commit")])) == 0

test_another_version_is_nothing_new if count(said([inherited("removed", "acme/flows/r.yml@v1", "tag"), inherited("added", "acme/flows/r.yml@v2", "tag")])) == 0
