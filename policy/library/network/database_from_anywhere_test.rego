package maestro.library.network.database_from_anywhere_test

import data.maestro.library.network.database_from_anywhere

ingress(effect, cidr, from, to) := {
	"kind": "network.rule", "effect": effect, "path": "infra/network.tf", "line": 8, "direction": "ingress", "cidr": cidr, "protocol": "tcp",
	"from_port": from, "to_port": to, "name": "aws_security_group.app",
}

sql(effect, cidr) := object.union(ingress(effect, cidr, null, null), {"name": "google_sql_database_instance.main", "protocol": null})

denied(facts) := found if {
	found := database_from_anywhere.deny with input as {"facts": facts}
}

test_every_address_blocks if count(denied([sql("added", "0.0.0.0/0")])) == 1

test_an_office_is_fine if count(denied([sql("added", "203.0.113.7/32")])) == 0

test_another_resource_is_not_meant if count(denied([ingress("added", "0.0.0.0/0", null, null)])) == 0

test_what_is_renamed_is_nothing_new if count(denied([sql("removed", "0.0.0.0/0"), object.union(sql("added", "0.0.0.0/0"), {"name": "google_sql_database_instance.b"})])) == 0
