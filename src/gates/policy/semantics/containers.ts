import { everyNode, itemsOf, membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { downloadsRun } from './download-and-run.ts'
import { type SemanticFact, short } from './fact.ts'

/** Folders of a node whose contents hand over the node. */
const HOST_SOCKETS = /(?:^|\/)(?:docker|containerd|crio|podman)\.sock$/

/** Pod specs wherever they stand in a document: of Pods, of what makes Pods, and of custom resources that hold one. */
export function podFacts(root: Located, name: string): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  for (const node of everyNode(root)) if (itemsOf(valueAt(node, 'containers')).length > 0) facts.push(...podSpec(node, name))
  return facts
}

function podSpec(spec: Located, name: string): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  const privilege = (node: Located | undefined, what: string, value: string | null, of: string) =>
    facts.push({ kind: 'container.privilege', line: node?.line ?? spec.line, what, value: value === null ? null : short(value), name: of })
  const all = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => itemsOf(valueAt(spec, key)))
  for (const what of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const node = valueAt(spec, what)
    if (textOf(node) === 'true') privilege(node, what, null, name)
  }
  for (const volume of itemsOf(valueAt(spec, 'volumes'))) {
    const path = valueAt(volume, 'hostPath', 'path')
    const text = textOf(path)
    if (path === undefined || text === undefined) continue
    if (HOST_SOCKETS.test(text)) privilege(path, 'runtime-socket', text, name)
    else facts.push({ kind: 'container.privilege', line: path.line, what: 'hostPath', value: short(text), name, read_only: isReadOnly(volume, all) })
  }
  for (const container of all) {
    const of = `${name}/${short(textOf(valueAt(container, 'name')) ?? '?')}`
    const image = valueAt(container, 'image')
    const text = textOf(image)
    if (image && text !== undefined) facts.push(imageFact(text, image.line, of))
    const context = valueAt(container, 'securityContext')
    for (const what of ['privileged', 'allowPrivilegeEscalation']) {
      const node = valueAt(context, what)
      if (textOf(node) === 'true') privilege(node, what, null, of)
    }
    const user = valueAt(context, 'runAsUser') ?? valueAt(spec, 'securityContext', 'runAsUser')
    const nonRoot = valueAt(context, 'runAsNonRoot') ?? valueAt(spec, 'securityContext', 'runAsNonRoot')
    if (textOf(user) === '0') privilege(user, 'runAsRoot', null, of)
    else if (textOf(nonRoot) === 'false') privilege(nonRoot, 'runAsRoot', null, of)
    for (const capability of oneOrMore(valueAt(context, 'capabilities', 'add'))) privilege(capability, 'capability', textOf(capability) ?? '?', of)
  }
  return facts
}

/** Whether every container that mounts a volume does so without writing to it. */
function isReadOnly(volume: Located, containers: readonly Located[]): boolean {
  const name = textOf(valueAt(volume, 'name'))
  const mounts = containers.flatMap((container) => itemsOf(valueAt(container, 'volumeMounts'))).filter((mount) => textOf(valueAt(mount, 'name')) === name)
  return mounts.length > 0 && mounts.every((mount) => textOf(valueAt(mount, 'readOnly')) === 'true')
}

/** Whether a path is one that Compose files have. */
export function isComposeName(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path)
}

/** Whether a document is a Compose file. */
export function isCompose(path: string, root: Located): boolean {
  return isComposeName(path) && membersOf(valueAt(root, 'services')).size > 0
}

/** What the services of a Compose file run with, and which ports of the host they open to everybody. */
export function composeFacts(root: Located): readonly SemanticFact[] {
  const facts: SemanticFact[] = []
  for (const [service, { node }] of membersOf(valueAt(root, 'services'))) {
    const name = `service/${short(service)}`
    const privilege = (at: Located | undefined, what: string, value: string | null) =>
      facts.push({ kind: 'container.privilege', line: at?.line ?? node.line, what, value: value === null ? null : short(value), name })
    const image = valueAt(node, 'image')
    const text = textOf(image)
    if (image && text !== undefined) facts.push(imageFact(text, image.line, name))
    if (textOf(valueAt(node, 'privileged')) === 'true') privilege(valueAt(node, 'privileged'), 'privileged', null)
    for (const [key, what] of [
      ['network_mode', 'hostNetwork'],
      ['pid', 'hostPID'],
      ['ipc', 'hostIPC'],
    ] as const) {
      if (textOf(valueAt(node, key)) === 'host') privilege(valueAt(node, key), what, null)
    }
    if (/^(?:0|root)(?::|$)/.test(textOf(valueAt(node, 'user')) ?? '')) privilege(valueAt(node, 'user'), 'runAsRoot', null)
    for (const capability of oneOrMore(valueAt(node, 'cap_add'))) privilege(capability, 'capability', textOf(capability) ?? '?')
    for (const volume of itemsOf(valueAt(node, 'volumes'))) {
      const source = textOf(valueAt(volume, 'source')) ?? (textOf(volume) ?? '').split(':')[0] ?? ''
      if (HOST_SOCKETS.test(source)) privilege(volume, 'runtime-socket', source)
      else if (/^\/(?:etc|proc|sys|root|var|boot|dev)?(?:\/|$)/.test(source)) {
        const read_only = textOf(valueAt(volume, 'read_only')) === 'true' || /:(?:[\w,]{1,40},)?ro(?:,|$)/.test(textOf(volume) ?? '')
        facts.push({ kind: 'container.privilege', line: volume.line, what: 'hostPath', value: short(source), name, read_only })
      }
    }
    for (const port of itemsOf(valueAt(node, 'ports'))) {
      const published = textOf(valueAt(port, 'published')) ?? textOf(port) ?? ''
      const local = /^(?:127\.|localhost|\[?::1)/.test(textOf(valueAt(port, 'host_ip')) ?? published)
      if (published !== '' && !local && (published.includes(':') || port.kind === 'map'))
        facts.push({ kind: 'network.exposed', line: port.line, via: 'Compose port', name: `${name} ${short(published)}`, value: null })
    }
  }
  return facts
}

/** What a Dockerfile builds on, and whom its last stage runs as. */
export function dockerfileFacts(root: Located): readonly SemanticFact[] {
  const instructions = itemsOf(root)
  const command = (node: Located) => textOf(valueAt(node, 'Cmd'))
  const words = (node: Located) => itemsOf(valueAt(node, 'Value')).map((word) => textOf(word) ?? '')
  const stages = new Set<string>()
  const facts: SemanticFact[] = []
  for (const from of instructions.filter((node) => command(node) === 'from')) {
    const [image = '', , stage] = words(from)
    if (image !== 'scratch' && !stages.has(image.toLowerCase())) facts.push(imageFact(image, from.line, 'FROM'))
    if (stage !== undefined) stages.add(stage.toLowerCase())
  }
  const last = Math.max(-1, ...instructions.map((node) => Number(textOf(valueAt(node, 'Stage')) ?? 0)))
  const users = instructions.filter((node) => command(node) === 'user' && Number(textOf(valueAt(node, 'Stage'))) === last)
  const user = users.at(-1)
  const name = user === undefined ? undefined : (words(user)[0] ?? '')
  if (name !== undefined && user !== undefined && /^(?:0|root)(?::|$)/.test(name))
    facts.push({ kind: 'container.privilege', line: user.line, what: 'runAsRoot', value: name, name: 'USER' })
  for (const run of instructions.filter((node) => command(node) === 'run')) {
    for (const url of downloadsRun(words(run).join(' '))) facts.push({ kind: 'container.download-and-run', line: run.line, url: short(url) })
  }
  return facts
}

/** An image always means the same only by its digest. */
function imageFact(image: string, line: number, name: string): SemanticFact {
  const tag = /:([\w][\w.-]{0,127})$/.exec(image)?.[1]
  const pin = /@sha256:[0-9a-f]{64}$/.test(image) ? 'digest' : image.includes('$') ? 'variable' : tag === undefined || tag === 'latest' ? 'latest' : 'tag'
  return { kind: 'container.image', line, image: short(image), pin, name }
}
