# METADATA
# title: Everybody may do something with a resource
# description: A resource's AWS policy allows an action to the principal `*` without a condition. It blocks unless all that is allowed is reading objects, calling an API or searching, which warns.
# custom:
#   severity: high
#   why: 'Anybody with an AWS account, or without one, may do it: write to the bucket, read the queue, take the role over. Most leaks of buckets were one such statement.'
#   fix: Name the accounts or roles, or put a condition on `aws:PrincipalOrgID` or the source.
#   false_positives: 'A website''s bucket is public on purpose, and a domain of OpenSearch in a VPC is kept by its network: these only warn. The statement that every endpoint of a VPC starts with (`*` on `*`) is not named.'
package maestro.library.iam.public_principal

import data.maestro.library.iam.sample

deny contains finding if {
	some fact in new_grants
	not reading(fact)
	finding := object.union(where(fact), {"msg": sprintf("everybody may %s", [fact.action])})
}

warn contains finding if {
	some fact in new_grants
	reading(fact)
	finding := object.union(where(fact), {"msg": sprintf("everybody may %s", [fact.action])})
}

new_grants contains fact if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	fact.provider == "aws"
	fact.principal == "*"
	not fact.conditioned
	not endpoint(fact)
	not sample.is(fact.path)
	not before(fact)
}

# What is often meant for everybody, or is kept by a network that the policy does not show (domains of OpenSearch in a VPC).
reading(fact) if lower(fact.action) in {"s3:getobject", "s3:getobjectversion", "s3:listbucket", "execute-api:invoke"}

reading(fact) if startswith(lower(fact.action), "es:")

endpoint(fact) if {
	fact.action == "*"
	fact.resource == "*"
}

before(fact) if {
	some old in input.facts
	old.kind == "iam.grant"
	old.effect == "removed"
	old.principal == "*"
	lower(old.action) == lower(fact.action)
	not old.conditioned
}

where(fact) := {"path": fact.path, "line": fact.line, "action": "grant"}
