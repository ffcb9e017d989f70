# METADATA
# title: All secrets are put into one value
# description: A workflow has `${{ toJSON(secrets) }}` in it.
# custom:
#   severity: high
#   why: It hands over every secret, those that have nothing to do with the step too. It is how the GhostAction and Shai-Hulud attacks of 2025 took secrets out of repositories.
#   fix: Name the secrets that the step needs.
#   false_positives: A tool that picks its secrets from the whole set by name; give it those it needs.
package maestro.library.ci.all_secrets

deny contains finding if {
	some fact in input.facts
	fact.kind == "workflow.all-secrets"
	fact.effect == "added"
	not before
	finding := {"msg": "every secret of the repository is handed over here", "path": fact.path, "line": fact.line, "action": "read"}
}

before if {
	some old in input.facts
	old.kind == "workflow.all-secrets"
	old.effect == "removed"
}
