/** Thrown where a pattern is wrong, or is none that `parse.ts` understands: re2js decides then. */
export class NotUnderstood extends Error {
  override name = 'NotUnderstood'
}

/** A pattern's characters (code points), read from left to right. */
export class Reader {
  private readonly characters: readonly string[]
  private at = 0
  constructor(text: string) {
    this.characters = Array.from(text)
  }

  peek(ahead = 0): string | undefined {
    return this.characters[this.at + ahead]
  }

  take(): string {
    const character = this.characters[this.at]
    if (character === undefined) throw new NotUnderstood('ends too early')
    this.at += 1
    return character
  }

  /** Whether `text` (of the Basic Multilingual Plane) comes next; read if so. */
  skip(text: string): boolean {
    for (let i = 0; i < text.length; i += 1) if (this.characters[this.at + i] !== text[i]) return false
    this.at += text.length
    return true
  }

  /** The text before `end`, which is read too. */
  until(end: string): string {
    let text = ''
    while (!this.skip(end)) text += this.take()
    return text
  }

  /** A decimal number; undefined where there is none, or one with a zero in front. */
  digits(): number | undefined {
    let text = ''
    for (let next = this.peek(); next !== undefined && next >= '0' && next <= '9'; next = this.peek()) text += this.take()
    return text === '' || (text.length > 1 && text.startsWith('0')) ? undefined : Number(text)
  }

  mark(): number {
    return this.at
  }

  back(mark: number): void {
    this.at = mark
  }
}
