# METADATA
# title: A container can write to the files of its node
# description: The root of a node, or a folder that says who may log in and what is run, is mounted into a container that may write to it.
# custom:
#   severity: high
#   why: Writing `/etc/cron.d`, `/root/.ssh` or a kubelet's manifest is running code on the node.
#   fix: 'Mount the one folder that is needed, and `readOnly: true`.'
#   false_positives: Agents that set up nodes (CNI, node tuning) write there; they are few, and get an `allow`. A mount that is only read is not named.
package maestro.library.iam.host_root

import data.maestro.library.iam.sample

deny contains finding if {
	some fact in new_mounts
	root(fact.value)
	finding := object.union(where(fact), {"msg": sprintf("%s may write everywhere on its node", [fact.name])})
}

warn contains finding if {
	some fact in new_mounts
	not root(fact.value)
	finding := object.union(where(fact), {"msg": sprintf("%s may write to %s of its node", [fact.name, fact.value])})
}

root(folder) if trim_right(folder, "/") == ""

sensitive(folder) if root(folder)

sensitive(folder) if regex.match(`^/(?:etc|root|boot|var/lib/kubelet|var/spool/cron|etc/kubernetes|var/lib/docker)(?:/(?:kubernetes|cron\.?\w*|ssh|\.ssh|systemd|sudoers\.d)(?:/.*)?)?/?$`, folder)

new_mounts contains fact if {
	some fact in input.facts
	fact.kind == "container.privilege"
	fact.effect == "added"
	fact.what == "hostPath"
	sensitive(fact.value)
	not fact.read_only
	not sample.is(fact.path)
	not before(fact)
}

before(fact) if {
	some old in input.facts
	old.kind == "container.privilege"
	old.effect == "removed"
	old.what == "hostPath"
	not old.read_only
	covers(old.value, fact.value)
}

covers(wide, _) if root(wide)

covers(wide, folder) if wide == folder

where(fact) := {"path": fact.path, "line": fact.line, "action": "grant"}
