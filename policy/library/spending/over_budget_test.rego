package maestro.library.spending.over_budget_test

import data.maestro.library.spending.over_budget

cost(low, value, high) := {"usd": {"value": value, "low": low, "high": high, "source": "history"}}

said(voice, budgets, predicted) := found if {
	found := over_budget[voice] with input as {"context": {"budgets": budgets}, "cost": predicted}
}

test_what_is_surely_too_much_blocks if {
	count(said("deny", {"usd": 10}, cost(11, 15, 30))) == 1
	count(said("warn", {"usd": 10}, cost(11, 15, 30))) == 0
}

test_what_is_likely_too_much_warns if {
	count(said("deny", {"usd": 10}, cost(4, 15, 30))) == 0
	count(said("warn", {"usd": 10}, cost(4, 15, 30))) == 1
}

test_what_is_likely_enough_is_fine if count(said("warn", {"usd": 10}, cost(4, 8, 30))) == 0

test_without_a_budget_nothing_is_said if count(said("deny", {}, cost(11, 15, 30))) == 0

test_a_budget_of_something_else_is_not_meant if count(said("deny", {"gco2e": 1}, cost(11, 15, 30))) == 0

test_without_a_prediction_nothing_is_said if {
	found := over_budget.deny with input as {"context": {"budgets": {"usd": 10}}}
	count(found) == 0
}
