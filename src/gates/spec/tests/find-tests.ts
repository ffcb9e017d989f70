import type { Code } from '../code/read-code.ts'
import { CodeView } from './code-view.ts'
import type { FoundTests } from './construct.ts'
import { goTests } from './go-tests.ts'
import { javaTests } from './java-tests.ts'
import { pythonTests } from './python-tests.ts'
import { rubyTests } from './ruby-tests.ts'
import { rustTests } from './rust-tests.ts'
import { scriptTests } from './script-tests.ts'

/** The tests of a file, as the usual runners of its language find them. Never throws; work in proportion to its length. */
export function findTests(code: Code): FoundTests {
  if (code.language === 'python') return pythonTests(code)
  const view = new CodeView(code)
  if (code.language === 'go') return goTests(view, firstComments(code))
  if (code.language === 'java') return javaTests(view)
  if (code.language === 'ruby') return rubyTests(view)
  return code.language === 'rust' ? rustTests(view) : scriptTests(view)
}

/** The comments before anything else. */
function firstComments({ text, tokens }: Code): readonly string[] {
  const found: string[] = []
  for (const token of tokens) {
    if (token.kind === 'comment') found.push(text.slice(token.start, token.end))
    else if (token.kind !== 'break') return found
  }
  return found
}
