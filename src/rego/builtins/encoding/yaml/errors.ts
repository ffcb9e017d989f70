import type { YAMLError } from 'yaml'
import { BuiltinError } from '../../../errors.ts'

/** The parser's errors in the words of go-yaml, as near as they come: the line counts from 1. */
export function yamlError(error: YAMLError, text: string): BuiltinError {
  const line = text.slice(0, error.pos[0]).split('\n').length
  return new BuiltinError(`error converting YAML to JSON: yaml: line ${line}: ${words(error)}`)
}

function words(error: YAMLError): string {
  const { code, message } = error
  if (message.includes('flow sequence') || message.includes(' ]')) return "did not find expected ',' or ']'"
  if (message.includes('flow map') || message.includes(' }')) return "did not find expected ',' or '}'"
  switch (code) {
    case 'BAD_INDENT':
      return 'did not find expected key'
    case 'TAB_AS_INDENT':
      return 'found character that cannot start any token'
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'mapping values are not allowed in this context'
    case 'MISSING_CHAR':
      return 'did not find expected key'
    case 'UNEXPECTED_TOKEN':
      return 'did not find expected node content'
    case 'BAD_DQ_ESCAPE':
      return 'found unknown escape character'
    case 'RESOURCE_EXHAUSTION':
      return 'exceeded max depth'
    default:
      return `did not find expected node content (${message.split('\n')[0]})`
  }
}
