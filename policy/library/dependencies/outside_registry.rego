# METADATA
# title: A package comes from outside of its registry
# description: A package is taken from an address or a repository, and came from the registry before, or is new. Over plain HTTP it blocks.
# custom:
#   severity: medium
#   why: What such an address gives can change from one build to the next, is in no list of known holes, and over plain HTTP anybody on the way can change it.
#   fix: Use a published version; or a repository at a whole commit id.
#   false_positives: 'A fork that waits for its fix to be published: name the whole commit, which is not named here. Paths within the repository are not named.'
package maestro.library.dependencies.outside_registry

import data.maestro.library.dependencies.sample

deny contains finding if {
	some fact in outside
	regex.match(`^(?:git\+)?http://`, address(fact))
	finding := object.union(where(fact), {"msg": sprintf("%s is fetched over plain HTTP", [fact.name])})
}

warn contains finding if {
	some fact in outside
	not regex.match(`^(?:git\+)?http://`, address(fact))
	not regex.match(`[0-9a-f]{40}`, address(fact))
	finding := object.union(where(fact), {"msg": sprintf("%s comes from outside of the registry", [fact.name])})
}

outside contains fact if {
	some fact in input.facts
	fact.kind == "dependency"
	fact.effect == "added"
	fact.direct == true
	fact.source in {"git", "url"}
	not sample.is(fact.path)
	not before(fact)
}

# Where it comes from, as far as the file says.
address(fact) := concat(" ", [text | some key in ["range", "version"]; text := fact[key]; is_string(text)])

before(fact) if {
	some old in input.facts
	old.kind == "dependency"
	old.effect == "removed"
	old.name == fact.name
	old.source == fact.source
	not better(old, fact)
}

better(old, fact) if {
	not startswith(address(old), "http://")
	startswith(address(fact), "http://")
}

where(fact) := {"path": fact.path, "line": fact.line, "action": "use"}
