package maestro.library.dependencies.download_and_run_test

import data.maestro.library.dependencies.download_and_run

download(effect, url) := {"kind": "container.download-and-run", "effect": effect, "path": "Dockerfile", "line": 3, "url": url}

warned(facts) := found if {
	found := download_and_run.warn with input as {"facts": facts}
}

test_it_is_named if count(warned([download("added", "https://deb.nodesource.com/setup_20.x")])) == 1

test_what_is_not_known_is_named if count(warned([download("added", "?")])) == 1

test_another_version_is_nothing_new if count(warned([download("removed", "https://deb.nodesource.com/setup_18.x"), download("added", "https://deb.nodesource.com/setup_20.x")])) == 0

test_a_trusted_host_is_fine if {
	found := download_and_run.warn with input as {"facts": [download("added", "https://sh.rustup.rs")]} with data.maestro.trusted_hosts as ["sh.rustup.rs"]
	count(found) == 0
}

test_a_commit_is_fine if count(warned([download("added", "https://raw.githubusercontent.com/a/b/0123456789012345678901234567890123456789/i.sh")])) == 0
