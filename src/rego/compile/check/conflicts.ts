import { isComplete, type ModuleInfo, type Rule } from '../ir.ts'
import type { Problems } from '../problems.ts'
import { pathText, ruleText } from '../ref-text.ts'
import type { RuleTree, TreeNode } from '../rule-tree.ts'

/** Rules of one place are of one kind, and nothing else defines what is inside a rule without variables. */
export function refuseConflicts(modules: readonly ModuleInfo[], tree: RuleTree, problems: Problems): void {
  const nodes: TreeNode[] = [tree.root]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.rules.length > 0) refuseAt(node, problems)
    nodes.push(...node.children.values())
  }
  refusePackages(modules, problems)
}

function refuseAt(node: TreeNode, problems: Problems): void {
  const [first] = node.rules
  const last = node.rules.at(-1)
  if (first === undefined || last === undefined) return
  const name = ruleText(last)
  const inside = node.rules.some((rule) => rule.fixed === rule.ref.length) ? textsBelow(node) : []
  const defaults = node.rules.filter((rule) => rule.default)
  if (inside.length > 0) {
    problems.add('rego_type_error', `rule ${name} conflicts with [${inside.join(' ')}]`, first.location)
  } else if (haveSeveralKinds(node.rules)) {
    problems.add('rego_type_error', `conflicting rules ${name} found`, first.location)
  } else if (defaults.length > 1) {
    const places = defaults.map((rule) => `${rule.location?.file ?? ''}:${rule.location?.row ?? 0}`)
    problems.add('rego_type_error', `multiple default rules ${name} found at ${places.join(', ')}`, defaults[0]?.module.packageLocation)
  }
}

function haveSeveralKinds(rules: readonly Rule[]): boolean {
  const kinds = new Set(rules.map((rule) => rule.key === undefined))
  const arities = new Set(rules.map((rule) => rule.args?.length ?? 0))
  const complete = rules.filter(isComplete).length
  return kinds.size > 1 || arities.size > 1 || (complete > 0 && complete < rules.length)
}

function textsBelow(node: TreeNode): string[] {
  const texts = new Set<string>()
  const nodes = [...node.children.values()]
  for (let next = nodes.pop(); next !== undefined; next = nodes.pop()) {
    for (const rule of next.rules) texts.add(ruleText(rule))
    nodes.push(...next.children.values())
  }
  return [...texts].sort()
}

/** No package is where a rule is. */
function refusePackages(modules: readonly ModuleInfo[], problems: Problems): void {
  const packages = new Map<string, ModuleInfo[]>()
  for (const module of modules) {
    const place = JSON.stringify(module.package)
    packages.set(place, [...(packages.get(place) ?? []), module])
  }
  const lengths = new Set(modules.map((module) => module.package.length))
  for (const module of modules) {
    for (const rule of module.rules) {
      if (rule.fixed < rule.ref.length || !lengths.has(rule.ref.length)) continue
      const path = rule.ref.map((part) => (part.kind === 'const' ? part.value : null))
      for (const other of packages.get(JSON.stringify(path)) ?? []) {
        const name = pathText(path.slice(module.package.length)).replace(/^data\.?/, '')
        const where = `${rule.location?.file ?? ''}:${rule.location?.row ?? 0}`
        const text = `package ${pathText(other.package).replace(/^data\.?/, '')} conflicts with rule ${name} defined at ${where}`
        problems.add('rego_type_error', text, module.packageLocation)
      }
    }
  }
}
