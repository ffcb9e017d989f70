import type { StringTerm } from '../syntax/ast.ts'

/** A string as it was written: raw where it was, and can be. */
export function quote({ value, raw = false }: StringTerm): string {
  return raw && canBeRaw(value) ? `\`${value}\`` : quoteText(value)
}

export function quoteText(value: string): string {
  // The one character that JSON leaves as it is and Rego does not take.
  return JSON.stringify(value).replaceAll('\ufeff', '\\ufeff')
}

export function canBeRaw(value: string): boolean {
  return !value.includes('`') && !value.includes('\0') && !value.includes('\ufeff')
}

/** Text between the expressions of a template. */
export function templateText(value: string, raw: boolean): string {
  return (raw ? value : quoteText(value).slice(1, -1)).replaceAll('{', '\\{')
}

/** Whether a name can stand after a dot. */
export function isName(value: string): boolean {
  if (value === '') return false
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
    if (!isLetter && (at === 0 || code < 48 || code > 57)) return false
  }
  return true
}
