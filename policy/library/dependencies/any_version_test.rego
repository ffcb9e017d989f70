package maestro.library.dependencies.any_version_test

import data.maestro.library.dependencies.any_version

dependency(effect, name, version, more) := object.union(
	{
		"kind": "dependency", "effect": effect, "path": "package-lock.json", "line": 30, "ecosystem": "npm", "name": name, "version": version, "range": null,
		"scope": "runtime", "direct": true, "source": "registry", "licence": null, "install_script": false, "manifest": "package.json",
	},
	more,
)

warned(facts) := found if {
	found := any_version.warn with input as {"facts": facts}
}

test_a_star_is_named if count(warned([dependency("added", "colors", null, {"range": "*"})])) == 1

test_latest_is_named if count(warned([dependency("added", "colors", null, {"range": "latest"})])) == 1

test_a_range_is_fine if count(warned([dependency("added", "colors", null, {"range": "^1.4.0"})])) == 0

test_tools_are_fine if count(warned([dependency("added", "colors", null, {"range": "*", "scope": "development"})])) == 0

test_what_was_so_before_is_nothing_new if count(warned([dependency("removed", "colors", null, {"range": "*"}), dependency("added", "colors", null, {"range": "latest"})])) == 0
