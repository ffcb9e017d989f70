# METADATA
# title: A version that was published to do harm
# description: A package is added at a version that is known to be malicious, by public reports.
# custom:
#   severity: high
#   why: These versions steal keys, wallets or passwords, or destroy files. They were taken back by the registries, but live on in lock files, caches and mirrors.
#   fix: Take the version before it or the one after; if it was installed anywhere, change every secret that was within its reach.
#   false_positives: 'None known: names and versions are compared exactly.'
package maestro.library.dependencies.known_malicious

deny contains finding if {
	some fact in input.facts
	fact.kind == "dependency"
	fact.effect == "added"
	versions := malicious[registry(fact.ecosystem)][name(fact)]
	bad(versions, fact.version)
	finding := {"msg": sprintf("%s %s was published to do harm", [fact.name, said(fact)]), "path": fact.path, "line": fact.line, "action": "run"}
}

bad(versions, _) if "*" in versions

bad(versions, version) if version in versions

said(fact) := fact.version if fact.version != null

said(fact) := "" if fact.version == null

name(fact) := lower(fact.name)

# Names that tools give to the same registry.
registry(ecosystem) := object.get({"python": "pypi", "pip": "pypi", "ruby": "rubygems", "gem": "rubygems", "rust": "cargo", "crates": "cargo"}, lower(ecosystem), lower(ecosystem))

# From the public reports of registries and of those who found them, 2017 to 2025.
malicious := {
	"npm": {
		"event-stream": {"3.3.6"},
		"flatmap-stream": {"0.1.1"},
		"ua-parser-js": {"0.7.29", "0.8.0", "1.0.0"},
		"coa": {"2.0.3", "2.0.4", "2.1.1", "2.1.3", "3.0.1", "3.1.3"},
		"rc": {"1.2.9", "1.3.9", "2.3.9"},
		"eslint-scope": {"3.7.2"},
		"eslint-config-eslint": {"5.0.2"},
		"node-ipc": {"10.1.1", "10.1.2"},
		"colors": {"1.4.1", "1.4.2", "1.4.44-liberty-2"},
		"faker": {"6.6.6"},
		"crossenv": {"*"},
		"cross-env.js": {"*"},
		"electron-native-notify": {"*"},
		"chalk": {"5.6.1"},
		"debug": {"4.4.2"},
		"ansi-styles": {"6.2.2"},
		"strip-ansi": {"7.1.1"},
		"color-convert": {"3.1.1"},
		"color-name": {"2.0.1"},
		"ansi-regex": {"6.2.1"},
		"supports-color": {"10.2.1"},
		"wrap-ansi": {"9.0.1"},
		"error-ex": {"1.3.3"},
		"is-arrayish": {"0.3.3"},
		"simple-swizzle": {"0.2.3"},
		"backslash": {"0.2.1"},
		"slice-ansi": {"7.1.1"},
		"color": {"5.0.1"},
		"color-string": {"2.1.1"},
		"supports-hyperlinks": {"4.1.1"},
		"has-ansi": {"6.0.1"},
		"chalk-template": {"1.1.1"},
		"@ctrl/tinycolor": {"4.1.1", "4.1.2"},
		"nx": {"20.9.0", "20.10.0", "20.11.0", "20.12.0", "21.5.0", "21.6.0", "21.7.0", "21.8.0"},
		"@solana/web3.js": {"1.95.6", "1.95.7"},
	},
	"pypi": {
		"ultralytics": {"8.3.41", "8.3.42", "8.3.45", "8.3.46"},
		"torchtriton": {"3.0.0"},
		"python3-dateutil": {"*"},
		"jeilyfish": {"*"},
		"colourama": {"*"},
	},
	"rubygems": {
		"rest-client": {"1.6.10", "1.6.11", "1.6.12", "1.6.13"},
		"strong_password": {"0.0.7"},
		"bootstrap-sass": {"3.2.0.3"},
	},
	"cargo": {
		"rustdecimal": {"*"},
	},
}
