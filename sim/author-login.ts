/** GitHub's addresses for people who hide theirs: `12+login@users.noreply.github.com`, or without the number. */
const NOREPLY = /^(?:\d{1,12}\+)?([a-z\d](?:[a-z\d-]{0,37}[a-z\d])?(?:\[bot\])?)@users\.noreply\.github\.com$/i
const BOT = '[bot]'
const MAX_LOGIN = 39

/**
 * A login for the author of a commit, since git knows none: the one in GitHub's own address, else the name in the
 * letters that logins have, else `author`. Names can be made up, so this is for showing and for author rules in a
 * replay, and never a proof of who it was.
 */
export function authorLogin(name: string, email: string): string {
  const hidden = NOREPLY.exec(email.slice(0, 200))?.[1]
  if (hidden) return hidden
  const isBot = name.endsWith(BOT)
  const plain = (isBot ? name.slice(0, -BOT.length) : name)
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
  const words = plain.match(/[a-z\d]+/g) ?? []
  const login = words.join('-').slice(0, MAX_LOGIN).replace(/-$/, '')
  return login === '' ? 'author' : `${login}${isBot ? BOT : ''}`
}
