# METADATA
# title: An action is not pinned to a commit
# description: A workflow runs somebody else's action by a tag or a branch, and did not before.
# custom:
#   severity: medium
#   why: Whoever can move the tag (the action's owner, or who took their account over) runs code in this workflow, with its token and its secrets. In March 2025 the tags of tj-actions/changed-files were moved that way.
#   fix: Name the whole commit id, and the version in a comment behind it; Dependabot and Renovate keep both current.
#   false_positives: Actions of GitHub (`actions/…`, `github/…`) and of the repository's own owner are not named, nor is another version of an action that was unpinned before, nor SLSA's generator, which accepts tags only; a team that trusts an owner lists it in `data.maestro.trusted_owners`.
package maestro.library.ci.unpinned_action

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.action"
	fact.effect == "added"
	fact.pin in loose
	not trusted(lower(fact.owner))
	not loose_before(fact.name)
	not only_by_tag(fact.name)
	finding := {
		"msg": sprintf("%s is not pinned to a commit", [fact.uses]),
		"path": fact.path,
		"line": fact.line,
		"action": "run",
		"fix": sprintf("pin %s to the 40 digits of a commit", [fact.name]),
	}
}

loose := {"tag", "branch", "none"}

# Another version of what was loose before is nothing new.
loose_before(name) if {
	some fact in input.facts
	fact.kind == "workflow.action"
	fact.effect == "removed"
	fact.name == name
	fact.pin in loose
}

# A workflow that proves how something was built is only accepted at a tag.
only_by_tag(name) if startswith(name, "slsa-framework/slsa-github-generator/.github/workflows/")

trusted(owner) if owner in {"actions", "github"}

trusted(owner) if owner == lower(split(input.change.repository, "/")[0])

trusted(owner) if {
	some known in data.maestro.trusted_owners
	lower(known) == owner
}
