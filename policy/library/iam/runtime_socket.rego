# METADATA
# title: A container can command the runtime of its node
# description: The socket of Docker, containerd or another runtime is mounted into a container.
# custom:
#   severity: high
#   why: 'Who can talk to that socket can start a container that is the node: reading the mount only does not help.'
#   fix: Build with a tool that needs no runtime (BuildKit rootless, kaniko), or put a proxy between that lets through only what is needed.
#   false_positives: Agents that read logs and reverse proxies that read labels are often set up so; worth a look each time.
package maestro.library.iam.runtime_socket

import data.maestro.library.iam.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "container.privilege"
	fact.effect == "added"
	fact.what == "runtime-socket"
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s can command the node's runtime by %s", [fact.name, fact.value]), "path": fact.path, "line": fact.line, "action": "grant"}
}

before(fact) if {
	some old in input.facts
	old.kind == "container.privilege"
	old.effect == "removed"
	old.what == fact.what
}
