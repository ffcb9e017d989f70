import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ExtractMemo, extractMemo } from '../../conductor/facts/extract-memo.ts'
import { type Gatherer, MAX_FILE_BYTES } from '../../conductor/facts/gather.ts'
import { openRepository, type RepositoryReader } from '../../git/repository-reader.ts'
import type { ObjectReader } from '../../model/reading.ts'
import { BadUsage } from '../failures.ts'
import type { Session } from '../session.ts'

/** Opens the repository of an option for as long as `work` takes. Throws BadUsage, NotARepository. */
export async function withRepository<T>(session: Session, folder: string, work: (reader: RepositoryReader, path: string) => Promise<T>): Promise<T> {
  const path = resolve(session.cwd, folder)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) throw new BadUsage(`there is no folder ${folder}`)
  const reader = await openRepository(path)
  try {
    return await work(reader, path)
  } finally {
    reader.close()
  }
}

/** Locally nothing outside the trees can answer, so there are no providers and what they would know is unknown. */
export function localGatherer(reader: ObjectReader, memo: ExtractMemo = extractMemo()): Gatherer {
  return { reader, memo, providers: {}, maxFileBytes: MAX_FILE_BYTES }
}
