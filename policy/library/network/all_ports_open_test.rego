package maestro.library.network.all_ports_open_test

import data.maestro.library.network.all_ports_open

ingress(effect, cidr, from, to) := {
	"kind": "network.rule", "effect": effect, "path": "infra/network.tf", "line": 8, "direction": "ingress", "cidr": cidr, "protocol": "tcp",
	"from_port": from, "to_port": to, "name": "aws_security_group.app",
}

denied(facts) := found if {
	found := all_ports_open.deny with input as {"facts": facts}
}

test_every_protocol_blocks if count(denied([object.union(ingress("added", "0.0.0.0/0", 0, 0), {"protocol": "all"})])) == 1

test_the_whole_range_blocks if count(denied([ingress("added", "0.0.0.0/0", 0, 65535)])) == 1

test_going_out_is_fine if count(denied([object.union(ingress("added", "0.0.0.0/0", 0, 65535), {"direction": "egress"})])) == 0

test_https_is_fine if count(denied([ingress("added", "0.0.0.0/0", 443, 443)])) == 0

test_what_moves_is_nothing_new if count(denied([ingress("removed", "0.0.0.0/0", 0, 65535), ingress("added", "0.0.0.0/0", 0, 65535)])) == 0
