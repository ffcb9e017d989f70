import { isArray, isObject, type Json } from '../model/json.ts'
import { valueOr } from '../model/known.ts'
import type { CardView } from './view.ts'

/** The gate whose facts carry objectives' words, and the members of their values that do. */
const GATE = 'okr'
const WORDS: ReadonlySet<string> = new Set(['title', 'objective', 'metric'])

/**
 * The view without objectives' words where everybody could read them: they are shown when the repository is known
 * not to be public, or when settings say so. Ids stay.
 */
export function withoutSecretTitles(view: CardView): CardView {
  if (view.settings.publicTitles || valueOr(view.change.repo.visibility, 'public') !== 'public') return view
  const results = view.decision.results.map((result) =>
    result.gate === GATE ? { ...result, facts: result.facts.map((fact) => ({ ...fact, value: withoutWords(fact.value) })) } : result,
  )
  return { ...view, decision: { ...view.decision, results } }
}

function withoutWords(value: Json): Json {
  if (isArray(value)) return value.map(withoutWords)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, member]) => (WORDS.has(key) || member === undefined ? [] : [[key, withoutWords(member)]])))
}
