/** Folders below each other that count. */
const MAX_DEPTH = 32

/** Paths with everything above them, the root too. */
export type Places = ReadonlySet<string>

export function placesOf(paths: Iterable<string>): Places {
  const places = new Set<string>([''])
  for (const path of paths) for (const place of stepsTo(path)) places.add(place)
  return places
}

/** `src/a.ts`: `src`, `src/a.ts`. */
function stepsTo(path: string): readonly string[] {
  const steps: string[] = []
  for (let at = path.indexOf('/'); at >= 0 && steps.length < MAX_DEPTH - 1; at = path.indexOf('/', at + 1)) steps.push(path.slice(0, at))
  steps.push(path)
  return steps
}

/** A file with what it weighs, its lines for one. */
export interface Weighed {
  readonly path: string
  readonly weight: number
}

/**
 * How far the files of a lie where those of b do, in whole millionths: of each file the share of the steps to it, the root and
 * itself included, that lead to a file of b; their mean by weight. 0 only where there are no files.
 */
export function covered(files: readonly Weighed[], places: Places): number {
  let [sum, weights] = [0, 0]
  for (const { path, weight } of files) {
    const steps = stepsTo(path)
    let shared = 1
    for (const step of steps) {
      if (!places.has(step)) break
      shared += 1
    }
    sum += weight * Math.floor((1e6 * shared) / (steps.length + 1))
    weights += weight
  }
  return weights === 0 ? 0 : Math.floor(sum / weights)
}

/** Two coverages in one, by their harmonic mean, as precision and recall are in F₁: a change that touched everything is like none. */
export function similarity(one: number, other: number): number {
  return one + other === 0 ? 0 : Math.floor((2 * one * other) / (one + other))
}
