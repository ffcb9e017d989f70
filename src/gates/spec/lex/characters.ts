/** Code units that lexers know by name. */
export const TAB = 9
export const LF = 10
export const CR = 13
const SPACE = 32
export const QUOTE = 34
export const HASH = 35
export const DOLLAR = 36
export const PERCENT = 37
export const APOSTROPHE = 39
export const OPEN_PAREN = 40
export const CLOSE_PAREN = 41
export const STAR = 42
export const COMMA = 44
export const MINUS = 45
export const DOT = 46
export const SLASH = 47
export const COLON = 58
export const LESS = 60
export const EQUALS = 61
export const GREATER = 62
export const QUESTION = 63
export const OPEN_BRACKET = 91
export const BACKSLASH = 92
export const CLOSE_BRACKET = 93
const UNDERSCORE = 95
export const BACKTICK = 96
export const OPEN_BRACE = 123
export const CLOSE_BRACE = 125
const LINE_SEPARATOR = 0x2028
const PARAGRAPH_SEPARATOR = 0x2029

/** What some compiler ends a line at. Ending a comment too early shows code as code; ending it too late would hide code. */
export function isLineEnd(code: number): boolean {
  return code === LF || code === CR || code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR
}

/** White space within a line: ASCII's, the no-break space and the byte order mark. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === 11 || code === 12 || code === 0xa0 || code === 0xfeff
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

export function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

/** Can be in a name: letters, digits, `_`, `$` and everything beyond ASCII that is no white space. */
export function isWord(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === UNDERSCORE || code === DOLLAR || (code >= 128 && !isBlank(code) && !isLineEnd(code))
}

/** Part of an operator, so that `+ +` and `++` stay different: anything that is no bracket, comma, semicolon, quote or slash. */
export function isOperator(code: number): boolean {
  return OPERATORS.has(code)
}

const OPERATORS: ReadonlySet<number> = new Set([...'!%&*+-.:<=>?^|~'].map((char) => char.charCodeAt(0)))
