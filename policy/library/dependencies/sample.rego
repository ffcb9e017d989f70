# METADATA
# description: Which files are examples, tests and copies of others' work, that nobody deploys from here. Each family has its own copy, for each can be left out.
package maestro.library.dependencies.sample

is(path) if regex.match(`(?i)(?:^|/)(?:tests?|__tests__|testing|testdata|test[_-]fixtures?|fixtures?|e2e|examples?\d*|samples?|demos?|mocks?|docs?|documentation|vendor|third_party|node_modules)/`, path)

is(path) if regex.match(`(?i)[._-](?:tests?|spec|example|sample)\.[a-z]+$`, path)
