import { getKey, isObject, keysOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import { regoText } from '../../values/rego-text.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import { operandError, typeError } from '../operands.ts'

const required = ['method', 'url']

const allowed = new Set<Value>([
  ...required,
  'body',
  'cache',
  'cache_ignored_headers',
  'caching_mode',
  'enable_redirect',
  'force_cache',
  'force_cache_duration_seconds',
  'force_json_decode',
  'force_yaml_decode',
  'headers',
  'max_retry_attempts',
  'raise_error',
  'raw_body',
  'timeout',
  'tls_ca_cert',
  'tls_ca_cert_env_variable',
  'tls_ca_cert_file',
  'tls_client_cert',
  'tls_client_cert_env_variable',
  'tls_client_cert_file',
  'tls_client_key',
  'tls_client_key_env_variable',
  'tls_client_key_file',
  'tls_insecure_skip_verify',
  'tls_server_name',
  'tls_use_system_certs',
])

/** A request of http.send, with what it must have and nothing that it may not have. */
export function requestOperand(value: Value, position: number): ObjectValue {
  if (!isObject(value)) throw typeError(position, value, 'object')
  const invalid = keysOf(value).filter((key) => !allowed.has(key))
  if (invalid.length > 0) throw operandError(position, `invalid request parameters(s): ${regoText(RegoSet.of(invalid))}`)
  const missing = required.filter((key) => getKey(value, key) === undefined)
  if (missing.length > 0) throw operandError(position, `missing required request parameters(s): ${regoText(RegoSet.of(missing))}`)
  return value
}
