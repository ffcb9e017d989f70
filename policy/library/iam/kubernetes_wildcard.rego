# METADATA
# title: A role of a cluster may do everything
# description: A ClusterRole allows every verb on every resource of every group, or to escalate, bind or impersonate.
# custom:
#   severity: medium
#   why: It is `cluster-admin` by another name, and no list of its bindings shows it.
#   fix: Name the groups, resources and verbs.
#   false_positives: Controllers that deploy anything (GitOps) need it.
package maestro.library.iam.kubernetes_wildcard

import data.maestro.library.iam.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	fact.provider == "kubernetes"
	everything(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s may %s %s", [fact.role, verb(fact.action), fact.resource]), "path": fact.path, "line": fact.line, "action": "grant"}
}

verb(action) := "do everything with" if action == "*"

verb(action) := action if action != "*"

everything(fact) if {
	fact.scope == "cluster"
	fact.action == "*"
	fact.resource == "*/*"
}

everything(fact) if {
	fact.scope == "cluster"
	fact.action in {"escalate", "bind", "impersonate"}
	not fact.conditioned
}

before(fact) if {
	some old in input.facts
	old.kind == "iam.grant"
	old.effect == "removed"
	old.provider == "kubernetes"
	old.action in {"*", fact.action}
	old.resource in {"*/*", fact.resource}
}
