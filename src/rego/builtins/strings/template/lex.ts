import { TemplateError } from './syntax.ts'

export interface Token {
  /** `space` separates operands: `.a .b` are two, `.a.b` is one. */
  readonly kind: 'text' | 'open' | 'close' | 'space' | 'word' | 'field' | 'variable' | 'string' | 'character' | 'number' | 'sign'
  readonly text: string
}

/** Texts and, between `{{` and `}}`, words. Spaces asked away by `{{-` and `-}}` and comments are gone. */
export function tokensOf(template: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let trimNext = false
  for (;;) {
    const open = template.indexOf('{{', at)
    const end = open < 0 ? template.length : open
    const trimsLeft = open >= 0 && template[open + 2] === '-' && isSpace(template[open + 3])
    pushText(tokens, template.slice(at, end), trimNext, trimsLeft)
    if (open < 0) return tokens
    const start = open + (trimsLeft ? 3 : 2)
    const comment = commentEnd(template, start)
    const action = comment ?? readAction(template, start, tokens)
    trimNext = action.trims
    at = action.at
  }
}

function pushText(tokens: Token[], text: string, left: boolean, right: boolean): void {
  const start = left ? text.length - trimmedStart(text).length : 0
  const kept = right ? trimmedEnd(text.slice(start)) : text.slice(start)
  if (kept !== '') tokens.push({ kind: 'text', text: kept })
}

function trimmedStart(text: string): string {
  let start = 0
  while (isSpace(text[start])) start++
  return text.slice(start)
}

function trimmedEnd(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text[end - 1])) end--
  return text.slice(0, end)
}

interface After {
  readonly at: number
  readonly trims: boolean
}

/** Where the closing braces end that stand at `at`, perhaps after ` -`. */
function closing(template: string, at: number): After | undefined {
  if (template.startsWith('}}', at)) return { at: at + 2, trims: false }
  if (isSpace(template[at]) && template.startsWith('-}}', at + 1)) return { at: at + 4, trims: true }
  return undefined
}

function commentEnd(template: string, start: number): After | undefined {
  const at = isSpace(template[start]) && template[start - 1] === '-' ? start + 1 : start
  if (!template.startsWith('/*', at)) return undefined
  const end = template.indexOf('*/', at + 2)
  if (end < 0) throw new TemplateError('unclosed comment')
  const after = closing(template, end + 2)
  if (after === undefined) throw new TemplateError('comment ends before closing delimiter')
  return after
}

function readAction(template: string, start: number, tokens: Token[]): After {
  tokens.push({ kind: 'open', text: '{{' })
  let at = start
  let parens = 0
  for (;;) {
    const after = closing(template, at)
    if (after !== undefined) {
      if (parens > 0) throw new TemplateError('unclosed left paren')
      tokens.push({ kind: 'close', text: '}}' })
      return after
    }
    const token = nextToken(template, at)
    if (token.text === '(') parens++
    if (token.text === ')' && --parens < 0) throw new TemplateError('unexpected right paren')
    tokens.push(token)
    at += token.text.length
  }
}

const WORD = /[\p{L}\p{Nd}_]*/uy
const NUMBER = /[+-]?(?:0[xXbBoO])?[0-9a-fA-F_]*(?:\.[0-9_]*)?(?:(?<=[0-9._])[eE][+-]?[0-9_]+)?/y

function nextToken(template: string, at: number): Token {
  const first = template[at]
  if (first === undefined) throw new TemplateError('unclosed action')
  if (isSpace(first)) {
    let end = at
    while (isSpace(template[end]) && closing(template, end) === undefined) end++
    return { kind: 'space', text: template.slice(at, Math.max(end, at + 1)) }
  }
  if (first === '"') return quotedToken(template, at, '"', 'string')
  if (first === "'") return quotedToken(template, at, "'", 'character')
  if (first === '`') return rawToken(template, at)
  if (first === '.' && !isDigit(template[at + 1])) return { kind: 'field', text: `.${wordAt(template, at + 1)}` }
  if (first === '$') return { kind: 'variable', text: `$${wordAt(template, at + 1)}` }
  if (isDigit(first) || ((first === '+' || first === '-' || first === '.') && /[0-9.]/.test(template[at + 1] ?? ''))) return numberToken(template, at)
  if (template.startsWith(':=', at)) return { kind: 'sign', text: ':=' }
  if ('()|=,'.includes(first)) return { kind: 'sign', text: first }
  const word = wordAt(template, at)
  if (word === '') throw new TemplateError(`unexpected ${JSON.stringify(first)} in action`)
  return { kind: 'word', text: word }
}

function wordAt(template: string, at: number): string {
  WORD.lastIndex = at
  return WORD.exec(template)?.[0] ?? ''
}

function numberToken(template: string, at: number): Token {
  NUMBER.lastIndex = at
  const text = NUMBER.exec(template)?.[0] ?? ''
  if (text === '' || wordAt(template, at + text.length) !== '') throw new TemplateError(`bad number syntax: ${JSON.stringify(template.slice(at, at + 20))}`)
  return { kind: 'number', text }
}

function quotedToken(template: string, at: number, quote: string, kind: 'string' | 'character'): Token {
  for (let end = at + 1; end < template.length && template[end] !== '\n'; end++) {
    if (template[end] === '\\') end++
    else if (template[end] === quote) return { kind, text: template.slice(at, end + 1) }
  }
  throw new TemplateError(kind === 'string' ? 'unterminated quoted string' : 'unterminated character constant')
}

function rawToken(template: string, at: number): Token {
  const end = template.indexOf('`', at + 1)
  if (end < 0) throw new TemplateError('unterminated raw quoted string')
  return { kind: 'string', text: template.slice(at, end + 1) }
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}
