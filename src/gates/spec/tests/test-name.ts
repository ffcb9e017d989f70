import { globSet } from '../../../model/glob.ts'
import { extensionOf, type Path } from '../../../model/path.ts'
import { type Language, languageOf } from '../lex/languages.ts'

/** Where a test of this file most likely is or would be: by the language's custom, and matched by `tests` if any such name is. */
export function likelyTest(path: Path, tests: readonly string[]): Path {
  const names = customaryNames(path)
  const set = globSet(tests)
  return names.find((name) => set.matches(name)) ?? names[0] ?? path
}

/** The line that binds a test to a card in this file's language. */
export function bindingLine(path: Path, id: string): string {
  const language = languageOf(path)
  return language === 'python' || language === 'ruby' ? `# @spec ${id}` : `// @spec ${id}`
}

function customaryNames(path: Path): readonly Path[] {
  const language = languageOf(path)
  if (!language) return []
  const slash = path.lastIndexOf('/') + 1
  const folder = path.slice(0, slash)
  const extension = extensionOf(path)
  const stem = path.slice(slash, path.length - extension.length - 1)
  const below = folder.replace(/^(?:src|lib|app)\//, '')
  return NAMES[language]({ folder, below, stem, extension })
}

interface NameParts {
  readonly folder: string
  /** The folder without a leading `src/`, `lib/` or `app/`. */
  readonly below: string
  readonly stem: string
  readonly extension: string
}

const NAMES: Readonly<Record<Language, (parts: NameParts) => readonly Path[]>> = {
  script: ({ folder, below, stem, extension }) => [
    `${folder}${stem}.test.${extension}`,
    `test/${below}${stem}.test.${extension}`,
    `tests/${below}${stem}.test.${extension}`,
    `${folder}${stem}.spec.${extension}`,
    `${folder}__tests__/${stem}.${extension}`,
  ],
  python: ({ folder, below, stem }) => [
    `tests/${below}test_${stem}.py`,
    `test/${below}test_${stem}.py`,
    `${folder}test_${stem}.py`,
    `${folder}${stem}_test.py`,
  ],
  go: ({ folder, stem }) => [`${folder}${stem}_test.go`],
  java: ({ folder, stem }) => [`${folder.replace('src/main/', 'src/test/')}${stem}Test.java`],
  ruby: ({ folder, below, stem }) => [`spec/${below}${stem}_spec.rb`, `test/${below}${stem}_test.rb`, `${folder}${stem}_spec.rb`],
  rust: ({ folder, stem }) => [`${folder}${stem}.rs`, `tests/${stem}.rs`],
}
