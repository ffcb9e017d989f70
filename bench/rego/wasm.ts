import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { loadPolicy } from '@open-policy-agent/opa-wasm'
import type { BenchCase } from './cases.ts'

/** The case by OPA's WebAssembly: `NAME.wasm`, or a bundle of `opa build -t wasm`, `NAME.tar.gz`. Undefined where neither is there. */
export async function wasmCall(folder: string, one: BenchCase): Promise<(() => unknown) | undefined> {
  const module = wasmModule(folder, one.name)
  if (module === undefined) return undefined
  const policy = await loadPolicy(module)
  policy.setData((one.data ?? {}) as object)
  const entrypoint = Object.hasOwn(policy.entrypoints, one.entrypoint) ? one.entrypoint : 0
  return () => policy.evaluate(one.input, entrypoint)[0]?.result
}

function wasmModule(folder: string, name: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = join(folder, `${name}.wasm`)
  if (existsSync(plain)) return new Uint8Array(readFileSync(plain))
  const bundle = join(folder, `${name}.tar.gz`)
  return existsSync(bundle) ? fileOfTar(gunzipSync(readFileSync(bundle)), 'policy.wasm') : undefined
}

const BLOCK = 512

/** A file of a tar archive (POSIX ustar): a header with name and octal size, then the contents, all in blocks. */
function fileOfTar(archive: Uint8Array, wanted: string): Uint8Array<ArrayBuffer> | undefined {
  const text = (from: number, length: number) =>
    Buffer.from(archive.subarray(from, from + length))
      .toString('latin1')
      .replace(/\0.*$/s, '')
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const size = Number.parseInt(text(at + 124, 12), 8) || 0
    if (text(at, 100).replace(/^\.?\//, '') === wanted) return new Uint8Array(archive.subarray(at + BLOCK, at + BLOCK + size))
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return undefined
}
