import { type FileDocument, fileDocument } from '../../../../src/gates/policy/semantics/extract.ts'

export function read(path: string, text: string): FileDocument {
  return fileDocument.extract(Buffer.from(text), path)
}

/** The dependencies of a file with what it says of them, by name; what it does not say is left out. */
export function dependencies(path: string, text: string): Readonly<Record<string, object>> {
  const { facts, problem } = read(path, text)
  if (problem) throw new Error(`line ${problem.line}: ${problem.message}`)
  return Object.fromEntries(
    facts
      .filter(({ kind }) => kind === 'dependency')
      .map(({ kind: _kind, name, manifest: _manifest, ecosystem: _ecosystem, ...said }) => [
        name,
        Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
      ]),
  )
}
