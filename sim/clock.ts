/** Milliseconds since 1970 as GitHub writes times: UTC with whole seconds, `2026-11-21T08:00:00Z`. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
