# METADATA
# title: Workflows of any repository may take a role
# description: A role trusts the OIDC provider of GitHub Actions, GitLab or another service without a condition on the subject.
# custom:
#   severity: high
#   why: Every repository of that service can then take the role, those of strangers too; the audience is the same for all. Datadog and others found such roles in hundreds of accounts.
#   fix: Put a condition on the subject, such as `token.actions.githubusercontent.com:sub` = `repo:acme/shop:ref:refs/heads/main`.
#   false_positives: None known. Conditions that name the repository by another claim of the token (`repository`, `job_workflow_ref`) count too.
package maestro.library.iam.oidc_any_repository

import data.maestro.library.iam.sample

deny contains finding if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	open_trust(fact)
	not sample.is(fact.path)
	finding := {"msg": sprintf("any repository of %s may take this role", [issuer(fact)]), "path": fact.path, "line": fact.line, "action": "grant"}
}

issuers := {"token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io", "oidc.circleci.com", "api.bitbucket.org", "agent.buildkite.com"}

issuer(fact) := [name | some name in issuers; contains(fact.principal, name)][0]

open_trust(fact) if {
	fact.provider == "aws"
	lower(fact.action) == "sts:assumerolewithwebidentity"
	startswith(fact.principal, "Federated:")
	issuer(fact)
	not bound(fact)
}

# A claim that a variable names is not known: nothing is said of it.
bound(fact) if regex.match(`:(?:sub|repository|repository_id|repository_owner|repository_owner_id|job_workflow_ref|project_id|project_path|namespace_id|namespace_path|terraform_\w+|organization_slug)(?: |$)|\$\{|\?|\(`, fact.conditions)
