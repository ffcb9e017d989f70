# METADATA
# title: A new package has a licence with strong conditions
# description: A package that is shipped comes under the GPL, the AGPL, the SSPL or a licence that forbids business use, with no other to choose; or under one that `data.maestro.refused_licences` lists, which blocks.
# custom:
#   severity: medium
#   why: Such a licence may ask for the source of all that it is shipped with, or forbid what the company does with it.
#   fix: Ask who answers for licences, or use another package.
#   false_positives: 'Programs under such a licence themselves, and packages that are only run beside: scope `development` and `build` is not named.'
package maestro.library.dependencies.copyleft_licence

import data.maestro.library.dependencies.sample

deny contains finding if {
	some fact in new_licences
	some refused in data.maestro.refused_licences
	covered(fact.licence, {lower(refused)})
	finding := object.union(where(fact), {"msg": sprintf("%s comes under %s, which is refused", [fact.name, fact.licence])})
}

warn contains finding if {
	some fact in new_licences
	covered(fact.licence, strong)
	finding := object.union(where(fact), {"msg": sprintf("%s comes under %s", [fact.name, fact.licence])})
}

strong := {
	"gpl-2.0", "gpl-2.0-only", "gpl-2.0-or-later", "gpl-3.0", "gpl-3.0-only", "gpl-3.0-or-later", "agpl-3.0", "agpl-3.0-only", "agpl-3.0-or-later",
	"agpl-1.0", "sspl-1.0", "busl-1.1", "elastic-2.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "gpl-2.0+", "gpl-3.0+",
}

# Of `A OR B` one may be chosen; of `A AND B` both hold. What an exception softens is not judged.
covered(licence, names) if {
	every choice in split(alternatives(licence), " or ") {
		some part in split(choice, " and ")
		trim(part, " ()") in names
	}
}

alternatives(licence) := replace(lower(licence), "/", " or ")

new_licences contains fact if {
	some fact in input.facts
	fact.kind == "dependency"
	fact.effect == "added"
	fact.scope in {"runtime", "optional"}
	is_string(fact.licence)
	not sample.is(fact.path)
	not before(fact)
}

before(fact) if {
	some old in input.facts
	old.kind == "dependency"
	old.effect == "removed"
	old.name == fact.name
	old.licence == fact.licence
}

where(fact) := {"path": fact.path, "line": fact.line, "action": "use"}
