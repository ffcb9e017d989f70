# METADATA
# title: A workflow starts by itself very often
# description: A schedule starts a workflow more than 48 times a day, and none did so often before.
# custom:
#   severity: low
#   why: 'Every start is at least a minute of CI: every five minutes is 288 a day, whether there is anything to do or not.'
#   fix: Start it by an event, or less often; GitHub itself delays schedules that are shorter than a quarter of an hour.
#   false_positives: Watching something that has no events.
package maestro.library.spending.frequent_schedule

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.schedule"
	fact.effect == "added"
	fact.runs_a_day > 48
	not before(fact)
	finding := {"msg": sprintf("starts %v times a day (%s)", [fact.runs_a_day, fact.cron]), "path": fact.path, "line": fact.line, "action": "spend"}
}

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	old.runs_a_day >= fact.runs_a_day
}
