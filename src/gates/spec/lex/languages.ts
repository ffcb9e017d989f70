import { extensionOf, type Path } from '../../../model/path.ts'
import { lexGo } from './go.ts'
import { lexJava } from './java.ts'
import { lexPython } from './python.ts'
import { lexRuby } from './ruby.ts'
import { lexRust } from './rust.ts'
import { lexScript } from './script.ts'
import type { Lexed, Text } from './token.ts'

const LANGUAGES = ['script', 'python', 'go', 'java', 'ruby', 'rust'] as const
/** `script` is TypeScript and JavaScript. */
export type Language = (typeof LANGUAGES)[number]

const EXTENSIONS: Readonly<Record<Language, readonly string[]>> = {
  script: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'],
  python: ['py', 'pyi'],
  go: ['go'],
  java: ['java'],
  ruby: ['rb', 'rake'],
  rust: ['rs'],
}

const BY_EXTENSION: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.flatMap((language) => EXTENSIONS[language].map((extension): [string, Language] => [extension, language])),
)

/** Extensions whose files cannot hold JSX: there, `<T>` before a value is a type assertion. */
const WITHOUT_JSX: ReadonlySet<string> = new Set(['ts', 'mts', 'cts'])

const LEXERS: Readonly<Record<Language, (text: Text, extension: string) => Lexed>> = {
  script: (text, extension) => lexScript(text, !WITHOUT_JSX.has(extension)),
  python: lexPython,
  go: lexGo,
  java: lexJava,
  ruby: lexRuby,
  rust: lexRust,
}

/** Every extension of a language that can be read. */
export const CODE_EXTENSIONS: readonly string[] = LANGUAGES.flatMap((language) => EXTENSIONS[language])

export function languageOf(path: Path): Language | undefined {
  return BY_EXTENSION.get(extensionOf(path))
}

/** The tokens of a text in the language of its path, whatever it holds: never throws, in time linear in its length. Nothing when the language is not known. */
export function lex(text: Text, path: Path): (Lexed & { readonly language: Language }) | undefined {
  const language = languageOf(path)
  if (!language) return undefined
  const { tokens, isDoubtful } = LEXERS[language](text, extensionOf(path))
  return { language, tokens, isDoubtful }
}
