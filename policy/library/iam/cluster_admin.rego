# METADATA
# title: Somebody becomes administrator of a cluster
# description: A ClusterRoleBinding gives the role `cluster-admin`, and did not give it to this subject before.
# custom:
#   severity: high
#   why: Whoever gets into that pod, or takes that token, owns every secret and every workload of the cluster.
#   fix: Give a role with the verbs and resources that are needed, in the namespaces where they are.
#   false_positives: Installers and GitOps controllers are often bound so; it is worth a second look each time, and an `allow` with the reason.
package maestro.library.iam.cluster_admin

import data.maestro.library.iam.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "iam.binding"
	fact.effect == "added"
	fact.provider == "kubernetes"
	fact.scope == "cluster"
	fact.role == "ClusterRole/cluster-admin"
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s becomes cluster-admin", [fact.subject]), "path": fact.path, "line": fact.line, "action": "grant"}
}

before(fact) if {
	some old in input.facts
	old.kind == "iam.binding"
	old.effect == "removed"
	old.role == fact.role
	old.subject == fact.subject
}
