# METADATA
# title: Everybody gets a role at Google Cloud
# description: A role is given to `allUsers` or `allAuthenticatedUsers`. It blocks unless the role only reads objects or calls a service, which warns.
# custom:
#   severity: high
#   why: '`allAuthenticatedUsers` means everybody with a Google account, not your own people.'
#   fix: Give the role to a group or a service account of yours.
#   false_positives: 'A public website or API: reading objects and calling a service only warn.'
package maestro.library.iam.public_member

import data.maestro.library.iam.sample

deny contains finding if {
	some fact in new_bindings
	not fact.role in public_by_intent
	finding := object.union(where(fact), {"msg": sprintf("%s gets %s", [fact.subject, fact.role])})
}

warn contains finding if {
	some fact in new_bindings
	fact.role in public_by_intent
	finding := object.union(where(fact), {"msg": sprintf("%s gets %s", [fact.subject, fact.role])})
}

public_by_intent := {"roles/storage.objectViewer", "roles/storage.legacyObjectReader", "roles/run.invoker", "roles/cloudfunctions.invoker", "roles/artifactregistry.reader"}

new_bindings contains fact if {
	some fact in input.facts
	fact.kind == "iam.binding"
	fact.effect == "added"
	fact.provider == "gcp"
	fact.subject in {"allUsers", "allAuthenticatedUsers"}
	not sample.is(fact.path)
	not before(fact)
}

before(fact) if {
	some old in input.facts
	old.kind == "iam.binding"
	old.effect == "removed"
	old.role == fact.role
	old.subject in {"allUsers", fact.subject}
}

where(fact) := {"path": fact.path, "line": fact.line, "action": "grant"}
