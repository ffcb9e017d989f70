package maestro.library.spending.frequent_schedule_test

import data.maestro.library.spending.frequent_schedule

schedule(effect, cron, runs) := {"kind": "workflow.schedule", "effect": effect, "path": ".github/workflows/poll.yml", "line": 4, "cron": cron, "runs_a_day": runs}

warned(facts) := found if {
	found := frequent_schedule.warn with input as {"facts": facts}
}

test_every_five_minutes_is_named if count(warned([schedule("added", "*/5 * * * *", 288)])) == 1

test_every_hour_is_fine if count(warned([schedule("added", "0 * * * *", 24)])) == 0

test_less_often_than_before_is_fine if count(warned([schedule("removed", "*/5 * * * *", 288), schedule("added", "*/15 * * * *", 96)])) == 0

test_what_cannot_be_counted_is_not_named if count(warned([schedule("added", "@daily", null)])) == 0
