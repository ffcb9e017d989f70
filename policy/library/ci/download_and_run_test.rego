package maestro.library.ci.download_and_run_test

import data.maestro.library.ci.download_and_run

download(effect, url) := {"kind": "workflow.download-and-run", "effect": effect, "path": ".github/workflows/ci.yml", "line": 20, "job": "test", "url": url}

said(facts) := found if {
	found := download_and_run.warn with input as {"facts": facts}
}

test_it_is_named_with_its_address if {
	some finding in said([download("added", "https://codecov.io/bash")])
	finding.msg == "what https://codecov.io/bash gives is run without a look"
}

test_an_address_that_is_not_known_is_named if count(said([download("added", "?")])) == 1

test_a_commit_is_fine if count(said([download("added", "https://raw.githubusercontent.com/a/b/0123456789012345678901234567890123456789/i.sh")])) == 0

test_another_version_is_nothing_new if count(said([download("removed", "https://get.acme.dev/1/i.sh"), download("added", "https://get.acme.dev/2/i.sh")])) == 0

test_a_trusted_host_is_fine if {
	found := download_and_run.warn with input as {"facts": [download("added", "https://sh.rustup.rs")]} with data.maestro.trusted_hosts as ["sh.rustup.rs"]
	count(found) == 0
}
