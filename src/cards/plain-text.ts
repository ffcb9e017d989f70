import type { Phrase } from '../model/phrase.ts'
import { bounded } from './phrase-bounds.ts'
import { visibleCode, visibleText } from './visible-text.ts'

/** A phrase for places that show text as it is (titles, annotations, a terminal): one line, nothing in it that a terminal or a reader could be tricked by. */
export function plainText(phrase: Phrase): string {
  return bounded(phrase)
    .map((span) => {
      if (typeof span === 'string') return visibleText(span)
      return 'code' in span ? `\`${visibleCode(span.code)}\`` : visibleText(span.strong)
    })
    .join('')
    .trim()
}
