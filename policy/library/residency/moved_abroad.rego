# METADATA
# title: Something moves to a place under another law
# description: A file's regions were all in one part of the world, and are now also in another.
# custom:
#   severity: medium
#   why: Moving from Frankfurt to Virginia is one word in a file and another law for the data.
#   fix: Say in the description that it is meant, or list the regions that are allowed (`policy.regions`), which then decides.
#   false_positives: Files about many regions (tables of images, price lists). Nothing is said where regions are listed; tests and examples are not judged.
package maestro.library.residency.moved_abroad

import data.maestro.library.residency.sample

warn contains finding if {
	not listed
	some fact in input.facts
	fact.kind == "residency.region"
	fact.effect == "added"
	not sample.is(fact.path)
	left := {area(old.region) | some old in input.facts; old.kind == "residency.region"; old.effect == "removed"; old.path == fact.path}
	count(left) == 1
	some from in left
	to := area(fact.region)
	to != from
	count({other.region | some other in input.facts; other.kind == "residency.region"; other.effect == "added"; other.path == fact.path}) <= 3
	finding := {"msg": sprintf("moves from %s to %s (%s)", [from, to, fact.region]), "path": fact.path, "line": fact.line, "action": "place"}
}

listed if count(input.context.regions) > 0

# Places under one law, as far as the names of regions tell.
area(region) := "Europe" if regex.match(`^(?:eu|europe|eur\d|eusc|(?:north|west)europe|uk|france|germany|switzerland|norway|sweden|italy|poland|spain|austria|belgium)`, region)

area(region) := "the United States" if regex.match(`^(?:us|nam\d)(?:$|-)|^us-|us\d?$|useuap$|^usgov`, region)

area(region) := "China" if regex.match(`^(?:cn-|china)`, region)

area(region) := "another place" if {
	not regex.match(`^(?:eu|europe|eur\d|eusc|(?:north|west)europe|uk|france|germany|switzerland|norway|sweden|italy|poland|spain|austria|belgium)`, region)
	not regex.match(`^(?:us|nam\d)(?:$|-)|^us-|us\d?$|useuap$|^usgov`, region)
	not regex.match(`^(?:cn-|china)`, region)
}
