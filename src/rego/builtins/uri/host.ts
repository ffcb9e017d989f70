import { BuiltinError } from '../../errors.ts'
import { quoted } from '../../values/rego-text.ts'
import { unescaped } from '../encoding/query.ts'
import { isV4, parseAddress } from '../net/ip.ts'

/** `example.com:80` or `[::1]:80`, unescaped, in its parts. */
export function parseHost(text: string): { hostname: string; port: string } {
  const open = text.lastIndexOf('[')
  return open >= 0 ? bracketed(text, open) : named(text)
}

function named(text: string): { hostname: string; port: string } {
  const colon = text.lastIndexOf(':')
  if (colon >= 0) checkPort(text.slice(colon))
  return { hostname: hostText(colon < 0 ? text : text.slice(0, colon)), port: colon < 0 ? '' : text.slice(colon + 1) }
}

/** Between brackets there is an address of IPv6, perhaps with a zone after `%25`. */
function bracketed(text: string, open: number): { hostname: string; port: string } {
  const close = text.lastIndexOf(']')
  if (close < 0) throw new BuiltinError("missing ']' in host")
  const after = text.slice(close + 1)
  checkPort(after)
  const inside = text.slice(open + 1, close)
  const zone = inside.indexOf('%25')
  const address = hostText(zone < 0 ? inside : inside.slice(0, zone))
  const parsed = parseAddress(address)
  if (parsed === undefined) throw new BuiltinError(`invalid host: ParseAddr(${quoted(address)}): unable to parse IP`)
  if (isV4(parsed) && !address.includes(':')) throw new BuiltinError('invalid host: bracketed IPv4 address')
  return { hostname: zone < 0 ? address : address + unescaped(inside.slice(zone)), port: after.slice(1) }
}

function checkPort(text: string): void {
  if (text !== '' && !/^:[0-9]*$/.test(text)) throw new BuiltinError(`invalid port ${quoted(text)} after host`)
}

/** Only bytes beyond ASCII may be escaped in a host, and only some signs may be there. */
function hostText(text: string): string {
  const wrongEscape = /%(?!25)(?:[0-7][0-9a-fA-F])/.exec(text)
  if (wrongEscape !== null) throw new BuiltinError(`invalid URL escape ${quoted(wrongEscape[0])}`)
  const wrong = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}]/u.exec(text)
  if (wrong !== null) throw new BuiltinError(`invalid character ${quoted(wrong[0])} in host name`)
  return unescaped(text)
}
