# METADATA
# title: A cluster gives rights to everybody
# description: A role is bound to anonymous users, to everybody who is logged in, or to every service account.
# custom:
#   severity: high
#   why: Anonymous access to the API is how clusters are taken over by those who scan for it (the RBAC Buster campaign of 2023 kept itself in that way); `system:authenticated` means everybody with any account at Google on GKE.
#   fix: Bind the role to the groups and service accounts that need it.
#   false_positives: The roles that Kubernetes itself gives to everybody (discovery, public information) are not named.
package maestro.library.iam.anonymous_binding

import data.maestro.library.iam.sample

deny contains finding if {
	some fact in input.facts
	fact.kind == "iam.binding"
	fact.effect == "added"
	fact.provider == "kubernetes"
	fact.subject in everybody
	not fact.role in harmless
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s gets %s", [fact.subject, fact.role]), "path": fact.path, "line": fact.line, "action": "grant"}
}

everybody := {"User/system:anonymous", "Group/system:unauthenticated", "Group/system:authenticated", "Group/system:serviceaccounts"}

harmless := {"ClusterRole/system:discovery", "ClusterRole/system:basic-user", "ClusterRole/system:public-info-viewer", "ClusterRole/system:service-account-issuer-discovery"}

before(fact) if {
	some old in input.facts
	old.kind == "iam.binding"
	old.effect == "removed"
	old.role == fact.role
	old.subject == fact.subject
}
