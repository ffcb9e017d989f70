/** The kinds of tokens. Keywords stand together, those of v0's `future.keywords` last: they count only where they are on. */
export const Tok = {
  Illegal: 0,
  End: 1,
  Name: 2,
  Number: 3,
  String: 4,
  RawString: 5,
  /** `$"…"` and `` $`…` `` without an expression. */
  Template: 6,
  /** `$"…{`, `}…{` and `}…"`. */
  TemplateHead: 7,
  TemplateMiddle: 8,
  TemplateTail: 9,
  OpenBracket: 10,
  CloseBracket: 11,
  OpenBrace: 12,
  CloseBrace: 13,
  OpenParen: 14,
  CloseParen: 15,
  Comma: 16,
  Colon: 17,
  Semicolon: 18,
  Dot: 19,
  Assign: 20,
  Unify: 21,
  Equal: 22,
  NotEqual: 23,
  Less: 24,
  LessEqual: 25,
  Greater: 26,
  GreaterEqual: 27,
  Or: 28,
  And: 29,
  Plus: 30,
  Minus: 31,
  Times: 32,
  Divide: 33,
  Remainder: 34,
  Package: 35,
  Import: 36,
  As: 37,
  Default: 38,
  Else: 39,
  Not: 40,
  Some: 41,
  With: 42,
  Null: 43,
  True: 44,
  False: 45,
  In: 46,
  Every: 47,
  Contains: 48,
  If: 49,
}

export const FIRST_KEYWORD = Tok.Package
export const FIRST_FUTURE_KEYWORD = Tok.In

/** OPA's names, which its messages use; those of infix operators are the names of their builtins. */
export const tokenNames: readonly string[] = [
  'illegal',
  'eof',
  'identifier',
  'number',
  'string',
  'string',
  'template-string-end',
  'template-string-part',
  'template-string-part',
  'template-string-end',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  ':',
  ';',
  '.',
  'assign',
  'eq',
  'equal',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'or',
  'and',
  'plus',
  'minus',
  'mul',
  'div',
  'rem',
  'package',
  'import',
  'as',
  'default',
  'else',
  'not',
  'some',
  'with',
  'null',
  'true',
  'false',
  'in',
  'every',
  'contains',
  'if',
]

/** Keywords of v0 that need no import. */
export const keywordsV0: ReadonlySet<string> = new Set(tokenNames.slice(FIRST_KEYWORD, FIRST_FUTURE_KEYWORD))
export const futureKeywords: readonly string[] = tokenNames.slice(FIRST_FUTURE_KEYWORD)
export const keywordsV1: ReadonlySet<string> = new Set(tokenNames.slice(FIRST_KEYWORD))

/** The kind of a name: `Tok.Name` or that of the keyword it is. No substring is made: names are by far the most tokens. */
export function nameKind(text: string, start: number, end: number): number {
  switch (end - start) {
    case 2:
      return text.startsWith('in', start) ? Tok.In : text.startsWith('if', start) ? Tok.If : text.startsWith('as', start) ? Tok.As : Tok.Name
    case 3:
      return text.startsWith('not', start) ? Tok.Not : Tok.Name
    case 4:
      return fourLetters(text, start)
    case 5:
      return text.startsWith('false', start) ? Tok.False : text.startsWith('every', start) ? Tok.Every : Tok.Name
    case 6:
      return text.startsWith('import', start) ? Tok.Import : Tok.Name
    case 7:
      return text.startsWith('package', start) ? Tok.Package : text.startsWith('default', start) ? Tok.Default : Tok.Name
    case 8:
      return text.startsWith('contains', start) ? Tok.Contains : Tok.Name
    default:
      return Tok.Name
  }
}

function fourLetters(text: string, start: number): number {
  if (text.startsWith('some', start)) return Tok.Some
  if (text.startsWith('with', start)) return Tok.With
  if (text.startsWith('true', start)) return Tok.True
  if (text.startsWith('else', start)) return Tok.Else
  return text.startsWith('null', start) ? Tok.Null : Tok.Name
}
