import { BuiltinError } from '../../errors.ts'
import type { Value } from '../../values/value.ts'

/** A URI in a certificate: its text as Go writes it again, and Go's url.URL. */
export interface CertificateUri {
  readonly text: string
  readonly host: string
  readonly json: Value
}

/** Splits an absolute or relative URI (RFC 3986) as Go's url.Parse does. */
export function parseCertificateUri(text: string): CertificateUri {
  const [before, fragment, hasFragment] = cut(text, '#')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(before)?.[1] ?? ''
  const [hierarchy, query, hasQuery] = cut(scheme === '' ? before : before.slice(scheme.length + 1), '?')
  const opaque = scheme !== '' && !hierarchy.startsWith('/') ? hierarchy : ''
  const authority = hierarchy.startsWith('//') ? (cut(hierarchy.slice(2), '/')[0] ?? '') : ''
  const rawPath = opaque !== '' ? '' : hierarchy.startsWith('//') ? hierarchy.slice(2 + authority.length) : hierarchy
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (/[^\x21-\x7e]/.test(text) || / /.test(host)) throw new BuiltinError(`x509: cannot parse URI "${text}"`)
  const path = unescaped(rawPath, text)
  return {
    text: `${scheme === '' ? '' : `${scheme.toLowerCase()}:`}${hierarchy}${hasQuery ? `?${query}` : ''}${hasFragment ? `#${fragment}` : ''}`,
    host,
    json: {
      Scheme: scheme.toLowerCase(),
      Opaque: opaque,
      User: at < 0 ? null : {},
      Host: host,
      Path: path,
      Fragment: unescaped(fragment, text),
      RawQuery: query,
      RawPath: encodeURI(path) === rawPath ? '' : rawPath,
      RawFragment: '',
      ForceQuery: hasQuery && query === '',
      OmitHost: false,
    },
  }
}

function cut(text: string, sign: string): readonly [string, string, boolean] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, '', false] : [text.slice(0, at), text.slice(at + 1), true]
}

function unescaped(text: string, whole: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new BuiltinError(`x509: cannot parse URI "${whole}"`)
  }
}
