/** What `retention.inputs` may say; editors check it by this pattern too. */
export const RETENTION_PATTERN = '^(?:digests-only|[1-9][0-9]{0,3}[hd])$'

const HOUR = 3_600_000

/** `12h` or `30d` in milliseconds; `digests-only` is 0. The schema has let nothing else through. */
export function retentionMs(text: string): number {
  if (text === 'digests-only') return 0
  return Number(text.slice(0, -1)) * (text.endsWith('d') ? 24 * HOUR : HOUR)
}
