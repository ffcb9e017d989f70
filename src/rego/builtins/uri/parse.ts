import { BuiltinError } from '../../errors.ts'
import { quoted } from '../../values/rego-text.ts'
import { bytesOf } from '../../values/strings.ts'
import { unescaped } from '../encoding/query.ts'
import { parseHost } from './host.ts'

/** The parts of a URI, as Go's url.Parse finds them. Empty where there is none. */
export interface Uri {
  readonly scheme: string
  readonly hostname: string
  readonly port: string
  /** Unescaped. */
  readonly path: string
  /** As written where Go would not write it so, else the path. */
  readonly rawPath: string
  readonly query: string
  /** Unescaped. */
  readonly fragment: string
}

export function parseUri(text: string): Uri {
  try {
    return parsed(text)
  } catch (error) {
    if (error instanceof BuiltinError) throw new BuiltinError(`parse ${quoted(text)}: ${error.message}`)
    throw error
  }
}

function parsed(text: string): Uri {
  const [withoutFragment, fragment] = cut(text, '#')
  if (/[\p{Cc}--[\u0080-\u009f]]/v.test(withoutFragment)) throw new BuiltinError('net/url: invalid control character in URL')
  const { scheme, rest } = schemeOf(withoutFragment)
  const [hierarchy, query] = cut(rest, '?')
  const found = { scheme, query, fragment: unescaped(fragment), hostname: '', port: '', path: '', rawPath: '' }
  // Without a slash, what follows a scheme is opaque: `mailto:a@b`.
  if (!hierarchy.startsWith('/') && scheme !== '') return found
  if (!hierarchy.startsWith('/') && cut(hierarchy, '/')[0].includes(':')) throw new BuiltinError('first path segment in URL cannot contain colon')
  const hasAuthority = hierarchy.startsWith('//') && (scheme !== '' || !hierarchy.startsWith('///'))
  const slash = hasAuthority ? hierarchy.indexOf('/', 2) : 0
  const authority = hasAuthority ? hierarchy.slice(2, slash < 0 ? undefined : slash) : ''
  const rawPath = slash < 0 ? '' : hierarchy.slice(slash)
  const path = unescaped(rawPath)
  return { ...found, ...hostOf(authority), path, rawPath: escapedPath(path) === rawPath ? path : rawPath }
}

function cut(text: string, sign: string): readonly [string, string] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function schemeOf(text: string): { scheme: string; rest: string } {
  if (text.startsWith(':')) throw new BuiltinError('missing protocol scheme')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]
  return scheme === undefined ? { scheme: '', rest: text } : { scheme: scheme.toLowerCase(), rest: text.slice(scheme.length + 1) }
}

function hostOf(authority: string): { hostname: string; port: string } {
  const at = authority.lastIndexOf('@')
  const host = parseHost(authority.slice(at + 1))
  if (at >= 0) checkUser(authority.slice(0, at))
  return host
}

function checkUser(user: string): void {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) throw new BuiltinError('net/url: invalid userinfo')
  unescaped(user)
}

/** A path as Go would write it. */
function escapedPath(path: string): string {
  let text = ''
  for (const byte of bytesOf(path)) {
    const character = String.fromCharCode(byte)
    text += byte < 0x80 && /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}
