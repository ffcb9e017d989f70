# METADATA
# title: A new package runs a script when it is installed
# description: A package that was not there before, or that did not do so before, has a script which runs when it is installed.
# custom:
#   severity: medium
#   why: The script runs on every developer's machine and in every build before anybody has looked at it. That is how ua-parser-js, coa and rc (2021), and the Shai-Hulud worm (2025) did their work; event-stream (2018) brought its payload in a new dependency of a dependency.
#   fix: Look at the script, or install with `--ignore-scripts` and allow the few that need one.
#   false_positives: Packages with native code (esbuild, sharp, node-gyp) need one; list them in `data.maestro.install_scripts`.
package maestro.library.dependencies.install_script

import data.maestro.library.dependencies.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "dependency"
	fact.effect == "added"
	fact.install_script == true
	not fact.name in known
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s %s runs a script when it is installed", [fact.name, version(fact)]), "path": fact.path, "line": fact.line, "action": "run"}
}

default known := set()

known := {name | some name in data.maestro.install_scripts}

version(fact) := fact.version if fact.version != null

version(fact) := "" if fact.version == null

before(fact) if {
	some old in input.facts
	old.kind == "dependency"
	old.effect == "removed"
	old.ecosystem == fact.ecosystem
	old.name == fact.name
	old.install_script == true
}
