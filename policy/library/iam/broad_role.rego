# METADATA
# title: A role of the broadest kind is given
# description: Somebody or something gets `AdministratorAccess`, `roles/owner`, `roles/editor`, or `Owner` of a subscription.
# custom:
#   severity: medium
#   why: These roles hold thousands of permissions; nobody can say what the holder will do with them.
#   fix: Give the role of the service that is used, on the resource that it is used on.
#   false_positives: The role that people take in an emergency, and the pipeline that builds accounts.
package maestro.library.iam.broad_role

import data.maestro.library.iam.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "iam.binding"
	fact.effect == "added"
	broad(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s gets %s", [fact.subject, fact.role]), "path": fact.path, "line": fact.line, "action": "grant"}
}

broad(fact) if {
	fact.provider == "aws"
	regex.match(`^arn:aws[\w-]*:iam::aws:policy/(?:AdministratorAccess|IAMFullAccess|PowerUserAccess)$`, fact.role)
}

broad(fact) if {
	fact.provider == "gcp"
	fact.role in {"roles/owner", "roles/editor"}
	fact.scope in {"project", "folder", "organization"}
}

broad(fact) if {
	fact.provider == "azure"
	fact.role in {"Owner", "User Access Administrator"}
	regex.match(`^/subscriptions/[^/]+/?$|azurerm_subscription|^/providers/Microsoft\.Management/`, fact.scope)
}

before(fact) if {
	some old in input.facts
	old.kind == "iam.binding"
	old.effect == "removed"
	old.role == fact.role
}
