import { Halted } from '../../errors.ts'
import type { Host } from '../builtin.ts'

/** No text that a builtin makes is longer (UTF-16 units): strings grow by doubling faster than steps are counted. */
export const LONGEST_TEXT = 1 << 26

/** Pays for a text of this length before it is made. */
export function spendText(length: number, host: Host): void {
  if (length > LONGEST_TEXT) throw new Halted('memory', 'a text is too long')
  host.spend(1 + length / 100)
}
