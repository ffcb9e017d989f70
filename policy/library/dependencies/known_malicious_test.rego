package maestro.library.dependencies.known_malicious_test

import data.maestro.library.dependencies.known_malicious

dependency(effect, name, version, more) := object.union(
	{
		"kind": "dependency", "effect": effect, "path": "package-lock.json", "line": 30, "ecosystem": "npm", "name": name, "version": version, "range": null,
		"scope": "runtime", "direct": true, "source": "registry", "licence": null, "install_script": false, "manifest": "package.json",
	},
	more,
)

denied(facts) := found if {
	found := known_malicious.deny with input as {"facts": facts}
}

test_event_stream_blocks if count(denied([dependency("added", "event-stream", "3.3.6", {})])) == 1

test_another_version_of_it_is_fine if count(denied([dependency("added", "event-stream", "3.3.5", {})])) == 0

test_every_version_of_a_name_that_deceives_blocks if count(denied([dependency("added", "crossenv", "6.1.1", {})])) == 1

test_names_of_another_registry_are_others if count(denied([dependency("added", "rc", "1.2.9", {"ecosystem": "pypi"})])) == 0

test_pypi_too if count(denied([dependency("added", "ultralytics", "8.3.41", {"ecosystem": "pypi"})])) == 1

test_taking_it_out_is_fine if count(denied([dependency("removed", "event-stream", "3.3.6", {}), dependency("added", "event-stream", "4.0.1", {})])) == 0
