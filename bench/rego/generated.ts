/** A rule of six lines, each with a literal of its own. */
function rule(index: number): string {
  return `deny contains msg if {
	input.file.prefix == "svc-${index}"
	input.file.action != "create"
	msg := sprintf("rule ${index}: %s of %s", [input.file.action, input.file.path])
}

`
}

const mixed = (index: number): string => `# METADATA
# title: limit ${index}
limit_${index} := n if {
	some team in input.teams
	team.name == "team-${index}"
	not team.archived
	n := count([member | some member in team.members; startswith(member, "m-")])
} else := 0

names_${index}[team.name] := {"owners": owners, "size": size(team)} if {
	some team in input.teams
	owners := {owner | some owner in team.owners; every part in split(owner, "/") { part != "" }}
	team.level >= ${index}
}

`

/** Rules that all look for one literal. */
export function manyRules(count: number): string {
  return `package generated.rules\n\n${Array.from({ length: count }, (_, index) => rule(index)).join('')}`
}

/** A module of so many lines, with most of what policies have in it. */
export function moduleOfLines(lines: number): string {
  let text = 'package generated.mixed\n\nsize(team) := count(team.members)\n\n'
  for (let index = 0; text.split('\n').length <= lines; index++) text += mixed(index)
  return text
}
