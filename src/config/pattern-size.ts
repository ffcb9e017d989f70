/** model/glob.ts refuses longer patterns, and braces that stand for more. */
const MAX_LENGTH = 1024
const MAX_ALTERNATIVES = 256

/** How many characters a path pattern has at most once its braces are expanded: every `,` can at most double them. */
export function expandedSize(pattern: string): number {
  if (pattern.length > MAX_LENGTH || !pattern.includes('{')) return pattern.length
  return pattern.length * Math.min(MAX_ALTERNATIVES, 2 ** (pattern.split(',').length - 1))
}
