import { APOSTROPHE, BACKTICK, CLOSE_BRACE, HASH, isBlank, isLineEnd, isWord, LESS, OPEN_BRACE, QUOTE, SLASH, STAR } from './characters.ts'
import { childrenPiece, type JsxMode, type NextPiece, startOfElement, type Tags, tagPiece, tagsIn } from './jsx.ts'
import { Scanner } from './scanner.ts'
import { RegularExpressions, templatePiece } from './script-literals.ts'
import { ScriptPosition } from './script-position.ts'
import type { Lexed, Text } from './token.ts'

const EXCLAMATION = 33
/** Code within the `${}` of a template or the `{}` of JSX: how many braces are open in it. */
interface EmbeddedCode {
  readonly kind: 'template-code' | 'jsx-code'
  depth: number
}

/** TypeScript and JavaScript (ECMA-262, clause 12), with `jsx` also what React's files may hold. */
export function lexScript(text: Text, jsx: boolean): Lexed {
  const scanner = new Scanner(text)
  const modes: (EmbeddedCode | JsxMode)[] = []
  const expressions = new RegularExpressions(scanner)
  const position = new ScriptPosition(scanner)
  const tags = jsx ? tagsIn(text) : undefined
  if (scanner.code() === HASH && scanner.code(1) === EXCLAMATION) scanner.lineComment()
  while (scanner.more) {
    const mode = modes.at(-1)
    const code = scanner.code()
    if (mode?.kind === 'children') step(childrenPiece(scanner), modes)
    else if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) scanner.lineEnd()
    else if (code === SLASH && scanner.code(1) === SLASH) scanner.lineComment()
    else if (code === SLASH && scanner.code(1) === STAR) scanner.blockComment()
    else if (mode?.kind === 'tag') step(tagPiece(scanner, mode), modes)
    else if (code === SLASH && beginsExpression(scanner, position, expressions)) expressions.read()
    else if (code === LESS && tags && beginsElement(scanner, position, tags)) {
      const start = scanner.at
      scanner.at += 1
      scanner.emit('sign', start)
      modes.push({ kind: 'tag', angles: 0 })
    } else if (code === QUOTE || code === APOSTROPHE) scanner.quoted(scanner.at)
    else if (code === BACKTICK) enterTemplate(scanner, modes)
    else if (isWord(code) || code === HASH) name(scanner)
    else bracketOrSign(scanner, mode, modes)
  }
  return scanner
}

/** Whether the `/` here begins a regular expression. Where only a parser could tell, and one could end on this line, the text is doubtful. */
function beginsExpression(scanner: Scanner, { expected }: ScriptPosition, expressions: RegularExpressions): boolean {
  if (expected === 'operator' || expressions.length === undefined) return false
  if (expected === 'either') scanner.isDoubtful = true
  return expected === 'value'
}

/** The same for the `<` of an element. */
function beginsElement(scanner: Scanner, { expected }: ScriptPosition, tags: Tags): boolean {
  if (expected === 'operator' || !tags.any) return false
  const { starts, isSure } = startOfElement(scanner, tags)
  if (!isSure || (starts && expected === 'either')) scanner.isDoubtful = true
  return starts && expected === 'value'
}

/** What a piece of JSX leads to: code in braces, an element within, or the end of what is open. */
function step(next: NextPiece, modes: (EmbeddedCode | JsxMode)[]): void {
  if (next === 'code') modes.push({ kind: 'jsx-code', depth: 0 })
  else if (next === 'element') modes.push({ kind: 'tag', angles: 0 })
  else if (next === 'end') modes.pop()
  else if (next === 'children') modes[modes.length - 1] = { kind: 'children' }
}

function bracketOrSign(scanner: Scanner, mode: EmbeddedCode | JsxMode | undefined, modes: (EmbeddedCode | JsxMode)[]): void {
  const code = scanner.code()
  if (mode?.kind === 'template-code' || mode?.kind === 'jsx-code') {
    if (code === CLOSE_BRACE && mode.depth === 0) {
      modes.pop()
      if (mode.kind === 'template-code') {
        enterTemplate(scanner, modes)
        return
      }
    } else if (code === OPEN_BRACE) mode.depth += 1
    else if (code === CLOSE_BRACE) mode.depth -= 1
  }
  scanner.sign()
}

/** Reads a piece of a template; when it ends in `${`, what follows is code. */
function enterTemplate(scanner: Scanner, modes: (EmbeddedCode | JsxMode)[]): void {
  if (!templatePiece(scanner)) return
  modes.push({ kind: 'template-code', depth: 0 })
}

function name(scanner: Scanner): void {
  const start = scanner.at
  scanner.at += 1
  scanner.word(start)
}
