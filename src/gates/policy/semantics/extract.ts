import { formatOf, readDocument, readLockFile } from '../../../documents/formats.ts'
import { plainValue } from '../../../documents/located.ts'
import type { Reading } from '../../../documents/reading.ts'
import type { Json } from '../../../model/json.ts'
import type { Extractor } from '../../../model/need.ts'
import { plain } from '../../../model/phrase.ts'
import { fileText } from '../../reading/file-text.ts'
import { manifestOf } from '../dependencies/manifests.ts'
import { isComposeName } from './containers.ts'
import type { SemanticFact } from './fact.ts'
import { factsOfFile } from './file-facts.ts'
import { isWorkflow } from './workflows.ts'

/** What one version of a file is as a document: its value, what it grants, opens, runs and places, and what it depends on. */
export type FileDocument = {
  readonly format: string
  /** Its documents' values: most formats have one in a file. Of lock files none: what they say is told as facts. */
  readonly values: readonly Json[]
  readonly facts: readonly SemanticFact[]
  /** Why it could not be read as what its name says it is. */
  readonly problem?: { readonly line: number; readonly message: string }
}

const MAX_BYTES = 1024 * 1024
const NO_DOCUMENT: Reading = { documents: [], problems: [] }

/** Parsed once a blob, whichever change has it. */
export const fileDocument: Extractor<FileDocument> = {
  id: 'policy.document',
  version: '2',
  variant: (path) =>
    [
      formatOf(path) ?? '-',
      manifestOf(path)?.name ?? '',
      isWorkflow(path) ? 'workflow' : '',
      isComposeName(path) ? 'compose' : '',
      path.endsWith('.tf.json') ? 'tf' : '',
    ].join(' '),
  extract(bytes, path) {
    const documentFormat = formatOf(path)
    const manifest = manifestOf(path)
    const format = documentFormat ?? manifest?.name
    if (format === undefined) return { format: 'none', values: [], facts: [] }
    const file = fileText(bytes, manifest?.lockBytes ?? MAX_BYTES)
    if ('why' in file) return { format, values: [], facts: [], problem: { line: 1, message: file.why } }
    const { text } = file
    const isLock = manifest?.lockBytes !== undefined
    const { documents, problems } =
      documentFormat === undefined ? NO_DOCUMENT : isLock ? readLockFile(documentFormat, text) : readDocument(documentFormat, text)
    const found = factsOfFile({ path, format: documentFormat, text, documents })
    const problem = problems[0] ?? found.problems[0]
    return {
      format,
      values: isLock ? [] : documents.map(plainValue),
      facts: found.facts,
      ...(problem === undefined ? {} : { problem: { line: problem.line, message: plain(problem.message) } }),
    }
  },
}
