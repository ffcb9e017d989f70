import { type Logger, pino } from 'pino'
import { shorten } from '../../cards/visible-text.ts'
import { isObject } from '../../model/json.ts'

const MAX_LENGTH = 300

/** The app's log in a demo: what goes wrong is told to `each` in words, once, in place of lines of JSON between the rows. */
export function appLog(each: (words: string) => void): Logger {
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
  const parts = [entry?.['msg'], error?.['message']].filter((part) => typeof part === 'string' && part !== '')
  return shorten(parts.length === 0 ? line.trim() : parts.join(': '), MAX_LENGTH)
}

function parsed(line: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
