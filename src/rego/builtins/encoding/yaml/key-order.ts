const LETTER = /\p{L}/u
const DIGIT = /\p{Nd}/u

/** go-yaml's order of keys: numbers inside of them count as numbers, letters come after everything else. */
export function compareKeys(a: string, b: string): number {
  const x = Array.from(a)
  const y = Array.from(b)
  const shared = Math.min(x.length, y.length)
  let at = 0
  while (at < shared && x[at] === y[at]) at++
  const p = x[at]
  const q = y[at]
  if (p === undefined || q === undefined) return x.length - y.length
  const isLetter = [LETTER.test(p), LETTER.test(q)]
  if (isLetter[0] !== isLetter[1]) return isLetter[0] ? 1 : -1
  return (isLetter[0] ? 0 : compareNumbersAt(x, y, at)) || (p.codePointAt(0) ?? 0) - (q.codePointAt(0) ?? 0)
}

function compareNumbersAt(x: readonly string[], y: readonly string[], at: number): number {
  const lead = (x[at] === '0' || y[at] === '0') && afterDigits(x, at) ? '1' : '0'
  const a = digitsAt(x, at)
  const b = digitsAt(y, at)
  const left = BigInt(lead + a)
  const right = BigInt(lead + b)
  return left < right ? -1 : left > right ? 1 : a.length - b.length
}

/** Whether the digits before are more than zeros. */
function afterDigits(x: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && DIGIT.test(x[before] ?? ''); before--) if (x[before] !== '0') return true
  return false
}

function digitsAt(x: readonly string[], at: number): string {
  let end = at
  while (end < x.length && /^[0-9]$/.test(x[end] ?? '')) end++
  return x.slice(at, end).join('')
}
