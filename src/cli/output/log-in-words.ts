import { type Logger, pino } from 'pino'
import { shorten } from '../../cards/visible-text.ts'
import { isObject } from '../../model/json.ts'

const MAX_LENGTH = 300

/** A log for a person: what goes wrong is told to `each` in words, once, in place of lines of JSON. */
export function logInWords(each: (words: string) => void): Logger {
  const told = new Set<string>()
  return pino(
    { level: 'error' },
    {
      write(line: string) {
        const words = wordsOf(line)
        if (told.has(words)) return
        told.add(words)
        each(words)
      },
    },
  )
}

function wordsOf(line: string): string {
  const entry = parsed(line)
  const error = isObject(entry?.['err']) ? entry['err'] : undefined
  const parts = new Set([entry?.['msg'], error?.['message']].filter((part) => typeof part === 'string' && part !== ''))
  return shorten(parts.size === 0 ? line.trim() : [...parts].join(': '), MAX_LENGTH)
}

function parsed(line: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
