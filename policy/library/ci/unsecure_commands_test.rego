package maestro.library.ci.unsecure_commands_test

import data.maestro.library.ci.unsecure_commands

unsecure(effect) := {"kind": "workflow.unsecure-commands", "effect": effect, "path": ".github/workflows/ci.yml", "line": 4}

test_it_blocks if {
	found := unsecure_commands.deny with input as {"facts": [unsecure("added")]}
	count(found) == 1
}

test_taking_it_out_is_fine if {
	found := unsecure_commands.deny with input as {"facts": [unsecure("removed")]}
	count(found) == 0
}

test_what_moves_is_nothing_new if {
	found := unsecure_commands.deny with input as {"facts": [unsecure("removed"), unsecure("added")]}
	count(found) == 0
}
