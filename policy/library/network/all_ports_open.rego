# METADATA
# title: Every port is open to the internet
# description: A rule lets every address reach every port.
# custom:
#   severity: high
#   why: Whatever listens on that machine, today or by accident tomorrow, is on the internet.
#   fix: Name the ports that are meant, and who may reach them.
#   false_positives: A network that has another firewall before it. Lists of a network's edge (`aws_network_acl_rule`), tests and examples are not judged.
package maestro.library.network.all_ports_open

import data.maestro.library.network.sample

deny contains finding if {
	some fact in input.facts
	fact.effect == "added"
	all_open(fact)
	not sample.is(fact.path)
	not before
	finding := {"msg": sprintf("every port of %s is open to every address", [fact.name]), "path": fact.path, "line": fact.line, "action": "open"}
}

all_open(fact) if {
	fact.kind == "network.rule"
	fact.direction == "ingress"
	fact.cidr in {"0.0.0.0/0", "::/0"}
	not startswith(fact.name, "aws_network_acl")
	every_port(fact)
}

every_port(fact) if fact.protocol == "all"

every_port(fact) if {
	fact.from_port <= 1
	fact.to_port >= 65535
	not fact.protocol in {"icmp", "icmpv6"}
}

before if {
	some old in input.facts
	old.effect == "removed"
	all_open(old)
}
