import type { Host } from '../builtin.ts'

const FEW = 64

/** Whether one of the texts begins with one of the prefixes. Many are sorted first, so each prefix is one search. */
export function anyBegins(texts: readonly string[], prefixes: readonly string[], host: Host): boolean {
  host.spend(texts.length + prefixes.length)
  if (texts.length * prefixes.length <= FEW) return prefixes.some((prefix) => texts.some((text) => text.startsWith(prefix)))
  host.spend((texts.length + prefixes.length) * Math.log2(texts.length + 2))
  const sorted = [...texts].sort()
  return prefixes.some((prefix) => sorted[firstFrom(sorted, prefix)]?.startsWith(prefix) === true)
}

/** Where the first text is that does not come before `text`. */
function firstFrom(sorted: readonly string[], text: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}
