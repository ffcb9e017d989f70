# METADATA
# title: A bucket is opened to everybody
# description: A bucket's access list lets everybody read, which warns, or write, which blocks.
# custom:
#   severity: high
#   why: Buckets that were public by mistake are the most common leak of data there is; one that everybody may write to is used for malware within days.
#   fix: Leave the list `private`, and serve public files through a CDN with its own access.
#   false_positives: A website's bucket is public on purpose. Tests and examples are not judged.
package maestro.library.network.public_bucket

import data.maestro.library.network.sample

deny contains finding if {
	some fact in new_buckets
	written(fact)
	finding := {"msg": sprintf("everybody may write to %s", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

warn contains finding if {
	some fact in new_buckets
	not written(fact)
	finding := {"msg": sprintf("everybody may read %s", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

written(fact) if regex.match(`(?i)write`, fact.value)

new_buckets contains fact if {
	some fact in input.facts
	fact.kind == "network.exposed"
	fact.via == "public bucket"
	fact.effect == "added"
	not sample.is(fact.path)
	not before(fact)
}

before(fact) if {
	some old in input.facts
	old.kind == "network.exposed"
	old.via == "public bucket"
	old.effect == "removed"
	old.value == fact.value
}
