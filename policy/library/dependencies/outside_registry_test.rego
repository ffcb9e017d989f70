package maestro.library.dependencies.outside_registry_test

import data.maestro.library.dependencies.outside_registry

dependency(effect, name, version, more) := object.union(
	{
		"kind": "dependency", "effect": effect, "path": "package-lock.json", "line": 30, "ecosystem": "npm", "name": name, "version": version, "range": null,
		"scope": "runtime", "direct": true, "source": "registry", "licence": null, "install_script": false, "manifest": "package.json",
	},
	more,
)

warned(facts) := found if {
	found := outside_registry.warn with input as {"facts": facts}
}

denied(facts) := found if {
	found := outside_registry.deny with input as {"facts": facts}
}

test_a_branch_is_named if count(warned([dependency("added", "x", null, {"source": "git", "range": "github:acme/x#main"})])) == 1

test_plain_http_blocks if {
	count(denied([dependency("added", "x", null, {"source": "url", "range": "http://acme.example/x.tgz"})])) == 1
	count(warned([dependency("added", "x", null, {"source": "url", "range": "http://acme.example/x.tgz"})])) == 0
}

test_a_whole_commit_is_fine if count(warned([dependency("added", "x", null, {"source": "git", "range": "github:acme/x#0123456789012345678901234567890123456789"})])) == 0

test_a_path_is_fine if count(warned([dependency("added", "x", null, {"source": "path", "range": "file:../x"})])) == 0

test_the_registry_is_fine if count(warned([dependency("added", "x", "1.0.0", {})])) == 0

test_another_branch_is_nothing_new if {
	facts := [dependency("removed", "x", null, {"source": "git", "range": "acme/x#a"}), dependency("added", "x", null, {"source": "git", "range": "acme/x#b"})]
	count(warned(facts)) == 0
}
