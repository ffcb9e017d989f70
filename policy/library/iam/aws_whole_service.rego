# METADATA
# title: A policy allows all of a service on every resource
# description: An AWS policy allows `s3:*`, `kms:*`, `secretsmanager:*` or all of another service that holds data or power, on every resource.
# custom:
#   severity: medium
#   why: 'It also allows what nobody meant: to read every secret, delete every bucket, switch off encryption.'
#   fix: Name the actions (`s3:GetObject`) and the resources.
#   false_positives: An administrator's role of one service. Files in folders of tests and examples are not judged.
package maestro.library.iam.aws_whole_service

import data.maestro.library.iam.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	whole(fact)
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("%s is allowed on every resource", [fact.action]), "path": fact.path, "line": fact.line, "action": "grant"}
}

services := {"s3", "kms", "secretsmanager", "ssm", "dynamodb", "rds", "lambda", "ec2", "organizations", "sts", "ecr", "cognito-idp", "cloudformation"}

whole(fact) if {
	fact.provider == "aws"
	parts := split(lower(fact.action), ":")
	parts[0] in services
	parts[1] == "*"
	fact.resource == "*"
	fact.principal == null
	not fact.conditioned
}

before(fact) if {
	some old in input.facts
	old.kind == "iam.grant"
	old.effect == "removed"
	old.resource == "*"
	lower(old.action) in {"*", "*:*", lower(fact.action)}
}
