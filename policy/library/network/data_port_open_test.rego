package maestro.library.network.data_port_open_test

import data.maestro.library.network.data_port_open

ingress(effect, cidr, from, to) := {
	"kind": "network.rule", "effect": effect, "path": "infra/network.tf", "line": 8, "direction": "ingress", "cidr": cidr, "protocol": "tcp",
	"from_port": from, "to_port": to, "name": "aws_security_group.app",
}

denied(facts) := found if {
	found := data_port_open.deny with input as {"facts": facts}
}

test_postgres_from_everywhere_blocks if count(denied([ingress("added", "0.0.0.0/0", 5432, 5432)])) == 1

test_dockers_daemon_blocks if count(denied([ingress("added", "0.0.0.0/0", 2375, 2375)])) == 1

test_the_own_network_is_fine if count(denied([ingress("added", "10.0.0.0/8", 5432, 5432)])) == 0

test_a_port_that_a_variable_names_is_not_judged if count(denied([ingress("added", "0.0.0.0/0", null, null)])) == 0

test_an_example_is_not_judged if count(denied([object.union(ingress("added", "0.0.0.0/0", 6379, 6379), {"path": "examples/redis/main.tf"})])) == 0
