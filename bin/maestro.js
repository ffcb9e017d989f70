#!/usr/bin/env node
// Plain JavaScript, so that a node which cannot run TypeScript gets as far as saying so.
if (process.features.typescript) await import('../src/cli/main.ts')
else {
  process.stderr.write(`maestro: Node 22.18 or newer is needed; this is ${process.version} (${process.execPath})\n`)
  process.exitCode = 2
}
