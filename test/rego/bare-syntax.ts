import type { Module } from '../../src/rego/syntax/ast.ts'

/**
 * Syntax without what printing may change: positions, the numbers of wildcards (which count within a rule), the order
 * of imports, and the comments' order and trailing white space.
 */
export function bareModule(module: Module): unknown {
  return {
    package: bareSyntax(module.package),
    imports: module.imports.map((imported) => JSON.stringify(bareSyntax(imported))).sort(),
    rules: module.rules.map(bareSyntax),
    annotations: module.annotations.map(bareSyntax),
    version: module.version,
    comments: module.comments.map(({ text }) => text.trimEnd()).sort(),
  }
}

export function bareSyntax(syntax: unknown): unknown {
  const wildcards = new Map<string, string>()
  const bare = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(bare)
    if (typeof node !== 'object' || node === null) return node
    const entries = Object.entries(node)
      .filter(([key, value]) => key !== 'location' && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    if ('type' in node && node.type === 'var' && 'name' in node && typeof node.name === 'string' && node.name.startsWith('$')) {
      const name = wildcards.get(node.name) ?? `$${wildcards.size}`
      wildcards.set(node.name, name)
      return { type: 'var', name }
    }
    return Object.fromEntries(entries.map(([key, value]) => [key, bare(value)]))
  }
  return bare(syntax)
}
