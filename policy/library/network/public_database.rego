# METADATA
# title: A database gets a public address
# description: A database is made reachable from the internet, or lets in every address.
# custom:
#   severity: high
#   why: What keeps the data is then one password; and a hole in the database is a hole in the company.
#   fix: Keep it in private subnets, and reach it through the service, a VPN or a session service.
#   false_positives: A database for a workshop. Tests and examples are not judged.
package maestro.library.network.public_database

import data.maestro.library.network.sample

deny contains finding if {
	some fact in input.facts
	fact.effect == "added"
	meant(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s gets a public address", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

meant(fact) if {
	fact.kind == "network.exposed"
	fact.via == "public database"
}

before(fact) if {
	some old in input.facts
	old.effect == "removed"
	meant(old)
	old.via == fact.via
}
