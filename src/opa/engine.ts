import { randomUUID } from 'node:crypto'
import { Trouble } from '../model/trouble.ts'
import type { EvaluateOptions, LoadedPolicy, PolicyBundle, PolicyEngine } from '../rego/index.ts'
import { evaluated, removed, taken } from './answers.ts'
import { OpaConnection, type OpaOptions } from './connection.ts'
import { type Placement, placementOf } from './placement.ts'

interface Held {
  users: number
  readonly placement: Placement
  ready: Promise<void>
}

/**
 * An OPA server (1.0 or newer) as a policy engine. What is put there is removed when nobody has it loaded any more, and put
 * there again when the server has forgotten it. Throws Trouble when the server cannot be reached, answers too late or too
 * much, or with anything but a result or an error of the policy: that is never taken for «undefined».
 */
export function opaEngine(options: OpaOptions): PolicyEngine {
  const server = new Server(new OpaConnection(options))
  const instance = randomUUID()
  const held = new Map<string, Held>()
  return {
    kind: 'opa',
    load: async (bundle, { signal } = {}) => {
      signal?.throwIfAborted()
      const placement = placementOf(bundle, instance)
      const { slot } = placement
      const holding = held.get(slot) ?? { users: 0, placement, ready: Promise.resolve() }
      held.set(slot, holding)
      holding.users++
      if (holding.users === 1) holding.ready = holding.ready.then(() => server.put(placement))
      try {
        await holding.ready
      } catch (error) {
        holding.users--
        if (held.get(slot) === holding) held.delete(slot)
        throw error
      }
      return loaded(bundle, holding, server, () => held.delete(slot))
    },
  }
}

function loaded(bundle: PolicyBundle, holding: Held, server: Server, forget: () => void): LoadedPolicy {
  let isOpen = true
  return {
    evaluate: async (entrypoint, input, options = {}) => {
      const path = holding.placement.paths.get(entrypoint)
      if (path === undefined || !isOpen) throw new RangeError(`${entrypoint} was not among the entrypoints of the bundle, or it is closed`)
      const answer = (await server.ask(holding.placement, path, input, options)) ?? (await askAgain(holding, server, path, input, options))
      if (answer === undefined) throw new Trouble('ours', `the OPA server does not keep the policy of ${bundle.namespace}`)
      return answer.value
    },
    close: async () => {
      if (!isOpen) return
      isOpen = false
      if (--holding.users > 0) return
      forget()
      await holding.ready.catch(() => {})
      await server.remove(holding.placement)
    },
  }
}

/** The server has started anew, or somebody has emptied it. */
async function askAgain(holding: Held, server: Server, path: string, input: unknown, options: EvaluateOptions) {
  const again = holding.ready.catch(() => {}).then(() => server.put(holding.placement))
  holding.ready = again
  await again
  return server.ask(holding.placement, path, input, options)
}

class Server {
  readonly #connection: OpaConnection

  constructor(connection: OpaConnection) {
    this.#connection = connection
  }

  async put(placement: Placement): Promise<void> {
    const { slot, document, modules, answers, places } = placement
    const put = async (path: string, body: unknown) => taken(await this.#connection.send('PUT', path, body), places)
    try {
      await put(`data/maestro/${slot}`, document)
      for (const { id, stubs } of modules) if (stubs !== undefined) await put(`policies/${id}`, stubs)
      for (const { id, text } of modules) await put(`policies/${id}`, text)
      await put(`policies/maestro/${slot}/answers`, answers)
    } catch (error) {
      // What is wrong is told; what was put before it is left where it cannot be removed.
      await this.remove(placement).catch(() => {})
      throw error
    }
  }

  /** Undefined where the policy is not there. */
  async ask({ places, document }: Placement, path: string, input: unknown, options: EvaluateOptions): Promise<{ readonly value: unknown } | undefined> {
    const { result } = evaluated(await this.#connection.evaluate(path, input, options), places)
    if (typeof result !== 'object' || result === null || !('mark' in result) || result.mark !== (document as { mark: string }).mark) return undefined
    return { value: 'value' in result ? result.value : undefined }
  }

  /** What refers to others goes first: the server refuses to remove a function that is called. */
  async remove({ slot, modules, places }: Placement): Promise<void> {
    const remove = async (path: string) => removed(await this.#connection.send('DELETE', path))
    await remove(`policies/maestro/${slot}/answers`)
    for (const { id, stubs } of modules) if (stubs !== undefined) taken(await this.#connection.send('PUT', `policies/${id}`, stubs), places)
    for (const { id } of modules) await remove(`policies/${id}`)
    await remove(`data/maestro/${slot}`)
  }
}
