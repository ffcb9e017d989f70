import { InvalidArgumentError } from 'commander'

/** A whole number from 0 of at most fifteen digits, as an option's value. Throws what commander turns into words. */
export function wholeNumber(value: string): number {
  if (!/^[0-9]{1,15}$/.test(value)) throw new InvalidArgumentError('It has to be a whole number.')
  return Number(value)
}

/** The same from 1. */
export function countingNumber(value: string): number {
  const number = wholeNumber(value)
  if (number === 0) throw new InvalidArgumentError('It has to be at least 1.')
  return number
}

/** A port: 0 (any free one) to 65535. */
export function portNumber(value: string): number {
  const number = wholeNumber(value)
  if (number > 65_535) throw new InvalidArgumentError('It has to be at most 65535.')
  return number
}

/** `A..B` as git writes a range; either end may be left out. Three dots mean something else to git. */
export function revisionRange(value: string): string {
  const parts = value.split('..')
  if (parts.length !== 2 || parts.some((part) => part.startsWith('.') || part.endsWith('.')))
    throw new InvalidArgumentError('It has to be A..B, as in v1.0..HEAD: what B has and A does not.')
  return value
}
