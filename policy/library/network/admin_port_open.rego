# METADATA
# title: A port of administration is open to the internet
# description: SSH, RDP, WinRM or VNC can be reached from every address.
# custom:
#   severity: high
#   why: Such a port is tried by somebody within minutes and then all day; one weak password or one hole in the server is enough. Most ransom attacks of the last years began at an open RDP.
#   fix: Use a session service (SSM, IAP, Bastion) or a VPN, or name the addresses of the office.
#   false_positives: A bastion or a honeypot that is meant to be open. Lists of a network's edge (`aws_network_acl_rule`), tests and examples are not judged.
package maestro.library.network.admin_port_open

import data.maestro.library.network.sample

deny contains finding if {
	some fact in input.facts
	fact.effect == "added"
	some port, service in ports
	opens(fact, port)
	narrow(fact)
	not sample.is(fact.path)
	not before(port)
	finding := {"msg": sprintf("%s (port %d) is open to every address", [service, port]), "path": fact.path, "line": fact.line, "action": "open"}
}

ports := {22: "SSH", 3389: "RDP", 5985: "WinRM", 5986: "WinRM", 5900: "VNC", 23: "Telnet"}

# A range of everything is another rule's to tell.
narrow(fact) if fact.to_port - fact.from_port < 10000

before(port) if {
	some old in input.facts
	old.effect == "removed"
	opens(old, port)
}

anywhere := {"0.0.0.0/0", "::/0"}

# Lists of a network's edge know no connections: they must let answers through.
stateless(fact) if startswith(fact.name, "aws_network_acl")

opens(fact, port) if {
	fact.kind == "network.rule"
	fact.direction == "ingress"
	fact.cidr in anywhere
	not stateless(fact)
	not fact.protocol in {"udp", "icmp", "icmpv6"}
	fact.from_port <= port
	port <= fact.to_port
}
