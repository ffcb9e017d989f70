import { describe, expect, it } from 'vitest'
import { dependencies, read } from './reading.ts'

describe('go.mod', () => {
  it('says what is direct, and follows replacements', () => {
    const text = `module example.test/shop

go 1.24

toolchain go1.24.1

require golang.org/x/text v0.14.0

require (
	github.com/acme/one v1.2.3
	github.com/acme/two/v2 v2.0.0 // indirect
	"github.com/acme/near" v0.0.0
)

replace (
	github.com/acme/one v1.2.3 => github.com/fork/one v1.2.4
	github.com/acme/near => ../near
	github.com/acme/unused => github.com/fork/unused v0.1.0
)

exclude github.com/acme/bad v1.0.0
retract [v1.0.0, v1.1.0] // broken
`
    expect(dependencies('go.mod', text)).toEqual({
      'golang.org/x/text': { line: 7, version: 'v0.14.0', direct: true, source: 'registry' },
      'github.com/acme/two/v2': { line: 11, version: 'v2.0.0', direct: false, source: 'registry' },
      'github.com/fork/one': { line: 16, version: 'v1.2.4', direct: true, source: 'registry' },
      '../near': { line: 17, direct: true, source: 'path' },
      'github.com/fork/unused': { line: 18, version: 'v0.1.0', source: 'registry' },
    })
  })

  it('says where it is none', () => {
    expect(read('go.mod', 'module a\nrequired b v1\n').problem).toEqual({ line: 2, message: 'not a line of a go.mod' })
  })
})

describe('Cargo', () => {
  it('Cargo.toml', () => {
    const text = `[dependencies]
serde = "1.0"
rand = { version = "=0.8.5", optional = true }
http = { package = "hyper", git = "https://github.com/hyperium/hyper" }
shared = { workspace = true }

[dev-dependencies]
criterion.version = "0.5"

[target.'cfg(unix)'.build-dependencies]
cc = "1"

[patch.crates-io]
serde = { path = "../serde" }
`
    expect(read('Cargo.toml', text).facts.map(({ name, scope, range, version, source, line }) => [line, name, scope, range, version, source])).toEqual([
      [2, 'serde', 'runtime', '1.0', null, 'registry'],
      [3, 'rand', 'optional', '=0.8.5', '0.8.5', 'registry'],
      [4, 'hyper', 'runtime', null, null, 'git'],
      [5, 'shared', 'runtime', null, null, null],
      [8, 'criterion', 'development', '0.5', null, 'registry'],
      [11, 'cc', 'build', '1', null, 'registry'],
      [14, 'serde', null, null, null, 'path'],
    ])
  })

  it('Cargo.lock', () => {
    const text = `version = 4

[[package]]
name = "shop"
version = "0.1.0"
dependencies = ["serde", "rand 0.8.5"]

[[package]]
name = "serde"
version = "1.0.200"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "rand"
version = "0.7.0"
source = "sparse+https://crates.acme.test/"

[[package]]
name = "rand"
version = "0.8.5"
source = "git+https://github.com/rust-random/rand?tag=0.8.5#0123"
`
    expect(read('Cargo.lock', text).facts.map(({ line, name, version, direct, source, host }) => [line, name, version, direct, source, host])).toEqual([
      [8, 'serde', '1.0.200', true, 'registry', 'github.com'],
      [13, 'rand', '0.7.0', false, 'registry', 'crates.acme.test'],
      [18, 'rand', '0.8.5', true, 'git', 'github.com'],
    ])
  })
})

describe('Gemfile.lock', () => {
  it('says what is direct and where each gem comes from', () => {
    const text = `GIT
  remote: https://github.com/rails/rails.git
  revision: 0123
  specs:
    rails (8.0.0)

PATH
  remote: .
  specs:
    shop (0.1.0)
      rack (>= 3)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.0-x86_64-linux)
    rack (3.0.0)

PLATFORMS
  ruby

DEPENDENCIES
  rack (~> 3.0)
  rails!
  shop!

BUNDLED WITH
   2.5.0
`
    expect(dependencies('Gemfile.lock', text)).toEqual({
      rails: { line: 5, version: '8.0.0', direct: true, source: 'git', host: 'github.com' },
      shop: { line: 10, version: '0.1.0', direct: true, source: 'path' },
      nokogiri: { line: 16, version: '1.16.0-x86_64-linux', direct: false, source: 'registry', host: 'rubygems.org' },
      rack: { line: 17, version: '3.0.0', range: '~> 3.0', direct: true, source: 'registry', host: 'rubygems.org' },
    })
  })
})

describe('Maven and Gradle', () => {
  it('pom.xml', () => {
    const text = `<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.acme</groupId><artifactId>parent</artifactId><version>7</version></parent>
  <properties><junit.version>5.10.0</junit.version></properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>\${junit.version}</version>
      <scope>test</scope>
    </dependency>
    <dependency><groupId>com.acme</groupId><artifactId>core</artifactId><version>[1.0,2.0)</version></dependency>
    <dependency><groupId>com.acme</groupId><artifactId>jar</artifactId><version>1</version><scope>system</scope></dependency>
  </dependencies>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.acme</groupId><artifactId>bom</artifactId><version>3</version><type>pom</type><scope>import</scope></dependency>
  </dependencies></dependencyManagement>
  <build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><version>3.4.0</version></plugin></plugins></build>
</project>
`
    expect(dependencies('api/pom.xml', text)).toEqual({
      'org.acme:parent': { line: 3, version: '7', scope: 'build', direct: true, source: 'registry' },
      'org.junit.jupiter:junit-jupiter': { line: 6, version: '5.10.0', scope: 'development', direct: true, source: 'registry' },
      'com.acme:core': { line: 12, range: '[1.0,2.0)', scope: 'runtime', direct: true, source: 'registry' },
      'com.acme:jar': { line: 13, version: '1', scope: 'runtime', direct: true, source: 'path' },
      'org.acme:bom': { line: 16, version: '3', source: 'registry' },
      'org.apache.maven.plugins:maven-jar-plugin': { line: 18, version: '3.4.0', scope: 'build', direct: true, source: 'registry' },
    })
  })

  it('pom.xml with entities of its own is refused, and expands nothing', () => {
    const text = `<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>\n<project><name>&b;</name></project>`
    expect(read('pom.xml', text)).toEqual({ format: 'xml', values: [], facts: [], problem: { line: 2, message: 'no valid XML: undefined entity.' } })
  })

  it('libs.versions.toml', () => {
    const text = `[versions]
kotlin = "2.0.0"
ktor = { strictly = "[2.3, 3.0)" }

[libraries]
stdlib = { module = "org.jetbrains.kotlin:kotlin-stdlib", version.ref = "kotlin" }
core = { group = "io.ktor", name = "ktor-core", version.ref = "ktor" }
gson = "com.google.code.gson:gson:2.10"

[plugins]
jvm = { id = "org.jetbrains.kotlin.jvm", version.ref = "kotlin" }
`
    expect(dependencies('gradle/libs.versions.toml', text)).toEqual({
      'org.jetbrains.kotlin:kotlin-stdlib': { line: 6, version: '2.0.0', direct: true, source: 'registry' },
      'io.ktor:ktor-core': { line: 7, range: '[2.3, 3.0)', direct: true, source: 'registry' },
      'com.google.code.gson:gson': { line: 8, version: '2.10', direct: true, source: 'registry' },
      'org.jetbrains.kotlin.jvm': { line: 11, version: '2.0.0', scope: 'build', direct: true, source: 'registry' },
    })
  })
})

describe('Composer', () => {
  it('composer.json', () => {
    const text = '{"require":{"php":">=8.2","ext-json":"*","Monolog/Monolog":"^3.0"},"require-dev":{"phpunit/phpunit":"11.0.0"}}'
    expect(dependencies('composer.json', text)).toEqual({
      'monolog/monolog': { line: 1, range: '^3.0', scope: 'runtime', direct: true, source: 'registry' },
      'phpunit/phpunit': { line: 1, range: '11.0.0', version: '11.0.0', scope: 'development', direct: true, source: 'registry' },
    })
    expect(dependencies('composer.json', '{"require":{"a/b":"dev-main"},"repositories":[{"type":"vcs","url":"https://git.acme.test/b"}]}')).toEqual({
      'a/b': { line: 1, range: 'dev-main', scope: 'runtime', direct: true },
    })
  })

  it('composer.lock says licences, and which packages run while others are installed', () => {
    const text = JSON.stringify({
      packages: [
        { name: 'monolog/monolog', version: '3.0.0', license: ['MIT'], type: 'library', 'notification-url': 'https://packagist.org/downloads/' },
        { name: 'acme/fork', version: 'dev-main', source: { type: 'git', url: 'https://github.com/acme/fork.git' }, license: ['GPL-2.0-only', 'MIT'] },
        { name: 'acme/near', version: '1.0', dist: { type: 'path', url: '../near' } },
      ],
      'packages-dev': [{ name: 'acme/plugin', version: '1.0', type: 'composer-plugin', dist: { type: 'zip', url: 'https://files.acme.test/p.zip' } }],
    })
    expect(dependencies('composer.lock', text)).toEqual({
      'monolog/monolog': { line: 1, version: '3.0.0', scope: 'runtime', source: 'registry', host: 'packagist.org', licence: 'MIT', install_script: false },
      'acme/fork': { line: 1, version: 'dev-main', scope: 'runtime', source: 'git', host: 'github.com', licence: 'GPL-2.0-only OR MIT', install_script: false },
      'acme/near': { line: 1, version: '1.0', scope: 'runtime', source: 'path', install_script: false },
      'acme/plugin': { line: 1, version: '1.0', scope: 'development', source: 'url', host: 'files.acme.test', install_script: true },
    })
  })
})

describe('packages.lock.json of NuGet', () => {
  it('tells once of what several frameworks ask for alike', () => {
    const json = { type: 'Direct', requested: '[13.0.3, )', resolved: '13.0.3' }
    const text = JSON.stringify({
      version: 1,
      dependencies: {
        'net8.0': { 'Newtonsoft.Json': json, 'System.Memory': { type: 'Transitive', resolved: '4.5.5' } },
        'net6.0': { 'Newtonsoft.Json': json, shared: { type: 'Project' } },
      },
    })
    expect(read('src/packages.lock.json', text).facts).toHaveLength(3)
    expect(dependencies('src/packages.lock.json', text)).toEqual({
      'Newtonsoft.Json': { line: 1, version: '13.0.3', range: '[13.0.3, )', direct: true, source: 'registry' },
      'System.Memory': { line: 1, version: '4.5.5', direct: false, source: 'registry' },
      shared: { line: 1, direct: false, source: 'path' },
    })
  })
})
