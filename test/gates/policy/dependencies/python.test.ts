import { describe, expect, it } from 'vitest'
import { dependencies, read } from './reading.ts'

describe('requirements of pip', () => {
  it('are read with their options, comments and joined lines', () => {
    const text = `# what we need
--index-url https://pypi.acme.test/simple
-r base.txt
Django[argon2]==4.2.1 ; python_version >= "3.9"  # pinned
my_lib.core >=1.0,<2 \\
    --hash=sha256:abc \\
    --hash=sha256:def
bare
tool @ git+https://github.com/acme/tool.git@main
wheel @ https://files.acme.test/wheel-1.0-py3-none-any.whl
-e git+ssh://git@git.acme.test/x.git#egg=Editable_One
-e ./local
`
    expect(dependencies('requirements/dev.txt', text)).toEqual({
      django: { line: 4, range: '==4.2.1', version: '4.2.1', source: 'registry' },
      'my-lib-core': { line: 5, range: '>=1.0,<2', source: 'registry' },
      bare: { line: 8, source: 'registry' },
      tool: { line: 9, range: 'git+https://github.com/acme/tool.git@main', source: 'git', host: 'github.com' },
      wheel: { line: 10, range: 'https://files.acme.test/wheel-1.0-py3-none-any.whl', source: 'url', host: 'files.acme.test' },
      'editable-one': { line: 11, range: 'git+ssh://git@git.acme.test/x.git#egg=Editable_One', source: 'git', host: 'git.acme.test' },
      './local': { line: 12, range: './local', source: 'path' },
    })
  })

  it.each(['requirements.txt', 'dev-requirements.txt', 'requirements-test.in', 'requirements/base.txt', 'api/requirements_dev.txt'])('are in %s', (path) => {
    expect(dependencies(path, 'flask')).toHaveProperty('flask')
  })

  it('show no user name or token of an address that stands for a name', () => {
    expect(Object.keys(dependencies('requirements.txt', 'https://user:secret@files.acme.test/x.zip'))).toEqual(['https://files.acme.test/x.zip'])
  })

  it('are not in prose: where a line is none, it is named', () => {
    expect(read('requirements.txt', 'flask\nThe user shall be able to log in\n').problem).toEqual({ line: 2, message: 'not a requirement of pip' })
    expect(read('docs/requirement-list.md', 'flask').facts).toEqual([])
  })
})

describe('pyproject.toml', () => {
  it('has the tables of the standards, of Poetry and of uv', () => {
    const text = `[build-system]
requires = ["hatchling"]

[project]
name = "shop"
dependencies = [
  "httpx>=0.27",
  'Flask_Login==0.6',
]

[project.optional-dependencies]
docs = ["sphinx"]

[dependency-groups]
test = ["pytest>=8", {include-group = "lint"}]

[tool.uv.sources]
httpx = { git = "https://github.com/encode/httpx" }

[tool.poetry.dependencies]
python = "^3.11"
requests = "^2.31"
near = { path = "../near" }
extra = { version = "1.0", optional = true }

[tool.poetry.group.dev.dependencies]
black = "==24.1.0"
`
    expect(dependencies('pyproject.toml', text)).toEqual({
      hatchling: { line: 2, scope: 'build', direct: true, source: 'registry' },
      httpx: { line: 7, range: '>=0.27', scope: 'runtime', direct: true, source: 'git', host: 'github.com' },
      'flask-login': { line: 8, range: '==0.6', version: '0.6', scope: 'runtime', direct: true, source: 'registry' },
      sphinx: { line: 12, scope: 'optional', direct: true, source: 'registry' },
      pytest: { line: 15, range: '>=8', scope: 'development', direct: true, source: 'registry' },
      requests: { line: 22, range: '^2.31', scope: 'runtime', direct: true, source: 'registry' },
      near: { line: 23, scope: 'runtime', direct: true, source: 'path' },
      extra: { line: 24, range: '1.0', scope: 'optional', direct: true, source: 'registry' },
      black: { line: 27, range: '==24.1.0', version: '24.1.0', scope: 'development', direct: true, source: 'registry' },
    })
  })
})

describe('lock files of Python', () => {
  it('poetry.lock', () => {
    const text = `[[package]]
name = "Requests"
version = "2.31.0"
optional = false
groups = ["main", "dev"]

[[package]]
name = "forge"
version = "0.1.0"
optional = false
groups = ["dev"]

[package.source]
type = "git"
url = "https://github.com/acme/forge.git"

[[package]]
name = "old"
version = "1.0"
optional = true
category = "main"
`
    expect(dependencies('poetry.lock', text)).toEqual({
      requests: { line: 1, version: '2.31.0', scope: 'runtime', source: 'registry' },
      forge: { line: 7, version: '0.1.0', scope: 'development', source: 'git', host: 'github.com' },
      old: { line: 17, version: '1.0', scope: 'optional', source: 'registry' },
    })
  })

  it('uv.lock', () => {
    const text = `version = 1

[[package]]
name = "httpx"
version = "0.27.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "pytest"
version = "8.0.0"
source = { git = "https://github.com/pytest-dev/pytest?rev=main#0123" }

[[package]]
name = "anyio"
version = "4.0.0"
source = { url = "https://files.acme.test/anyio-4.0.0.tar.gz" }

[[package]]
name = "shop"
version = "0.1.0"
source = { editable = "." }
dependencies = [{ name = "httpx" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }]
`
    expect(dependencies('uv.lock', text)).toEqual({
      httpx: { line: 3, version: '0.27.0', scope: 'runtime', direct: true, source: 'registry', host: 'pypi.org' },
      pytest: { line: 8, version: '8.0.0', scope: 'development', direct: true, source: 'git', host: 'github.com' },
      anyio: { line: 13, version: '4.0.0', direct: false, source: 'url', host: 'files.acme.test' },
    })
  })

  it('Pipfile.lock', () => {
    const text = JSON.stringify(
      {
        _meta: { hash: {} },
        default: { requests: { version: '==2.31.0', hashes: [] }, forge: { git: 'https://github.com/acme/forge.git', ref: '0123' } },
        develop: { near: { path: './near', editable: true } },
      },
      null,
      1,
    )
    expect(dependencies('Pipfile.lock', text)).toEqual({
      requests: { line: 6, version: '2.31.0', scope: 'runtime', source: 'registry' },
      forge: { line: 10, scope: 'runtime', source: 'git', host: 'github.com' },
      near: { line: 16, scope: 'development', source: 'path' },
    })
  })
})
