/** A download that goes into a shell: by a pipe, by `sh -c "$(curl …)"`, by `bash <(curl …)`. */
const PIPED =
  /\b(?:curl|wget)\b([^\n|;&]{0,500})\|\s{0,20}(?:sudo\s{1,5}(?:-\w{1,3}\s{1,5}){0,3})?(?:\w{1,30}=\S{0,100}\s{1,5}){0,5}(?:\/\w{1,10}){0,3}\/?(?:ba|z|da|k)?sh\b/g
const SUBSTITUTED = /\b(?:ba|z|da|k)?sh\s{1,5}(?:-c\s{1,5}"?\$\(|<\()\s{0,5}(?:curl|wget)\b([^\n)]{0,500})\)/g
const ADDRESS = /\bhttps?:\/\/[^\s"'`|)]{1,300}/

/** The addresses of what a script downloads and runs unseen, each once; `?` for one that only a run can tell. */
export function downloadsRun(script: string): readonly string[] {
  const lines = script.replaceAll(/\\\r?\n/g, ' ')
  const found = [...lines.matchAll(PIPED), ...lines.matchAll(SUBSTITUTED)]
  return [...new Set(found.map(([, given]) => ADDRESS.exec(given ?? '')?.[0] ?? '?'))]
}
