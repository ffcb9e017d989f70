import type { Annotations, Module, Rule, Term } from '../../syntax/ast.ts'
import { fromPlain } from '../../values/plain.ts'
import type { Value } from '../../values/value.ts'

/** The `# METADATA` of all modules, as `rego.metadata.chain()` and `rego.metadata.rule()` give it. */
export class Metadata {
  readonly #documents = new Map<string, Annotations>()
  readonly #packages = new Map<string, Annotations>()
  readonly #subpackages = new Map<string, Annotations>()

  constructor(modules: readonly Module[]) {
    for (const module of modules) {
      const place = JSON.stringify(module.package.path)
      for (const annotations of module.annotations) {
        if (annotations.scope === 'package') this.#packages.set(place, annotations)
        if (annotations.scope === 'subpackages') this.#subpackages.set(place, annotations)
      }
      for (const rule of module.rules) {
        for (const annotations of rule.annotations ?? []) {
          if (annotations.scope === 'document') this.#documents.set(JSON.stringify(pathOf(module, rule)), annotations)
        }
      }
    }
  }

  /** From the rule outwards: what is said of it, of all rules of its name, of its package and of the packages above. */
  chain(module: Module, rule: Rule): Value {
    const path = pathOf(module, rule)
    const links: Value[] = ownAnnotations(rule).map((annotations) => link(path, annotations))
    if (links.length === 0) links.push({ path })
    const document = this.#documents.get(JSON.stringify(path))
    if (document !== undefined) links.push(link(path, document))
    const place = module.package.path
    const ofPackage = this.#packages.get(JSON.stringify(place))
    if (ofPackage !== undefined) links.push(link(place, ofPackage))
    for (let length = place.length; length >= 0; length--) {
      const above = this.#subpackages.get(JSON.stringify(place.slice(0, length)))
      if (above !== undefined) links.push(link(place.slice(0, length), above))
    }
    return links
  }

  rule(rule: Rule): Value {
    const [nearest] = ownAnnotations(rule)
    return nearest === undefined ? {} : annotationsValue(nearest)
  }
}

/** The nearest first. */
function ownAnnotations(rule: Rule): Annotations[] {
  const own = (rule.annotations ?? []).filter((annotations) => annotations.scope === 'rule')
  return own.sort((a, b) => (b.location?.start ?? 0) - (a.location?.start ?? 0))
}

/** Up to the first variable. */
function pathOf(module: Module, rule: Rule): Value[] {
  const path: Value[] = [...module.package.path]
  for (const part of rule.head.ref) {
    if (path.length === module.package.path.length && part.type === 'var') path.push(part.name)
    else if (part.type === 'string') path.push(part.value)
    else break
  }
  return path
}

function link(path: readonly Value[], annotations: Annotations): Value {
  return { annotations: annotationsValue(annotations), path }
}

function annotationsValue(annotations: Annotations): Value {
  return fromPlain({
    scope: annotations.scope,
    title: annotations.title,
    description: annotations.description,
    entrypoint: annotations.entrypoint === true ? true : undefined,
    organizations: someOf(annotations.organizations),
    related_resources: someOf(annotations.relatedResources),
    authors: someOf(annotations.authors),
    schemas: someOf(annotations.schemas?.map(schemaValue)),
    custom: annotations.custom !== undefined && Object.keys(annotations.custom).length > 0 ? annotations.custom : undefined,
  })
}

function someOf<T>(items: readonly T[] | undefined): readonly T[] | undefined {
  return items === undefined || items.length === 0 ? undefined : items
}

type Schema = NonNullable<Annotations['schemas']>[number]

function schemaValue(schema: Schema): unknown {
  const definition = schema.definition === undefined ? undefined : schema.definition
  return { path: refParts(schema.path.ref), schema: schema.schema === undefined ? undefined : refParts(schema.schema.ref), definition }
}

function refParts(ref: readonly Term[]): readonly string[] {
  return ref.flatMap((part) => (part.type === 'string' ? [part.value] : part.type === 'var' ? [part.name] : []))
}
