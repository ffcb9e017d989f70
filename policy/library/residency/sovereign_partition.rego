# METADATA
# title: Something is placed in a partition with its own law
# description: A file names a region of China or of the government clouds of the United States, and the change names none of them in its place.
# custom:
#   severity: low
#   why: 'These are clouds of their own: other accounts, other contracts, other services, and in China another law for what is kept there.'
#   fix: Make sure that this is meant; or list the regions that are allowed (`policy.regions`), which then decides.
#   false_positives: Teams that work there. Nothing is said where regions are listed, of files that name more than three new regions, nor of tests and examples.
package maestro.library.residency.sovereign_partition

import data.maestro.library.residency.sample

warn contains finding if {
	not listed
	some fact in input.facts
	fact.kind == "residency.region"
	fact.effect == "added"
	sovereign(fact.region)
	not sample.is(fact.path)
	not before(fact)
	count({other.region | some other in input.facts; other.kind == "residency.region"; other.effect == "added"; other.path == fact.path}) <= 3
	finding := {"msg": sprintf("%s is a partition with its own law", [fact.region]), "path": fact.path, "line": fact.line, "action": "place"}
}

sovereign(region) if regex.match(`^(?:cn-|china|us-gov-|usgov|us-iso)`, region)

before(fact) if {
	some old in input.facts
	old.kind == "residency.region"
	old.effect == "removed"
	sovereign(old.region)
	substring(old.region, 0, 2) == substring(fact.region, 0, 2)
}

listed if count(input.context.regions) > 0
