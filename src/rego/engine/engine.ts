/**
 * Whatever evaluates policies: this engine in the process (`embedded.ts`), or an OPA server. Both give the same results and
 * the same errors, by one contract test.
 */
export interface PolicyEngine {
  readonly kind: 'embedded' | 'opa'
  /**
   * Makes a bundle ready. Loading the same namespace and revision again is the same policy once more.
   * Throws RegoErrors where a module is wrong; where the engine cannot be asked, what it throws is no RegoError.
   */
  load(bundle: PolicyBundle, options?: CallOptions): Promise<LoadedPolicy>
}

/** Modules with the data they read. Nothing of one bundle is seen by another. */
export interface PolicyBundle {
  /** Whose policy: `acme/shop`. */
  readonly namespace: string
  /** Which state of it, such as a commit id: the same revision always has the same modules and data. */
  readonly revision: string
  readonly modules: readonly { readonly name: string; readonly text: string }[]
  /** What stands under `data` beside rules. */
  readonly data?: Readonly<Record<string, unknown>>
  /** What will be asked for: `shop/deny` is the document `data.shop.deny`. */
  readonly entrypoints: readonly string[]
}

export interface LoadedPolicy {
  /**
   * The value of a document as plain JSON, exact integers beyond 2^53 as bigints; undefined where it is undefined.
   * Throws a RegoError where the evaluation ends with one, a RangeError for an entrypoint that was not named.
   */
  evaluate(entrypoint: string, input?: unknown, options?: EvaluateOptions): Promise<unknown>
  /** Gives up what is held for it. */
  close(): Promise<void>
}

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface EvaluateOptions extends CallOptions {
  /** A builtin that fails is an error, not undefined. */
  readonly strictBuiltinErrors?: boolean
}

/** `shop/deny` is `["shop", "deny"]`. */
export function entrypointPath(entrypoint: string): readonly string[] {
  const path = entrypoint.split('/')
  if (path.includes('')) throw new RangeError(`${JSON.stringify(entrypoint)} is no entrypoint: it has an empty part`)
  return path
}
