import { quoted } from '../../values/rego-text.ts'
import type { Position } from './ast.ts'

export type TokenKind =
  | '<Invalid>'
  | '<EOF>'
  | '!'
  | '$'
  | '&'
  | '('
  | ')'
  | '...'
  | ':'
  | '='
  | '@'
  | '['
  | ']'
  | '{'
  | '}'
  | '|'
  | 'Name'
  | 'Int'
  | 'Float'
  | 'String'
  | 'BlockString'

export interface Token {
  readonly kind: TokenKind
  /** Empty for what its kind says. */
  readonly value: string
  readonly at: Position
  /** What is wrong with a token that is none. */
  readonly error?: string
}

export function tokenText({ kind, value }: Token): string {
  return value === '' ? kind : `${kind} ${quoted(value)}`
}
