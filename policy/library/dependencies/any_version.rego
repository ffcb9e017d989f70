# METADATA
# title: A package may be of any version
# description: A package that is shipped is asked for as `*`, `latest` or the like.
# custom:
#   severity: low
#   why: 'The next build takes whatever was published a minute ago, by whomever: what colors and faker did in 2022 broke thousands of builds that way.'
#   fix: Name a range, such as `^4.1.0`, and keep a lock file.
#   false_positives: Where a lock file holds the version it matters less; peers and workspaces are not meant.
package maestro.library.dependencies.any_version

import data.maestro.library.dependencies.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "dependency"
	fact.effect == "added"
	fact.direct == true
	fact.source == "registry"
	fact.scope == "runtime"
	loose(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s may be of any version (%s)", [fact.name, fact.range]), "path": fact.path, "line": fact.line, "action": "use"}
}

loose(fact) if fact.range in {"*", "latest", "x", "next", ">=0", ">=0.0.0", "+"}

before(fact) if {
	some old in input.facts
	old.kind == "dependency"
	old.effect == "removed"
	old.name == fact.name
	loose(old)
}
