# METADATA
# title: A large machine is rented
# description: A machine of the largest kinds, or with GPUs, is added, and none was in its place.
# custom:
#   severity: medium
#   why: Such a machine costs thousands of dollars a month, whether it is used or not.
#   fix: Use a smaller one, or one that is there only while it works; say in the description what it costs.
#   false_positives: Databases and training that need it. Tests and examples are not judged.
package maestro.library.spending.large_machine

import data.maestro.library.spending.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "cloud.machine"
	fact.effect == "added"
	large(fact.type)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s is %s", [fact.name, fact.type]), "path": fact.path, "line": fact.line, "action": "spend"}
}

large(type) if regex.match(`(?i)\.(?:metal(?:-\w+)?|(?:8|9|1\d|2\d|3\d|4\d|5\d|6\d|9\d|112)xlarge)$|(?:^|\.)(?:p[2-6]\w*|g[4-6]\w*|trn\d\w*|inf\d\w*)\.\d*xlarge$|^(?:a2|a3|a4|g2)-|^[a-z]\d\w?-\w+-(?:3[2-9]|[4-9]\d|\d{3})$|^Standard_N[CDV]|^Standard_[A-Z]+(?:3[2-9]|[4-9]\d|\d{3})`, type)

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	large(old.type)
}
