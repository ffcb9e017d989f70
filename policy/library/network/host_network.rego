# METADATA
# title: A pod uses the node's network
# description: A pod or service gets `hostNetwork`, and did not have it.
# custom:
#   severity: medium
#   why: It can listen to what the node hears, reach what only listens on the node itself (the kubelet, the cloud's metadata), and no network policy holds it.
#   fix: Take it out, and publish ports by a Service.
#   false_positives: Network drivers, ingress controllers and node agents need it. Tests and examples are not judged.
package maestro.library.network.host_network

import data.maestro.library.network.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "container.privilege"
	fact.effect == "added"
	fact.what == "hostNetwork"
	not sample.is(fact.path)
	not before
	finding := {"msg": sprintf("%s uses the network of its node", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

before if {
	some old in input.facts
	old.kind == "container.privilege"
	old.effect == "removed"
	old.what == "hostNetwork"
}
