package maestro.library.dependencies.install_script_test

import data.maestro.library.dependencies.install_script

dependency(effect, name, version, more) := object.union(
	{
		"kind": "dependency", "effect": effect, "path": "package-lock.json", "line": 30, "ecosystem": "npm", "name": name, "version": version, "range": null,
		"scope": "runtime", "direct": true, "source": "registry", "licence": null, "install_script": false, "manifest": "package.json",
	},
	more,
)

warned(facts) := found if {
	found := install_script.warn with input as {"facts": facts}
}

test_a_new_package_with_a_script_is_named if count(warned([dependency("added", "flat-map", "1.0.0", {"install_script": true, "direct": false})])) == 1

test_a_version_that_gains_one_is_named if {
	facts := [dependency("removed", "ua-parser-js", "0.7.28", {}), dependency("added", "ua-parser-js", "0.7.29", {"install_script": true})]
	count(warned(facts)) == 1
}

test_a_bump_of_one_that_had_it_is_fine if {
	facts := [dependency("removed", "esbuild", "0.20.0", {"install_script": true}), dependency("added", "esbuild", "0.21.0", {"install_script": true})]
	count(warned(facts)) == 0
}

test_without_a_script_it_is_fine if count(warned([dependency("added", "left-pad", "1.3.0", {})])) == 0

test_what_is_not_known_is_not_named if count(warned([dependency("added", "left-pad", "1.3.0", {"install_script": null})])) == 0

test_a_listed_package_is_fine if {
	found := install_script.warn with input as {"facts": [dependency("added", "sharp", "1.0.0", {"install_script": true})]} with data.maestro.install_scripts as ["sharp"]
	count(found) == 0
}
