import { runeCount } from '../../../values/strings.ts'

/** What stands between `%` and the verb. */
export interface Flags {
  readonly plus: boolean
  readonly minus: boolean
  readonly sharp: boolean
  readonly space: boolean
  readonly zero: boolean
  readonly width: number | undefined
  readonly precision: number | undefined
}

export const NO_FLAGS: Flags = { plus: false, minus: false, sharp: false, space: false, zero: false, width: undefined, precision: undefined }

/** Filled up to the width: on the right for `-`, else on the left, with zeros for `0`. */
export function padded(text: string, flags: Flags, zero = flags.zero): string {
  if (flags.width === undefined) return text
  const missing = flags.width - runeCount(text)
  if (missing <= 0) return text
  if (flags.minus) return text + ' '.repeat(missing)
  return (zero ? '0' : ' ').repeat(missing) + text
}
