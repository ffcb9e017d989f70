import { BuiltinError } from '../../errors.ts'
import { MAX_DEPTH, type Position } from './ast.ts'
import { Lexer } from './lexer.ts'
import { type Token, type TokenKind, tokenText } from './tokens.ts'

/** What is wrong with a document, and where. Without a place for a document that is no text. */
export class GraphqlError extends Error {
  override name = 'GraphqlError'
  readonly at: Position | undefined
  constructor(message: string, at: Position | undefined) {
    super(message)
    this.at = at
  }

  /** As OPA tells it. */
  toBuiltinError(): BuiltinError {
    return new BuiltinError(`${this.message} in GraphQL string at location ${this.at?.line ?? 0}:${this.at?.column ?? 0}`)
  }
}

/** The tokens of a document, one ahead. Throws a GraphqlError in gqlparser's words. */
export class TokenReader {
  private readonly lexer: Lexer
  private peeked: Token | undefined
  private last: Token | undefined
  private depth = 0
  constructor(text: string) {
    this.lexer = new Lexer(text)
  }

  get peek(): Token {
    this.peeked ??= this.lexer.next()
    return this.peeked
  }

  /** The token that was read last. */
  get previous(): Token {
    return this.last ?? this.peek
  }

  next(): Token {
    const token = this.peek
    this.peeked = undefined
    this.last = token
    if (token.error !== undefined) throw new GraphqlError(token.error, token.at)
    return token
  }

  skip(kind: TokenKind): boolean {
    if (this.peek.kind !== kind) return false
    this.next()
    return true
  }

  expect(kind: TokenKind): Token {
    if (this.peek.kind === kind) return this.next()
    throw new GraphqlError(`Expected ${kind}, found ${this.peek.kind}`, this.peek.at)
  }

  keyword(value: string): Token {
    const token = this.peek
    if (token.kind === 'Name' && token.value === value) return this.next()
    throw new GraphqlError(`Expected "${value}", found ${tokenText(token)}`, token.at)
  }

  name(): string {
    return this.expect('Name').value
  }

  unexpected(token: Token = this.peek): GraphqlError {
    return new GraphqlError(`Unexpected ${tokenText(token)}`, token.at)
  }

  /** What stands between `start` and `end`; nothing where `start` does not come. */
  many<T>(start: TokenKind, end: TokenKind, item: () => T): T[] {
    const items: T[] = []
    if (!this.skip(start)) return items
    this.enter()
    while (this.peek.kind !== end) items.push(item())
    this.depth -= 1
    this.next()
    return items
  }

  /** The same, but at least one. */
  some<T>(start: TokenKind, end: TokenKind, item: () => T): T[] {
    const isThere = this.peek.kind === start
    const items = this.many(start, end, item)
    if (isThere && items.length === 0) throw new GraphqlError(`expected at least one definition, found ${end}`, this.previous.at)
    return items
  }

  enter(): void {
    this.depth += 1
    if (this.depth > MAX_DEPTH) throw new GraphqlError('Document nests too deeply', this.peek.at)
  }

  leave(): void {
    this.depth -= 1
  }
}
