import { BuiltinError } from '../../errors.ts'

/** A glob's characters. Like OPA's library, it takes U+0000 for the end and refuses U+FFFD. */
export class GlobReader {
  private readonly characters: readonly string[]
  private at = 0
  constructor(text: string) {
    const all = Array.from(text)
    const end = all.indexOf('\0')
    this.characters = end < 0 ? all : all.slice(0, end)
  }

  peek(): string | undefined {
    const character = this.characters[this.at]
    if (character === '\ufffd' || character?.isWellFormed() === false) throw new BuiltinError('could not read rune')
    return character
  }

  take(): string | undefined {
    const character = this.peek()
    this.at += 1
    return character
  }

  skip(character: string): boolean {
    if (this.peek() !== character) return false
    this.at += 1
    return true
  }

  /** Text up to one of `breakers`, which is not read. A backslash makes any character text; one at the end is nothing. */
  text(breakers: string): string {
    let text = ''
    for (let next = this.peek(); next !== undefined && !breakers.includes(next); next = this.peek()) {
      this.at += 1
      text += next === '\\' ? (this.take() ?? '') : next
    }
    return text
  }
}
