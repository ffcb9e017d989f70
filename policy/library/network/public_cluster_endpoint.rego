# METADATA
# title: A cluster's API is open to the internet
# description: The endpoint of an EKS cluster is made public without a list of addresses.
# custom:
#   severity: medium
#   why: Then a stolen token is enough from anywhere, and a hole in the API server is everybody's.
#   fix: Set `endpoint_public_access = false`, or name addresses in `public_access_cidrs`.
#   false_positives: It is what EKS does by itself; a team that reaches clusters without a VPN needs it. Tests and examples are not judged.
package maestro.library.network.public_cluster_endpoint

import data.maestro.library.network.sample

warn contains finding if {
	some fact in input.facts
	fact.effect == "added"
	meant(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("the API of %s is open to every address", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

meant(fact) if {
	fact.kind == "network.exposed"
	fact.via == "public cluster endpoint"
}

before(fact) if {
	some old in input.facts
	old.effect == "removed"
	meant(old)
	old.via == fact.via
}
