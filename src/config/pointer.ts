/** A JSON pointer (RFC 6901): '' is the whole, `/gates/spec/coverage` a member. */
export type Pointer = string

export function child(pointer: Pointer, key: string | number): Pointer {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

export function parent(pointer: Pointer): Pointer {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')))
}

export function keys(pointer: Pointer): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** As people write it: `gates.okr.rules[0].paths`. Only for reading; it is not parsed back. */
export function dotted(pointer: Pointer): string {
  return keys(pointer).reduce((path, key) => (/^[0-9]+$/.test(key) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`), '')
}
