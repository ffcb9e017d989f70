package maestro.library.ci.privileged_write_test

import data.maestro.library.ci.privileged_write

permission(effect, scope, privileged) := {
	"kind": "workflow.permission", "effect": effect, "path": ".github/workflows/ci.yml", "line": 3, "job": null, "scope": scope, "access": "write", "privileged": privileged,
}

said(facts) := found if {
	found := privileged_write.warn with input as {"facts": facts}
}

test_contents_are_named if count(said([permission("added", "contents", true)])) == 1

test_a_new_event_is_named if count(said([permission("removed", "contents", false), permission("added", "contents", true)])) == 1

test_comments_are_fine if count(said([permission("added", "pull-requests", true)])) == 0

test_events_of_maintainers_are_fine if count(said([permission("added", "contents", false)])) == 0

test_less_than_before_is_fine if count(said([permission("removed", "*", true), permission("added", "contents", true)])) == 0
