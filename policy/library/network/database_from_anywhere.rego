# METADATA
# title: A managed database lets every address in
# description: An instance of Cloud SQL has `0.0.0.0/0` among its authorized networks.
# custom:
#   severity: high
#   why: What keeps the data is then one password, which anybody may try.
#   fix: Use the Cloud SQL proxy or a private address, and take the network out.
#   false_positives: None known that is no risk. Tests and examples are not judged.
package maestro.library.network.database_from_anywhere

import data.maestro.library.network.sample

deny contains finding if {
	some fact in input.facts
	fact.effect == "added"
	meant(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s lets every address in", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

meant(fact) if {
	fact.kind == "network.rule"
	fact.cidr == "0.0.0.0/0"
	startswith(fact.name, "google_sql_database_instance.")
}

before(fact) if {
	some old in input.facts
	old.effect == "removed"
	meant(old)
	old.path == fact.path
}
