import { T } from '../../types/type.ts'
import { jsonText } from '../../values/json.ts'
import { bigintOf } from '../../values/numbers.ts'
import { entriesOf, getKey, isObject, objectOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import { regoText } from '../../values/rego-text.ts'
import { bytesOf } from '../../values/strings.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { ternary } from '../define.ts'
import { requestOperand } from '../http/request.ts'
import { numberOperand, objectOperand, operandError, typeError } from '../operands.ts'
import { type Moment, momentOf } from '../time/moment.ts'
import { utc } from '../time/zone.ts'
import { parseUri } from '../uri/parse.ts'
import { type AwsCredentials, type AwsRequest, signedHeaders } from './sign-v4.ts'

const INT64 = 2n ** 63n

function signRequest(request: Value, config: Value, time: Value, host: Host): Value {
  objectOperand(request, 1)
  const credentials = credentialsOf(objectOperand(config, 1))
  const at = momentOperand(time)
  const object = requestOperand(request, 1)
  const aws = awsRequestOf(object)
  host.spend(10 + aws.body.length / 100)
  const signsBody = signsBodies(objectOperand(config, 1))
  // Headers that are no text are neither signed nor kept.
  const headers = new Map([...aws.headers, ...signedHeaders(aws, credentials, at, signsBody)])
  return objectOf([...entriesOf(object), ['headers', objectOf(headers)]])
}

const configured = ['aws_access_key', 'aws_region', 'aws_secret_access_key', 'aws_service']

function credentialsOf(config: ObjectValue): AwsCredentials {
  const missing = configured.filter((name) => getKey(config, name) === undefined)
  if (missing.length > 0) throw operandError(2, `missing required AWS config parameters(s): ${regoText(RegoSet.of(missing))}`)
  const invalid = configured.filter((name) => typeof getKey(config, name) !== 'string')
  if (invalid.length > 0) throw operandError(2, `invalid values for required AWS config parameters(s): ${regoText(RegoSet.of(invalid))}`)
  const text = (name: string): string => textOf(getKey(config, name))
  return {
    service: text('aws_service'),
    region: text('aws_region'),
    accessKey: text('aws_access_key'),
    secretKey: text('aws_secret_access_key'),
    sessionToken: text('aws_session_token'),
  }
}

/** Empty for what is no text. */
function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : ''
}

function momentOperand(time: Value): Moment {
  const whole = bigintOf(numberOperand(time, 1))
  if (whole === undefined || whole < -INT64 || whole >= INT64) throw operandError(3, 'could not convert time_ns value into a unix timestamp')
  return momentOf(whole, utc)
}

function signsBodies(config: ObjectValue): boolean {
  const disabled = getKey(config, 'disable_payload_signing') ?? false
  if (typeof disabled !== 'boolean') throw operandError(2, "invalid value for 'disable_payload_signing' in AWS config")
  return !disabled
}

function awsRequestOf(object: ObjectValue): AwsRequest {
  const headers = getKey(object, 'headers') ?? {}
  if (!isObject(headers)) throw typeError(0, headers, 'object')
  const invalid = ['method', 'url'].filter((name) => typeof getKey(object, name) !== 'string')
  if (invalid.length > 0) throw operandError(1, `invalid values for required request parameters(s): ${regoText(RegoSet.of(invalid))}`)
  const url = textOf(getKey(object, 'url'))
  parseUri(url)
  return {
    method: textOf(getKey(object, 'method')),
    url,
    headers: new Map(entriesOf(headers).map(([name, value]) => [textOf(name), textOf(value)])),
    body: bodyOf(object),
  }
}

function bodyOf(object: ObjectValue): Uint8Array {
  const raw = getKey(object, 'raw_body')
  if (raw !== undefined) return bytesOf(textOf(raw))
  const body = getKey(object, 'body')
  return body === undefined ? new Uint8Array() : bytesOf(jsonText(body))
}

export const family: readonly Builtin[] = [
  ternary('providers.aws.sign_req', [T.object(T.string, T.any), T.object(T.string, T.any), T.number], T.object(), signRequest),
]
