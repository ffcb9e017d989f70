const atom = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~\\u{80}-\\u{10ffff}]"
const dotAtom = new RegExp(`^${atom}+(?:\\.${atom}+)*$`, 'u')

/** One address as Go's net/mail reads it (RFC 5322): `a@b`, `Name <a@b>`, `"a b"@c`. Comments and folding are not read. */
export function isMailAddress(text: string): boolean {
  const trimmed = text.trim()
  const open = trimmed.lastIndexOf('<')
  if (!trimmed.endsWith('>') || open < 0) return isBareAddress(trimmed)
  return isPhrase(trimmed.slice(0, open).trim()) && isBareAddress(trimmed.slice(open + 1, -1).trim())
}

function isBareAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1) return false
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  const isLiteral = domain.startsWith('[') && domain.endsWith(']') && domain.length > 2
  return (dotAtom.test(local) || isQuoted(local)) && (dotAtom.test(domain) || isLiteral)
}

/** Words, any of them between quotes. */
function isPhrase(text: string): boolean {
  let rest = text
  while (rest !== '') {
    const end = rest.startsWith('"') ? quotedEnd(rest) : (/^[^"\s]+/.exec(rest)?.[0].length ?? 0)
    if (end <= 0 || (!rest.startsWith('"') && /[()<>[\]:;@\\,]/.test(rest.slice(0, end)))) return false
    rest = rest.slice(end).trimStart()
  }
  return true
}

function isQuoted(text: string): boolean {
  return text.startsWith('"') && quotedEnd(text) === text.length
}

/** Where the text between quotes at the beginning ends, behind its last quote; 0 where it does not. */
function quotedEnd(text: string): number {
  for (let i = 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1
    else if (text[i] === '"') return i + 1
    else if (text.charAt(i) < ' ' && text[i] !== '\t') return 0
  }
  return 0
}
