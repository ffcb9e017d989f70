package maestro.library.network.admin_port_open_test

import data.maestro.library.network.admin_port_open

ingress(effect, cidr, from, to) := {
	"kind": "network.rule", "effect": effect, "path": "infra/network.tf", "line": 8, "direction": "ingress", "cidr": cidr, "protocol": "tcp",
	"from_port": from, "to_port": to, "name": "aws_security_group.app",
}

denied(facts) := found if {
	found := admin_port_open.deny with input as {"facts": facts}
}

test_ssh_from_everywhere_blocks if {
	some finding in denied([ingress("added", "0.0.0.0/0", 22, 22)])
	finding.msg == "SSH (port 22) is open to every address"
}

test_by_ipv6_too if count(denied([ingress("added", "::/0", 3389, 3389)])) == 1

test_a_range_that_holds_it_blocks if count(denied([ingress("added", "0.0.0.0/0", 20, 25)])) > 0

test_an_office_is_fine if count(denied([ingress("added", "203.0.113.0/24", 22, 22)])) == 0

test_https_is_fine if count(denied([ingress("added", "0.0.0.0/0", 443, 443)])) == 0

test_going_out_is_fine if count(denied([object.union(ingress("added", "0.0.0.0/0", 22, 22), {"direction": "egress"})])) == 0

test_the_edges_list_is_fine if count(denied([object.union(ingress("added", "0.0.0.0/0", 22, 22), {"name": "aws_network_acl_rule.in"})])) == 0

test_of_a_wider_range_only_the_new_port_is_named if count(denied([ingress("removed", "0.0.0.0/0", 22, 22), ingress("added", "0.0.0.0/0", 22, 23)])) == 1
