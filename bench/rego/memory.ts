import { compile } from '../../src/rego/index.ts'

const POLICY = `package memory

default allow := false

allow if {
	some role in data.roles[input.user]
	regex.match("^role[0-9]+$", role)
	glob.match("svc-*", [], input.object)
	some grant in grants
	grant == sprintf("%s:%d", [input.action, input.level])
}

grants := {sprintf("%s:%d", [action, level]) | some action in ["read", "write"]; some level in numbers.range(1, 5)}
`

/** What the process holds after so many evaluations, each of an input of its own: rows of a table. Wants `node --expose-gc`. */
export function memoryRows(): string[][] {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('memory is measured with node --expose-gc')
  const policy = compile([{ name: 'memory.rego', text: POLICY }], { data: { roles: { alice: ['role1'] } } })
  const query = policy.prepare('memory/allow')
  const rows = [['evaluations', 'heap after GC', 'resident']]
  let done = 0
  for (const count of [10_000, 100_000, 1_000_000]) {
    for (; done < count; done++) query.evaluate({ user: 'alice', action: 'read', level: done % 7, object: `svc-${done}` })
    gc()
    gc()
    const { heapUsed, rss } = process.memoryUsage()
    rows.push([done.toLocaleString('en'), megabytes(heapUsed), megabytes(rss)])
  }
  return rows
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
