import type { Gate } from '../model/gate.ts'
import type { Diagnostic } from '../model/settings.ts'
import type { SettingsCode } from './codes.ts'
import { decodeUtf8 } from './decode.ts'
import type { Pointer } from './pointer.ts'
import { diagnose, diagnostic, type Place, type Problem, placesIn, type Span } from './problem.ts'
import { readYaml, type YamlReading } from './read-yaml.ts'
import type { SettingsFile } from './settings-file.ts'
import { validatorsFor } from './validators.ts'
import { schemaProblems } from './words.ts'

export type Role = 'organisation' | 'repository'

/** One settings file without errors, and where each of its values and keys stands. */
export interface Layer {
  readonly file: string
  readonly role: Role
  readonly value: SettingsFile
  readonly places: ReadonlyMap<Pointer, EntryPlaces>
}

interface EntryPlaces {
  readonly value: Place
  /** Of a map's entry; an item of a list has none. */
  readonly key?: Place
}

export type ParsedSettings =
  | { readonly ok: true; readonly layer: Layer; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly layer?: undefined; readonly diagnostics: readonly Diagnostic[] }

/** A settings file larger than this is refused unread. */
export const MAX_SETTINGS_BYTES = 256 * 1024

/**
 * Reads one settings file. `content` is undefined where the path is there but has no bytes to read (a link, a
 * submodule, over the reader's bound). All errors are given, in the file's order and at most a hundred; there is
 * a layer only when there is none. Never throws for what the file contains, and the work is bounded.
 */
export function parseSettings(content: Uint8Array | string | undefined, source: { file: string; role: Role }, gates: readonly Gate[]): ParsedSettings {
  if (content === undefined) return refused('settings.unreadable', 'the settings file is too large, or no ordinary file', source.file)
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength
  if (size > MAX_SETTINGS_BYTES) {
    return refused('settings.too-large', `the settings are too large: ${Math.ceil(size / 1024)} KB, of ${MAX_SETTINGS_BYTES / 1024} KB allowed`, source.file)
  }
  const { text, problem } = typeof content === 'string' ? { text: content.replace(/^\ufeff/, '') } : decodeUtf8(content)
  const place = placesIn(text)
  if (problem) return { ok: false, diagnostics: diagnose([problem], source.file, place) }
  const reading = readYaml(text)
  if (!reading.sound) return { ok: false, diagnostics: diagnose(reading.problems, source.file, place) }
  const problems = [...reading.problems, ...misplacedFloor(reading, source.role)]
  const validate = validatorsFor(gates).file
  const value: unknown = reading.value
  if (!validate(value)) {
    // A value that could not be read as written is not also of the wrong type.
    const told = new Set(reading.problems.map((problem) => problem.start))
    problems.push(...schemaProblems(validate.errors ?? [], reading, text).filter((problem) => !told.has(problem.start)))
    return { ok: false, diagnostics: diagnose(problems, source.file, place) }
  }
  if (problems.length > 0) return { ok: false, diagnostics: diagnose(problems, source.file, place) }
  return { ok: true, layer: { ...source, value, places: placesOf(reading, place) }, diagnostics: [] }
}

/** One schema serves both files, so that editors need one; that a repository cannot set a floor is said here. */
function misplacedFloor(reading: YamlReading, role: Role): readonly Problem[] {
  const span = reading.spans.get('/floor')
  if (role === 'organisation' || !span) return []
  return [{ code: 'settings.not-here', message: '`floor` is set in the organisation’s file only', ...(span.key ?? span.value) }]
}

function placesOf(reading: YamlReading, place: (span: Span) => Place): ReadonlyMap<Pointer, EntryPlaces> {
  const places = new Map<Pointer, EntryPlaces>()
  for (const [pointer, { value, key }] of reading.spans) places.set(pointer, key ? { value: place(value), key: place(key) } : { value: place(value) })
  return places
}

function refused(code: SettingsCode, message: string, file: string): ParsedSettings {
  return { ok: false, diagnostics: [diagnostic(code, message, file, { line: 1, column: 1, endLine: 1, endColumn: 1 })] }
}
