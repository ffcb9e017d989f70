# METADATA
# title: An image may be another one tomorrow
# description: An image is named without a tag, or as `latest`, and was not before.
# custom:
#   severity: low
#   why: The same file then gives another program on another day or node, and nobody can say which one ran.
#   fix: Name the version, best with its digest; Renovate and Dependabot keep both current.
#   false_positives: Images that a build or Kustomize puts in place (`controller:latest`). Tests, examples and stages of builds are not named.
package maestro.library.dependencies.mutable_image

import data.maestro.library.dependencies.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "container.image"
	fact.effect == "added"
	fact.pin == "latest"
	not placeholder(fact.image)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s may be another image tomorrow", [fact.image]), "path": fact.path, "line": fact.line, "action": "run"}
}

# A name alone, without who publishes it, that a build puts something in the place of.
placeholder(image) if regex.match(`^(?:controller|manager|app|image|placeholder|IMAGE|PLACEHOLDER)(?::latest)?$|[<>{}%$]|^$|^localhost|^ko://|^(?:k?dev|local)\b`, image)

name(image) := split(image, ":")[0]

before(fact) if {
	some old in input.facts
	old.kind == "container.image"
	old.effect == "removed"
	old.pin == "latest"
	name(old.image) == name(fact.image)
}

before(fact) if {
	some old in input.facts
	old.kind == "container.image"
	old.effect == "removed"
	old.pin == "latest"
	old.path == fact.path
	old.name == fact.name
}
