# METADATA
# title: An image is built with a script straight from the network
# description: A Dockerfile downloads a script and hands it to a shell in one breath.
# custom:
#   severity: medium
#   why: Nobody sees what is run, and who changes the file on that server puts code into every image that is built from then on.
#   fix: Use a package with a version, or a download whose checksum is compared before it is run.
#   false_positives: An address that names a whole commit is not named; installers that have no other form (rustup, nvm) are; list their hosts in `data.maestro.trusted_hosts`. Tests and examples are not judged.
package maestro.library.dependencies.download_and_run

import data.maestro.library.dependencies.sample

warn contains finding if {
	some fact in input.facts
	fact.kind == "container.download-and-run"
	fact.effect == "added"
	not regex.match(`[0-9a-f]{40}`, fact.url)
	not host(fact.url) in trusted
	not sample.is(fact.path)
	not before(fact)
	finding := {"msg": sprintf("what %s gives is run without a look", [address(fact.url)]), "path": fact.path, "line": fact.line, "action": "run"}
}

address(url) := "a server" if url == "?"

address(url) := url if url != "?"

default trusted := set()

trusted := {name | some name in data.maestro.trusted_hosts}

default host(_) := "?"

host(url) := split(split(url, "://")[1], "/")[0] if contains(url, "://")

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	host(old.url) == host(fact.url)
}
