import { appendFile, stat } from 'node:fs/promises'
import type { Cards } from '../../model/card.ts'
import type { Session } from '../session.ts'

/** GitHub drops the whole summary of a step that is larger. */
const MAX_BYTES = 1024 * 1024

/** Appends the cards to the summary of the job that runs this, where there is one, in whole cards as far as they fit. */
export async function appendStepSummary({ env, terminal }: Session, cards: Cards): Promise<void> {
  const path = env['GITHUB_STEP_SUMMARY']
  if (!path) return
  try {
    let left =
      MAX_BYTES -
      (await stat(path).then(
        ({ size }) => size,
        () => 0,
      ))
    for (const { title, markdown } of [cards.decision, cards.proof]) {
      const fitting = [`${markdown}\n\n`, `${title}\n\n`].find((text) => Buffer.byteLength(text) <= left)
      if (fitting === undefined) return
      left -= Buffer.byteLength(fitting)
      await appendFile(path, fitting)
    }
  } catch (error) {
    terminal.err(`maestro: the job summary could not be written: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}\n`)
  }
}
