# METADATA
# title: Copies of data go to a place under another law
# description: A replica or backup is placed in another part of the world than the rest of what the change places.
# custom:
#   severity: medium
#   why: 'A copy is the data: what is promised of the original is promised of its backups.'
#   fix: Use a second region of the same part of the world.
#   false_positives: Data that may be anywhere, such as public downloads. Nothing is said where regions are listed, for that rule then decides.
package maestro.library.residency.copy_abroad

import data.maestro.library.residency.sample

warn contains finding if {
	not listed
	some fact in input.facts
	fact.kind == "residency.region"
	fact.effect == "added"
	copy(fact.key)
	not sample.is(fact.path)
	homes := {area(other.region) |
		some other in input.facts
		other.kind == "residency.region"
		other.effect == "added"
		other.path == fact.path
		not copy(other.key)
	}
	count(homes) > 0
	to := area(fact.region)
	not to in homes
	finding := {"msg": sprintf("copies go to %s (%s)", [to, fact.region]), "path": fact.path, "line": fact.line, "action": "place"}
}

copy(key) if regex.match(`(?i)replica|backup|secondary`, key)

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
