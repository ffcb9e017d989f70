const HTML: Readonly<Record<string, string>> = { '"': '&#34;', "'": '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;', '\0': '\ufffd' }
const JS: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"', '<': '\\u003C', '>': '\\u003E', '&': '\\u0026', '=': '\\u003D' }

/** As Go's template.HTMLEscapeString. */
export function htmlEscaped(text: string): string {
  return text.replace(/["'&<>\0]/g, (character) => HTML[character] ?? character)
}

/** As Go's template.JSEscapeString. */
export function jsEscaped(text: string): string {
  return text.replace(/[\\'"<>&=]|[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0
    return JS[character] ?? `\\u${point.toString(16).toUpperCase().padStart(4, '0')}`
  })
}
