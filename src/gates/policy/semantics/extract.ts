import { formatOf, readDocument } from '../../../documents/formats.ts'
import { plainValue } from '../../../documents/located.ts'
import type { Json } from '../../../model/json.ts'
import type { Extractor } from '../../../model/need.ts'
import { plain } from '../../../model/phrase.ts'
import { fileText } from '../../reading/file-text.ts'
import { isComposeName } from './containers.ts'
import type { SemanticFact } from './fact.ts'
import { semanticFacts } from './file-facts.ts'
import { isWorkflow } from './workflows.ts'

/** What one version of a file is as a document: its value, and what it grants, opens, runs and places. */
export type FileDocument = {
  readonly format: string
  /** Its documents' values: most formats have one in a file. */
  readonly values: readonly Json[]
  readonly facts: readonly SemanticFact[]
  /** Why it could not be read as what its name says it is. */
  readonly problem?: { readonly line: number; readonly message: string }
}

const MAX_BYTES = 1024 * 1024

/** Parsed once a blob, whichever change has it. */
export const fileDocument: Extractor<FileDocument> = {
  id: 'policy.document',
  version: '1',
  variant: (path) =>
    [formatOf(path) ?? '-', isWorkflow(path) ? 'workflow' : '', isComposeName(path) ? 'compose' : '', path.endsWith('.tf.json') ? 'tf' : ''].join(' '),
  extract(bytes, path) {
    const format = formatOf(path)
    if (format === undefined) return { format: 'none', values: [], facts: [] }
    const file = fileText(bytes, MAX_BYTES)
    if ('why' in file) return { format, values: [], facts: [], problem: { line: 1, message: file.why } }
    const { documents, problems } = readDocument(format, file.text)
    const problem = problems[0]
    return {
      format,
      values: documents.map(plainValue),
      facts: semanticFacts(path, format, documents),
      ...(problem === undefined ? {} : { problem: { line: problem.line, message: plain(problem.message) } }),
    }
  },
}
