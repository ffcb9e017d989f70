# METADATA
# title: A workflow runs a script straight from the network
# description: A script is downloaded and handed to a shell in one breath.
# custom:
#   severity: medium
#   why: 'Nobody sees what is run, and who changes the file on that server runs code with the workflow''s secrets: in 2021 that is how Codecov''s uploader took the environment of thousands of builds.'
#   fix: Use a pinned action, a package, or a download whose checksum is compared before it is run.
#   false_positives: An address that names a whole commit is not named. Installers that have no other form (rustup) are; list their hosts in `data.maestro.trusted_hosts`.
package maestro.library.ci.download_and_run

warn contains finding if {
	some fact in input.facts
	fact.kind == "workflow.download-and-run"
	fact.effect == "added"
	not regex.match(`[0-9a-f]{40}`, fact.url)
	not trusted(fact.url)
	not before(fact)
	finding := {
		"msg": sprintf("what %s gives is run without a look", [address(fact.url)]),
		"path": fact.path,
		"line": fact.line,
		"action": "run",
	}
}

address(url) := "a server" if url == "?"

address(url) := url if url != "?"

host(url) := split(split(url, "://")[1], "/")[0] if contains(url, "://")

trusted(url) if host(url) in data.maestro.trusted_hosts

# Another version from the same place is nothing new.
before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	host(old.url) == host(fact.url)
}

before(fact) if {
	some old in input.facts
	old.kind == fact.kind
	old.effect == "removed"
	old.url == fact.url
}
