import { InvalidArgumentError } from 'commander'

/** A whole number of at most nine digits, as an option's value. Throws what commander turns into words. */
export function wholeNumber(value: string): number {
  if (!/^[0-9]{1,9}$/.test(value)) throw new InvalidArgumentError('It has to be a whole number.')
  return Number(value)
}
