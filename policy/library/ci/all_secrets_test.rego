package maestro.library.ci.all_secrets_test

import data.maestro.library.ci.all_secrets

all(effect) := {"kind": "workflow.all-secrets", "effect": effect, "path": ".github/workflows/ci.yml", "line": 8}

test_it_blocks if {
	found := all_secrets.deny with input as {"facts": [all("added")]}
	count(found) == 1
}

test_what_moves_is_nothing_new if {
	found := all_secrets.deny with input as {"facts": [all("removed"), object.union(all("added"), {"path": ".github/workflows/other.yml"})]}
	count(found) == 0
}

test_taking_it_out_is_fine if {
	found := all_secrets.deny with input as {"facts": [all("removed")]}
	count(found) == 0
}
