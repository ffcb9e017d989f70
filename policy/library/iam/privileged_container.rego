# METADATA
# title: A container gets the rights of its node
# description: A container becomes privileged, or gets a capability that is as good as that.
# custom:
#   severity: high
#   why: From a privileged container to the node it is one command, and from the node to everything that runs on it.
#   fix: Add the one capability that is needed (`NET_BIND_SERVICE`, `NET_ADMIN`), or none.
#   false_positives: Drivers of storage and networks, and agents that watch nodes, need it. Files in folders of tests and examples are not judged.
package maestro.library.iam.privileged_container

import data.maestro.library.iam.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "container.privilege"
	fact.effect == "added"
	privileged(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s gets the rights of its node (%s)", [fact.name, said(fact)]), "path": fact.path, "line": fact.line, "action": "grant"}
}

said(fact) := fact.what if fact.what == "privileged"

said(fact) := fact.value if fact.what != "privileged"

privileged(fact) if fact.what == "privileged"

privileged(fact) if {
	fact.what == "capability"
	upper(trim_prefix(upper(fact.value), "CAP_")) in {"ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "DAC_READ_SEARCH", "BPF"}
}

before(fact) if {
	some old in input.facts
	old.kind == "container.privilege"
	old.effect == "removed"
	privileged(old)
	same(fact, old)
}

same(fact, old) if old.path == fact.path

same(fact, old) if old.name == fact.name
