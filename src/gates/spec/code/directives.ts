import type { Language } from '../lex/languages.ts'

/**
 * Whether a comment is obeyed by a compiler, an interpreter or a build, so that changing it changes what the code does.
 * Java reads `\uXXXX` before anything else, so one in a comment can end the comment: such a comment is code.
 */
export function isDirective(comment: string, language: Language): boolean {
  if (comment.startsWith('#!')) return true
  if (language === 'go') return /^\/\/(?:go:|export\s|extern\s|line |\s{0,80}\+build\s)|^\/\*line /.test(comment) || /^(?:\/\/|\/\*)\s{0,8}#/.test(comment)
  if (language === 'java') return comment.includes('\\u')
  if (language === 'script') return /@jsx|[#@]__|@ngInject|^\/\/\/ ?<|webpack[A-Z]|(?:turbopack|vite-)[iI]gnore/.test(comment)
  if (language === 'ruby') return /^#\s{0,8}(?:-\*-|frozen_string_literal|encoding|coding|warn_indent|shareable_constant_value)/i.test(comment)
  return language === 'python' && /^#.{0,200}coding[:=]|^#\s{0,8}(?:cython|distutils)\s{0,8}:/.test(comment)
}
