package maestro.library.iam.host_root_test

import data.maestro.library.iam.host_root

privilege(effect, what, value) := {
	"kind": "container.privilege", "effect": effect, "path": "deploy/app.yaml", "line": 20, "what": what, "value": value, "name": "Deployment/app", "read_only": false,
}

denied(facts) := found if {
	found := host_root.deny with input as {"facts": facts}
}

warned(facts) := found if {
	found := host_root.warn with input as {"facts": facts}
}

test_the_root_blocks if count(denied([privilege("added", "hostPath", "/")])) == 1

test_the_configuration_warns if {
	count(denied([privilege("added", "hostPath", "/etc")])) == 0
	count(warned([privilege("added", "hostPath", "/etc")])) == 1
}

test_reading_is_fine if count(denied([object.union(privilege("added", "hostPath", "/"), {"read_only": true})])) == 0

test_the_time_zone_is_fine if count(warned([privilege("added", "hostPath", "/etc/localtime")])) == 0

test_logs_are_fine if count(warned([privilege("added", "hostPath", "/var/log")])) == 0

test_writing_where_it_was_read_blocks if {
	old := object.union(privilege("removed", "hostPath", "/"), {"read_only": true})
	count(denied([old, privilege("added", "hostPath", "/")])) == 1
}

test_less_than_before_is_fine if count(warned([privilege("removed", "hostPath", "/"), privilege("added", "hostPath", "/etc")])) == 0
