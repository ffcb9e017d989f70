import { runSuite, suiteReport } from './suite.ts'

/** `node src/rego/conformance/run.ts FOLDER [CATEGORY…]` */
const [folder, ...categories] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('usage: run.ts FOLDER [CATEGORY…]\n')
  process.exitCode = 2
} else {
  const result = runSuite(folder, categories)
  process.stdout.write(`${suiteReport(result)}\n`)
  process.exitCode = result.failures.length === 0 ? 0 : 1
}
