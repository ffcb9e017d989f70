# METADATA
# title: The change costs more than it may
# description: What merging this change is predicted to cost is above the budget. It blocks where even the lower end of the prediction is above it; else it warns.
# custom:
#   severity: high
#   why: A budget that is looked at afterwards is a bill.
#   fix: Make the change smaller or cheaper, or have the budget (`policy.budgets`) raised by who answers for it.
#   false_positives: A prediction without recorded history is a prior; its interval is wide, and so it mostly warns. Nothing is said where there is no budget or no prediction.
package maestro.library.spending.over_budget

deny contains finding if {
	some key, budget in input.context.budgets
	predicted := input.cost[key]
	predicted.low > budget
	finding := {"msg": sprintf("costs %v to %v %s, and may cost %v", [predicted.low, predicted.high, units[key], budget]), "action": "spend"}
}

warn contains finding if {
	some key, budget in input.context.budgets
	predicted := input.cost[key]
	predicted.value > budget
	predicted.low <= budget
	finding := {"msg": sprintf("may cost %v %s (%v to %v), and the budget is %v", [predicted.value, units[key], predicted.low, predicted.high, budget]), "action": "spend"}
}

units := {"usd": "US dollars", "ci_mins": "minutes of CI", "gco2e": "g of CO₂ equivalent"}
