import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

/** GitHub's own description, as scripts/extract-github-description.ts cut it out: what may be asked and what is answered. */

export interface Operation {
  readonly id: string
  readonly method: string
  /** With `{name}` for each parameter. */
  readonly path: string
  /** Problems of the query's parameters, each with the value as it was sent. */
  checkQuery(query: URLSearchParams): string | undefined
  checkRequest(body: unknown): string | undefined
  /** The problem with an answer; undefined when it fits, or when that status is described without a body. */
  checkResponse(status: number, body: unknown): string | undefined
}

type Tree = { readonly [key: string]: unknown }

const document = read('rest.json')
const ajv = validator()
ajv.addSchema({ ...document, $id: 'rest' }, 'rest', false, false)

let hooks: Ajv | undefined
const webhooks: { document?: Tree } = {}
const compiled = new Map<string, ValidateFunction>()

/** Every described operation, in the order of the description. */
export function describedOperations(): Operation[] {
  return Object.entries(tree(document['operations'])).map(([id, value]) => operation(id, tree(value)))
}

/** The problem with a webhook payload; undefined when it fits. `described` is false for an event that was not cut out. */
export function checkWebhook(event: string, action: string | undefined, payload: unknown): { described: boolean; problem: string | undefined } {
  webhooks.document ??= read('webhooks.json')
  hooks ??= validator().addSchema({ ...webhooks.document, $id: 'webhooks' }, 'webhooks', false, false)
  const id = [event, ...(action ? [action] : [])].join('-').replaceAll('_', '-')
  if (!(id in tree(webhooks.document['operations']))) return { described: false, problem: undefined }
  return { described: true, problem: check(hooks, `webhooks#/operations/${pointerStep(id)}/content/application~1json/schema`, payload) }
}

function operation(id: string, described: Tree): Operation {
  const at = `rest#/operations/${pointerStep(id)}`
  const request = tree(described['requestBody'] ?? {})
  const responses = tree(described['responses'])
  const parameters = list(described['parameters']).map((parameter) => resolve(tree(parameter)))
  return {
    id,
    method: String(described['method']).toUpperCase(),
    path: String(described['path']),
    checkQuery(query) {
      for (const [name, value] of query) {
        const parameter = parameters.find((one) => one['in'] === 'query' && one['name'] === name)
        if (!parameter) return `there is no query parameter ${name}`
        const problem = checkText(tree(parameter['schema']), value)
        if (problem) return `query parameter ${name} ${problem}`
      }
      return undefined
    },
    checkRequest(body) {
      if (!request['content']) return body === undefined || isEmptyObject(body) ? undefined : 'takes no body'
      if (body === undefined) return request['required'] === false ? undefined : 'needs a body'
      return check(ajv, `${at}/requestBody/content/application~1json/schema`, body)
    },
    checkResponse(status, body) {
      const response = responses[String(status)]
      if (response === undefined) return status >= 400 ? undefined : `${status} is not described`
      const [base, resolved] = followed(`${at}/responses/${status}`, tree(response))
      if (!resolved['content']) return undefined
      return 'application/json' in tree(resolved['content']) ? check(ajv, `${base}/content/application~1json/schema`, body) : undefined
    },
  }
}

/** A parameter's value is text; its schema may want a number. */
function checkText(schema: Tree, value: string): string | undefined {
  if (schema['type'] === 'integer' && !/^-?\d{1,15}$/.test(value)) return 'is not a whole number'
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value)) return `is none of ${schema['enum'].join(', ')}`
  return undefined
}

function check(engine: Ajv, reference: string, value: unknown): string | undefined {
  const validate = compiled.get(reference) ?? engine.compile({ $ref: reference })
  compiled.set(reference, validate)
  return validate(value) ? undefined : wording(validate.errors ?? [])
}

/** The error nearest to the cause: ajv lists a branch's errors before the branch's own. */
function wording(errors: readonly ErrorObject[]): string {
  return errors
    .slice(0, 4)
    .map(
      (error) =>
        `${error.instancePath || '/'} ${error.message ?? 'does not fit'}${error.keyword === 'enum' || error.keyword === 'const' ? ` (${JSON.stringify(error.params)})` : ''}`,
    )
    .join('; ')
}

function validator(): Ajv {
  const made = new Ajv({ strict: false, validateSchema: false, inlineRefs: false, code: { optimize: false }, logger: false })
  made.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/)
  return made
}

/** Where a response is and what it says, behind a `$ref` when it is one. */
function followed(at: string, value: Tree): [string, Tree] {
  return typeof value['$ref'] === 'string' ? [`rest${value['$ref']}`, resolve(value)] : [at, value]
}

function resolve(value: Tree): Tree {
  if (typeof value['$ref'] !== 'string') return value
  let found: unknown = document
  for (const step of value['$ref'].slice(2).split('/')) found = tree(found)[step]
  return tree(found)
}

function pointerStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

function read(name: string): Tree {
  return tree(JSON.parse(readFileSync(new URL(`description/${name}`, import.meta.url), 'utf8')))
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function tree(value: unknown): Tree {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('the description under sim/description is damaged: run scripts/extract-github-description.ts')
  return Object.fromEntries(Object.entries(value))
}
