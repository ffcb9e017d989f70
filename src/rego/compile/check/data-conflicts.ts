import { isPlain } from '../../values/kinds.ts'
import type { Value } from '../../values/value.ts'
import type { Problems } from '../problems.ts'
import type { RuleTree, TreeNode } from '../rule-tree.ts'

/** Refuses a rule where the data has a document, as OPA's server and command line do: one would hide the other. */
export function refuseDataConflicts({ root }: RuleTree, data: Value, problems: Problems): void {
  const open: (readonly [TreeNode, Value])[] = [[root, data]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, value] = next
    if (node.rules.length > 0 && node !== root) {
      problems.add('rego_compile_error', `conflicting rule for data path ${node.path.join('/')} found`, node.rules[0]?.location)
    } else if (isPlain(value)) {
      for (const child of node.children.values()) {
        const inside = typeof child.key === 'string' && Object.hasOwn(value, child.key) ? value[child.key] : undefined
        if (inside !== undefined) open.push([child, inside])
      }
    }
  }
}
