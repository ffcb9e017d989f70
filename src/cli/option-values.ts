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
