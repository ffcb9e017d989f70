# METADATA
# title: Every secret is handed to a workflow of another repository
# description: 'A reusable workflow outside of this repository, at a tag or branch, gets `secrets: inherit`.'
# custom:
#   severity: medium
#   why: It gets all secrets, those of tomorrow too, and who can move the tag or push to the branch gets them.
#   fix: Hand over the secrets that it needs by name, or pin it to a commit.
#   false_positives: A platform team's own workflows are often called so on purpose; pin them, or list their owner in `data.maestro.trusted_owners`.
package maestro.library.ci.secrets_inherited

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.secrets-inherited"
	fact.effect == "added"
	fact.pin in {"tag", "branch", "none"}
	not trusted(split(fact.by, "/")[0])
	not before(fact)
	finding := {"msg": sprintf("%s gets every secret", [fact.by]), "path": fact.path, "line": fact.line, "action": "grant"}
}

trusted(owner) if {
	some known in data.maestro.trusted_owners
	lower(known) == lower(owner)
}

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	split(old.by, "@")[0] == split(fact.by, "@")[0]
	old.pin in {"tag", "branch", "none"}
}
