import { membersOf, valueAt } from '../../../documents/access.ts'
import type { Format } from '../../../documents/formats.ts'
import type { Located, Problem } from '../../../documents/located.ts'
import { dependencyFacts, manifestOf } from '../dependencies/manifests.ts'
import { awsGrants } from './aws-statements.ts'
import { cloudFormationFacts, isCloudFormation } from './cloudformation.ts'
import { composeFacts, dockerfileFacts, isCompose } from './containers.ts'
import { MAX_FACTS_A_FILE, type SemanticFact } from './fact.ts'
import { isKubernetes, kubernetesFacts } from './kubernetes.ts'
import { residencyFacts } from './residency.ts'
import { terraformFacts } from './terraform.ts'
import { isWorkflow, workflowFacts } from './workflows.ts'

/** A version of a file, as what its path says it is. */
export interface ReadFile {
  readonly path: string
  /** Undefined for what is no document. */
  readonly format: Format | undefined
  readonly text: string
  readonly documents: readonly Located[]
}

/** Everything that a file says which policies ask about, in the order of its lines, and what in it a manifest's reader did not understand. */
export function factsOfFile({ path, format, text, documents }: ReadFile): { readonly facts: readonly SemanticFact[]; readonly problems: readonly Problem[] } {
  const manifest = manifestOf(path)
  // A lock file holds nothing else, and is long.
  const found = format === undefined || manifest?.lockBytes !== undefined ? [] : semanticFacts(path, format, documents)
  if (manifest === undefined) return { facts: found, problems: [] }
  const { facts, problems } = dependencyFacts(manifest, text, documents)
  return { facts: found.length === 0 ? facts : [...found, ...facts].sort((a, b) => a.line - b.line), problems }
}

/** Everything that a file's documents grant, open, run and place, in the order of its lines; at most MAX_FACTS_A_FILE. */
function semanticFacts(path: string, format: Format, documents: readonly Located[]): readonly SemanticFact[] {
  const facts = documents.flatMap((root) => documentFacts(path, format, root))
  return facts.toSorted((a, b) => a.line - b.line).slice(0, MAX_FACTS_A_FILE)
}

function documentFacts(path: string, format: Format, root: Located): readonly SemanticFact[] {
  if (format === 'dockerfile') return dockerfileFacts(root)
  const anywhere = [...awsGrants(root), ...residencyFacts(root)]
  if (isWorkflow(path)) return [...workflowFacts(root), ...anywhere]
  if (isCompose(path, root)) return [...composeFacts(root), ...anywhere]
  if (format === 'hcl' || isTerraformJson(path, root)) return [...terraformFacts(root), ...anywhere]
  if (isKubernetes(root)) return [...kubernetesFacts(root), ...anywhere]
  if (isCloudFormation(root)) return [...cloudFormationFacts(root), ...anywhere]
  return anywhere
}

function isTerraformJson(path: string, root: Located): boolean {
  return path.endsWith('.tf.json') && (membersOf(valueAt(root, 'resource')).size > 0 || membersOf(valueAt(root, 'data')).size > 0)
}
