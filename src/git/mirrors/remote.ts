import type { GitOptions } from '../run-git.ts'

/** Where a mirror is filled from. */
export interface Remote {
  /** Without credentials: those come from `token`. */
  readonly url: string
  /** A token that is good for the next minutes; asked before each fetch. Undefined for a remote that asks for none. */
  readonly token?: (() => Promise<string | undefined>) | undefined
}

export class BadRemote extends Error {
  override name = 'BadRemote'
}

/** The name of the remote in configuration that lives for one process. */
export const REMOTE = 'mirror'

/** Throws BadRemote for a URL that holds credentials (they would end up in messages) or that is no URL for git. */
export function checkRemote({ url }: Remote): void {
  if (url.startsWith('-') || /[\p{Cc}]/u.test(url)) throw new BadRemote('a remote needs a URL')
  if (!url.includes('://')) return
  if (!URL.canParse(url)) throw new BadRemote('a remote needs a URL')
  const { username, password } = new URL(url)
  if (username !== '' || password !== '') throw new BadRemote('a URL must not hold credentials')
}

/**
 * What a git process needs to talk to the remote: everything in its environment, where other users do not see
 * it, and nothing in arguments or on disk. The token is sent as GitHub wants it for git (Basic, user
 * `x-access-token`), to this URL only. `partial` makes the remote one that may be asked for what was left out.
 */
export async function remoteAccess({ url, token }: Remote, partial: boolean): Promise<Pick<GitOptions, 'config' | 'secrets'>> {
  const secret = (await token?.()) ?? ''
  const basic = Buffer.from(`x-access-token:${secret}`).toString('base64')
  return {
    config: {
      [`remote.${REMOTE}.url`]: url,
      ...(secret !== '' && { [`http.${url}.extraHeader`]: `Authorization: Basic ${basic}` }),
      ...(partial && { [`remote.${REMOTE}.promisor`]: 'true', [`remote.${REMOTE}.partialCloneFilter`]: 'blob:none' }),
      'http.lowSpeedLimit': '1000',
      'http.lowSpeedTime': '60',
    },
    secrets: secret === '' ? [] : [secret, basic],
  }
}
