/** What an API call is answered with. A body of undefined is no body. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** GitHub says no, in its own words. */
export class Rejected extends Error {
  override name = 'Rejected'
  readonly status: number
  readonly errors: readonly unknown[] | undefined
  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message)
    this.status = status
    this.errors = errors
  }
}

/** An error as GitHub's REST API writes it. */
export function errorAnswer(status: number, message: string, errors?: readonly unknown[], headers?: Readonly<Record<string, string>>): Answer {
  const body = { message, ...(errors ? { errors } : {}), documentation_url: 'https://docs.github.com/rest', status: String(status) }
  return { status, body, ...(headers ? { headers } : {}) }
}

export function notFound(): Rejected {
  return new Rejected(404, 'Not Found')
}

export function invalid(resource: string, field: string, message: string): Rejected {
  return new Rejected(422, 'Validation Failed', [{ resource, field, code: 'custom', message }])
}
