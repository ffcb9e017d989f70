import { createHash, createHmac } from 'node:crypto'
import { formatMoment } from '../time/format.ts'
import type { Moment } from '../time/moment.ts'

export interface AwsRequest {
  readonly method: string
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

export interface AwsCredentials {
  readonly service: string
  readonly region: string
  readonly accessKey: string
  readonly secretKey: string
  readonly sessionToken: string
}

const UNSIGNED = 'UNSIGNED-PAYLOAD'
/** What proxies on the way may change. */
const unsignedHeaders = new Set(['authorization', 'user-agent', 'x-amzn-trace-id'])

/**
 * The headers that sign a request (AWS Signature Version 4): `Authorization` and those that are signed with the request's
 * own.
 */
export function signedHeaders(request: AwsRequest, credentials: AwsCredentials, at: Moment, signsBody: boolean): ReadonlyMap<string, string> {
  const { service, region, accessKey, secretKey, sessionToken } = credentials
  const { host, path, query } = partsOf(request.url)
  const content = signsBody ? sha256(request.body) : UNSIGNED
  const [day, second] = [formatMoment(at, '20060102'), formatMoment(at, '20060102T150405Z')]
  const added = new Map([
    ['host', host],
    ['x-amz-date', second],
  ])
  if (service === 's3' || service === 'glacier') added.set('x-amz-content-sha256', content)
  if (sessionToken !== '') added.set('x-amz-security-token', sessionToken)
  const signed = new Map(added)
  for (const [name, value] of request.headers) if (!unsignedHeaders.has(name.toLowerCase())) signed.set(name.toLowerCase(), value)
  const names = [...signed.keys()].sort()
  const canonical = [request.method, path, query, ...names.map((name) => `${name}:${signed.get(name)}`), '', names.join(';'), content].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const key = [day, region, service, 'aws4_request'].reduce<Uint8Array>((secret, part) => hmac(secret, part), Buffer.from(`AWS4${secretKey}`))
  const signature = hmac(key, ['AWS4-HMAC-SHA256', second, scope, sha256(Buffer.from(canonical))].join('\n')).toString('hex')
  return new Map([['Authorization', `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}`], ...added])
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** As the request line has them: escaped. */
function partsOf(url: string): { host: string; path: string; query: string } {
  const whole = url.split('#', 1)[0] ?? ''
  const mark = whole.indexOf('?')
  const before = mark < 0 ? whole : whole.slice(0, mark)
  const start = before.indexOf('//')
  const slash = start < 0 ? 0 : before.indexOf('/', start + 2)
  const authority = start < 0 ? '' : before.slice(start + 2, slash < 0 ? undefined : slash)
  const path = slash < 0 ? '' : before.slice(slash)
  return {
    host: authority.slice(authority.lastIndexOf('@') + 1),
    path: path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@!'()*%[\]]/gu, encodeURIComponent),
    query: mark < 0 ? '' : whole.slice(mark + 1),
  }
}
