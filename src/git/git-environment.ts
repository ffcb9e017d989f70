import { devNull } from 'node:os'

export interface EnvironmentOptions {
  /** The repository; without it git looks for one from the working directory. */
  readonly gitDir?: string | undefined
  /** Configuration for this run only. It travels in the environment: never in arguments, never on disk. */
  readonly config?: Readonly<Record<string, string>> | undefined
  /** Transports that may be used. None by default, so nothing is ever fetched behind our back. */
  readonly protocols?: readonly string[] | undefined
  /** Whether the user's own git configuration counts: only to ask whether git may use a folder at all (safe.directory). */
  readonly userConfig?: boolean | undefined
  readonly extra?: Readonly<Record<string, string>> | undefined
}

/** What git and curl need of ours: where programs are, how to reach the network, whom to trust. */
const PASSED_ON = [
  'PATH',
  'TMPDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
]
const USERS_OWN = ['HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM']

/** Repositories come from outside, and their configuration can name programs to run; these take the names out. */
const SAFE_CONFIG = {
  'core.hooksPath': devNull,
  'core.fsmonitor': 'false',
  'core.askPass': '',
  'credential.helper': '',
  'gc.auto': '0',
  'maintenance.auto': 'false',
}

/**
 * A whole environment for one git process, made from nothing: no inherited GIT_DIR (we may run inside a hook),
 * no prompts, no replaced objects, messages in English, and no transport that was not asked for.
 * GIT_ALLOW_PROTOCOL also stops the lazy fetch of gits before 2.44, which do not know GIT_NO_LAZY_FETCH.
 */
export function gitEnvironment(options: EnvironmentOptions): Record<string, string> {
  const names = options.userConfig ? [...PASSED_ON, ...USERS_OWN] : PASSED_ON
  const environment: Record<string, string> = {}
  for (const name of names) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  if (!options.userConfig) Object.assign(environment, { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull })
  if (options.gitDir !== undefined) environment['GIT_DIR'] = options.gitDir
  return {
    ...environment,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: (options.protocols ?? []).join(':') || 'none',
    ...configVariables({ ...SAFE_CONFIG, ...options.config }),
    ...options.extra,
  }
}

/** git-config(1), "GIT_CONFIG_COUNT". */
function configVariables(config: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(config)
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(entries.length) }
  entries.forEach(([key, value], index) => {
    variables[`GIT_CONFIG_KEY_${index}`] = key
    variables[`GIT_CONFIG_VALUE_${index}`] = value
  })
  return variables
}
