package maestro.library.dependencies.copyleft_licence_test

import data.maestro.library.dependencies.copyleft_licence

dependency(effect, name, version, more) := object.union(
	{
		"kind": "dependency", "effect": effect, "path": "package-lock.json", "line": 30, "ecosystem": "npm", "name": name, "version": version, "range": null,
		"scope": "runtime", "direct": true, "source": "registry", "licence": null, "install_script": false, "manifest": "package.json",
	},
	more,
)

warned(facts) := found if {
	found := copyleft_licence.warn with input as {"facts": facts}
}

test_the_gpl_is_named if count(warned([dependency("added", "readline", "1.0.0", {"licence": "GPL-3.0-only"})])) == 1

test_the_agpl_beside_another_is_named if count(warned([dependency("added", "x", "1.0.0", {"licence": "(MIT AND AGPL-3.0)"})])) == 1

test_where_one_may_choose_it_is_fine if count(warned([dependency("added", "x", "1.0.0", {"licence": "(MIT OR GPL-3.0)"})])) == 0

test_an_exception_is_fine if count(warned([dependency("added", "x", "1.0.0", {"licence": "GPL-2.0 WITH Classpath-exception-2.0"})])) == 0

test_tools_are_fine if count(warned([dependency("added", "x", "1.0.0", {"licence": "GPL-3.0", "scope": "development"})])) == 0

test_a_bump_is_nothing_new if count(warned([dependency("removed", "x", "1.0.0", {"licence": "GPL-3.0"}), dependency("added", "x", "2.0.0", {"licence": "GPL-3.0"})])) == 0

test_a_new_licence_is_named if count(warned([dependency("removed", "x", "1.0.0", {"licence": "MIT"}), dependency("added", "x", "2.0.0", {"licence": "BUSL-1.1"})])) == 1

test_a_refused_one_blocks if {
	found := copyleft_licence.deny with input as {"facts": [dependency("added", "x", "1.0.0", {"licence": "WTFPL"})]} with data.maestro.refused_licences as ["WTFPL"]
	count(found) == 1
}

test_without_a_list_nothing_is_refused if {
	found := copyleft_licence.deny with input as {"facts": [dependency("added", "x", "1.0.0", {"licence": "WTFPL"})]}
	count(found) == 0
}
