package maestro.library.ci.unpinned_action_test

import data.maestro.library.ci.unpinned_action

action(effect, pin, ref) := {
	"kind": "workflow.action", "effect": effect, "pin": pin, "path": ".github/workflows/ci.yml", "line": 7, "owner": "tj-actions",
	"name": "tj-actions/changed-files", "uses": sprintf("tj-actions/changed-files@%s", [ref]),
}

said(facts) := found if {
	found := unpinned_action.warn with input as {"change": {"repository": "acme/shop"}, "facts": facts}
}

test_a_new_tag_is_named if {
	some finding in said([action("added", "tag", "v45")])
	finding.msg == "tj-actions/changed-files@v45 is not pinned to a commit"
	finding.line == 7
}

test_losing_the_pin_is_named if count(said([action("removed", "commit", "0e58ed8"), action("added", "branch", "main")])) == 1

test_a_bump_from_tag_to_tag_is_nothing_new if count(said([action("removed", "tag", "v44"), action("added", "tag", "v45")])) == 0

test_a_commit_is_fine if count(said([action("added", "commit", "0e58ed8")])) == 0

test_an_action_of_github_is_trusted if count(said([object.union(action("added", "tag", "v4"), {"owner": "actions"})])) == 0

test_an_action_of_the_own_owner_is_trusted if count(said([object.union(action("added", "tag", "v4"), {"owner": "Acme"})])) == 0

test_a_listed_owner_is_trusted if {
	found := unpinned_action.warn with input as {"change": {"repository": "acme/shop"}, "facts": [action("added", "tag", "v45")]}
		with data.maestro.trusted_owners as ["tj-actions"]
	count(found) == 0
}
