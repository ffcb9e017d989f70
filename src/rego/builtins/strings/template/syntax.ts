/** The parts of a template: what Go's text/template/parse has, without what values of Rego cannot use (methods, complex numbers). */
export type Node =
  | { readonly node: 'text'; readonly text: string }
  | { readonly node: 'action'; readonly pipe: Pipe }
  | { readonly node: 'if' | 'with' | 'range'; readonly pipe: Pipe; readonly body: readonly Node[]; readonly otherwise: readonly Node[] }
  | { readonly node: 'template'; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly node: 'break' | 'continue' }

/** `$a, $b := first | second`. */
export interface Pipe {
  readonly variables: readonly string[]
  /** `=` instead of `:=`. */
  readonly assigns: boolean
  readonly commands: readonly Command[]
}

/** An operand, or a function and its arguments. */
export type Command = readonly Operand[]

export type Operand =
  | { readonly operand: 'dot' }
  | { readonly operand: 'nil' }
  | { readonly operand: 'bool'; readonly value: boolean }
  | { readonly operand: 'int'; readonly value: bigint }
  | { readonly operand: 'float'; readonly value: number }
  | { readonly operand: 'string'; readonly value: string }
  | { readonly operand: 'function'; readonly name: string }
  /** `.a.b` */
  | { readonly operand: 'field'; readonly path: readonly string[] }
  /** `$x.a.b` */
  | { readonly operand: 'variable'; readonly name: string; readonly path: readonly string[] }
  /** `(…).a.b` */
  | { readonly operand: 'pipe'; readonly pipe: Pipe; readonly path: readonly string[] }

export interface Template {
  readonly body: readonly Node[]
  readonly named: ReadonlyMap<string, readonly Node[]>
}

/** A template cannot be read or run. The message is close to Go's. */
export class TemplateError extends Error {
  override name = 'TemplateError'
}
