package maestro.library.ci.write_all_test

import data.maestro.library.ci.write_all

permission(effect, scope, access) := {
	"kind": "workflow.permission", "effect": effect, "path": ".github/workflows/ci.yml", "line": 3, "job": null, "scope": scope, "access": access, "privileged": false,
}

said(facts) := found if {
	found := write_all.warn with input as {"facts": facts}
}

test_write_all_is_named if count(said([permission("added", "*", "write")])) == 1

test_read_all_is_fine if count(said([permission("added", "*", "read")])) == 0

test_one_scope_is_fine if count(said([permission("added", "contents", "write")])) == 0

test_what_moves_into_a_job_is_nothing_new if count(said([permission("removed", "*", "write"), object.union(permission("added", "*", "write"), {"job": "build"})])) == 0
