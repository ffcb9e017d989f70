import { Session } from 'node:inspector/promises'

/**
 * Counts what the engine does: how often V8 runs each block of code of src/rego, so that a loop too many is seen whatever
 * the machine is busy with. Only code that is imported after this was awaited is counted block by block.
 */
export async function countWork(): Promise<(work: () => void) => Promise<number>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return async (work) => {
    await session.post('Profiler.takePreciseCoverage')
    work()
    const { result } = await session.post('Profiler.takePreciseCoverage')
    let blocks = 0
    for (const { url, functions } of result) {
      if (!url.includes('/src/rego/')) continue
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count
    }
    return blocks
  }
}
