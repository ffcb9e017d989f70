import type { Location } from '../../syntax/ast.ts'
import { Variable } from '../ir.ts'
import type { Problems } from '../problems.ts'
import type { Global, Globals } from './globals.ts'

type Occurrence = 'argument' | 'seen' | 'assigned' | 'declared'

interface Entry {
  readonly variable: Variable
  readonly occurrence: Occurrence
  readonly location: Location | undefined
}

const complaints: Record<Occurrence, (name: string) => string> = {
  argument: (name) => `arg ${name} redeclared`,
  seen: (name) => `var ${name} referenced above`,
  assigned: (name) => `var ${name} assigned above`,
  declared: (name) => `var ${name} declared above`,
}

/**
 * What names stand for in one rule or query. A name that `:=`, `some`, `every` or the arguments declare is a variable
 * from there on, in that body and in those inside it. Any other name is a global one, or a variable of the whole rule.
 */
export class Scope {
  readonly #globals: Globals
  readonly #problems: Problems
  /** Names that are declared anywhere in an enclosing body: never global there. */
  readonly #hidden: ReadonlySet<string>[] = []
  readonly #frames: Map<string, Entry>[] = [new Map()]
  /** Of names that nothing declares. */
  readonly #undeclared = new Map<string, Variable>()
  #generated = 0
  #isWrong = false

  constructor(globals: Globals, problems: Problems) {
    this.#globals = globals
    this.#problems = problems
  }

  hide(names: ReadonlySet<string>): void {
    this.#hidden.push(names)
  }

  unhide(): void {
    this.#hidden.pop()
  }

  open(): void {
    this.#frames.push(new Map())
  }

  /** Ends the innermost body: what it declares must be used. */
  close(strict: boolean): void {
    this.complain(strict)
    this.#frames.pop()
  }

  complain(strict: boolean): void {
    // A name that is declared twice may well be the reason.
    if (this.#isWrong) return
    for (const [name, entry] of this.#top) {
      if (entry.variable.generated) continue
      if (entry.occurrence === 'declared' && entry.variable.uses === 0) this.#refuse(`declared var ${name} unused`, entry.location)
      if (strict && entry.occurrence === 'assigned' && entry.variable.uses <= 1) this.#refuse(`assigned var ${name} unused`, entry.location)
    }
  }

  get #top(): Map<string, Entry> {
    const top = this.#frames.at(-1)
    if (top === undefined) throw new Error('no body is open')
    return top
  }

  #refuse(message: string, location: Location | undefined): void {
    this.#isWrong = true
    this.#problems.add('rego_compile_error', message, location)
  }

  /** A variable from here on; one of its own even where the name was declared already, which is refused. */
  declare(name: string, occurrence: Occurrence, location: Location | undefined): Variable {
    const before = this.#top.get(name)
    if (before !== undefined) this.#refuse(complaints[before.occurrence](name), location)
    const variable = new Variable(name, isWildcard(name))
    this.#top.set(name, { variable, occurrence, location })
    return variable
  }

  /** An argument of a function; the same where it stands twice. */
  argument(name: string, location: Location | undefined): Variable {
    return this.#top.get(name)?.variable ?? this.declare(name, 'argument', location)
  }

  global(name: string): Global | undefined {
    for (const names of this.#hidden) if (names.has(name)) return undefined
    const global = this.#globals.get(name)
    if (global !== undefined) global.used = true
    return global
  }

  /** Undefined where nothing declares it. */
  declared(name: string): Variable | undefined {
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const entry = this.#frames[index]?.get(name)
      if (entry !== undefined && entry.occurrence !== 'seen') return entry.variable
    }
    return undefined
  }

  /** A name where a variable may stand. It must not be declared in this body after that. */
  variable(name: string): Variable {
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const entry = this.#frames[index]?.get(name)
      if (entry !== undefined) return entry.variable
    }
    const variable = this.#undeclared.get(name) ?? new Variable(name, isWildcard(name))
    this.#undeclared.set(name, variable)
    this.#top.set(name, { variable, occurrence: 'seen', location: undefined })
    return variable
  }

  /** One that no text names. */
  fresh(): Variable {
    return new Variable(`__local${this.#generated++}__`, true)
  }

  /** The variables of the outermost body, by name. */
  outermost(): ReadonlyMap<string, Variable> {
    const variables = new Map<string, Variable>()
    for (const [name, entry] of this.#frames[0] ?? []) if (!entry.variable.generated) variables.set(name, entry.variable)
    return variables
  }
}

function isWildcard(name: string): boolean {
  return name.startsWith('$')
}
