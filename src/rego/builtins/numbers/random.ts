import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { NumberValue } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary } from '../define.ts'
import { intOperand, numberOperand, stringOperand } from '../operands.ts'

/** A number from 0 up to and without `n`, the same for the same seed and `n` all through a query. */
export const randIntn: Builtin = {
  ...binary('rand.intn', [T.string, T.number], T.number, (seed, n, host) => {
    const name = stringOperand(seed, 1)
    intOperand(n, 2)
    const signed = BigInt(numberOperand(n, 2).toString())
    const limit = signed < 0n ? -signed : signed
    if (limit === 0n) return 0
    const key = `rand.intn ${limit} ${name}`
    const known = host.memory.get(key)
    if (typeof known === 'number' || typeof known === 'bigint') return known
    const drawn = draw(limit, host)
    host.memory.set(key, drawn)
    return drawn
  }),
  nondeterministic: true,
}

/** Evenly: what would favour small numbers is drawn again. */
function draw(limit: bigint, host: Host): NumberValue {
  const { random } = host.hooks
  if (random === undefined) throw new BuiltinError('there is no source of randomness')
  const all = 2n ** 64n
  const fair = all - (all % limit)
  for (;;) {
    host.spend(1)
    const drawn = random(8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    if (drawn < fair) return wholeOf(drawn % limit)
  }
}
