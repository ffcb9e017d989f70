import type { Terminal } from './terminal.ts'

const EVERY_MS = 100
const WIDTH = 24

/** A line on `err` that says how far it is, where somebody watches; silent elsewhere. */
export class Progress {
  readonly #terminal: Terminal
  readonly #total: number | undefined
  readonly #started = performance.now()
  #shown = Number.NEGATIVE_INFINITY

  /** `total` is what is expected, where that is known. */
  constructor(terminal: Terminal, total: number | undefined) {
    this.#terminal = terminal
    this.#total = total
  }

  show(done: number): void {
    const now = performance.now()
    if (!this.#terminal.isTTY || now - this.#shown < EVERY_MS) return
    this.#shown = now
    const rate = Math.round((done * 1000) / Math.max(1, now - this.#started))
    this.#terminal.err(`\r${this.#bar(done)}${done}${this.#total === undefined ? '' : ` of ${this.#total}`} · ${rate} a second\u001b[K`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#terminal.isTTY && this.#shown > 0) this.#terminal.err('\r\u001b[K')
  }

  #bar(done: number): string {
    if (!this.#total) return ''
    const full = Math.min(WIDTH, Math.round((done / this.#total) * WIDTH))
    return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} `
  }
}
