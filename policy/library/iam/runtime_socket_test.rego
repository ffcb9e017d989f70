package maestro.library.iam.runtime_socket_test

import data.maestro.library.iam.runtime_socket

privilege(effect, what, value) := {
	"kind": "container.privilege", "effect": effect, "path": "deploy/app.yaml", "line": 20, "what": what, "value": value, "name": "Deployment/app", "read_only": false,
}

warned(facts) := found if {
	found := runtime_socket.warn with input as {"facts": facts}
}

test_dockers_socket_is_named if count(warned([privilege("added", "runtime-socket", "/var/run/docker.sock")])) == 1

test_another_folder_is_fine if count(warned([privilege("added", "hostPath", "/var/log")])) == 0

test_what_moves_is_nothing_new if {
	old := privilege("removed", "runtime-socket", "/var/run/docker.sock")
	count(warned([old, object.union(old, {"effect": "added", "name": "Deployment/b"})])) == 0
}
