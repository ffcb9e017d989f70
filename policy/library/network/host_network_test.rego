package maestro.library.network.host_network_test

import data.maestro.library.network.host_network

privilege(effect, what) := {"kind": "container.privilege", "effect": effect, "path": "deploy/app.yaml", "line": 20, "what": what, "value": null, "name": "Deployment/app"}

warned(facts) := found if {
	found := host_network.warn with input as {"facts": facts}
}

test_the_nodes_network_is_named if count(warned([privilege("added", "hostNetwork")])) == 1

test_another_privilege_is_not_meant if count(warned([privilege("added", "hostPID")])) == 0

test_what_is_renamed_is_nothing_new if count(warned([privilege("removed", "hostNetwork"), object.union(privilege("added", "hostNetwork"), {"name": "Deployment/b"})])) == 0
