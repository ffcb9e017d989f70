# METADATA
# title: What keeps buckets private is switched off
# description: A public access block of S3 has one of its four switches at `false`.
# custom:
#   severity: medium
#   why: The block is what stands between a mistake in one policy and the whole internet.
#   fix: Leave all four at `true`; serve public files through CloudFront.
#   false_positives: A website's bucket needs it off. Tests and examples are not judged.
package maestro.library.network.public_access_allowed

import data.maestro.library.network.sample

warn contains finding if {
	some fact in input.facts
	fact.effect == "added"
	meant(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("what keeps %s private is switched off", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

meant(fact) if {
	fact.kind == "network.exposed"
	regex.match(`^(?:block|ignore|restrict)_public_\w+ = false$`, fact.via)
}

before(fact) if {
	some old in input.facts
	old.effect == "removed"
	meant(old)
	old.via == fact.via
}
