# METADATA
# title: Something is placed outside of the regions that are allowed
# description: A file names a region that the settings (`policy.regions`) do not list.
# custom:
#   severity: high
#   why: Where data may be is promised in contracts and said in laws; what was once copied elsewhere cannot be called back.
#   fix: Use one of the listed regions, or have the list changed by who answers for it.
#   false_positives: 'Services that exist in one region only (certificates for CloudFront, billing) need `us-east-1`: list it, or allow the path. Nothing is said while no regions are listed; tests and examples are not judged.'
package maestro.library.residency.outside_regions

import data.maestro.library.residency.sample

deny contains finding if {
	count(input.context.regions) > 0
	some fact in input.facts
	fact.kind == "residency.region"
	fact.effect == "added"
	not allowed(fact.region)
	not sample.is(fact.path)
	not before(fact)
	finding := {
		"msg": sprintf("%s (%s) is not one of the regions that are allowed", [fact.region, fact.provider]),
		"path": fact.path,
		"line": fact.line,
		"action": "place",
		"fix": sprintf("use one of %s", [concat(", ", input.context.regions)]),
	}
}

allowed(region) if region in input.context.regions

allowed(region) if {
	some pattern in input.context.regions
	endswith(pattern, "*")
	startswith(region, trim_suffix(pattern, "*"))
}

before(fact) if {
	some old in input.facts
	old.kind == "residency.region"
	old.effect == "removed"
	old.region == fact.region
}
