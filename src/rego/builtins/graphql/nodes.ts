import {
  type ArgumentNode,
  type ASTNode,
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DirectiveNode,
  Kind,
  type NamedTypeNode,
  type NameNode,
  type TypeNode,
  type ValueNode,
} from 'graphql'
import { BuiltinError } from '../../errors.ts'
import { type Argument, type Directive, KIND, type Literal, type Position, type TypeRef } from './ast.ts'

/* The parts that queries and schemas share, as the nodes of the library `graphql`, which validates queries. */

/** Where nodes come from; the library's own locations need the text. */
const places = new WeakMap<ASTNode, Position>()

export function placed<T extends ASTNode>(node: T, at: Position | undefined): T {
  if (at !== undefined) places.set(node, at)
  return node
}

export function placeOf(node: ASTNode | undefined): Position | undefined {
  return node === undefined ? undefined : places.get(node)
}

export function nameNode(value: string, at?: Position): NameNode {
  return placed({ kind: Kind.NAME, value }, at)
}

export function namedTypeNode(name: string, at?: Position): NamedTypeNode {
  return placed({ kind: Kind.NAMED_TYPE, name: nameNode(name, at) }, at)
}

export function typeNode({ name, elem, nonNull, at }: TypeRef): TypeNode {
  const type = elem === undefined ? namedTypeNode(name, at) : placed({ kind: Kind.LIST_TYPE, type: typeNode(elem) }, at)
  return nonNull ? placed({ kind: Kind.NON_NULL_TYPE, type }, at) : type
}

function valueNode(literal: Literal): ValueNode {
  if (literal.kind === KIND.variable) return placed({ kind: Kind.VARIABLE, name: nameNode(literal.raw, literal.at) }, literal.at)
  if (literal.kind === KIND.list) return placed({ kind: Kind.LIST, values: literal.children.map(({ value }) => valueNode(value)) }, literal.at)
  if (literal.kind !== KIND.object) return constValueNode(literal)
  const fields = literal.children.map(({ name, value, at }) =>
    placed({ kind: Kind.OBJECT_FIELD as const, name: nameNode(name, at), value: valueNode(value) }, at),
  )
  return placed({ kind: Kind.OBJECT, fields }, literal.at)
}

export function constValueNode(literal: Literal): ConstValueNode {
  const { kind, raw, children, at } = literal
  switch (kind) {
    case KIND.int:
      return placed({ kind: Kind.INT, value: raw }, at)
    case KIND.float:
      return placed({ kind: Kind.FLOAT, value: raw }, at)
    case KIND.string:
    case KIND.block:
      return placed({ kind: Kind.STRING, value: raw, block: kind === KIND.block }, at)
    case KIND.boolean:
      return placed({ kind: Kind.BOOLEAN, value: raw === 'true' }, at)
    case KIND.null:
      return placed({ kind: Kind.NULL }, at)
    case KIND.enum:
      return placed({ kind: Kind.ENUM, value: raw }, at)
    case KIND.list:
      return placed({ kind: Kind.LIST, values: children.map(({ value }) => constValueNode(value)) }, at)
    case KIND.object:
      return placed(
        { kind: Kind.OBJECT, fields: children.map(({ name, value }) => ({ kind: Kind.OBJECT_FIELD, name: nameNode(name), value: constValueNode(value) })) },
        at,
      )
    default:
      throw new BuiltinError('GraphQL document has a variable, or a value of an unknown kind, where a constant must be')
  }
}

export function argumentNode({ name, value, at }: Argument): ArgumentNode {
  return placed({ kind: Kind.ARGUMENT, name: nameNode(name, at), value: valueNode(value) }, at)
}

export function directiveNode({ name, arguments: given, at }: Directive): DirectiveNode {
  return placed({ kind: Kind.DIRECTIVE, name: nameNode(name, at), arguments: given.map(argumentNode) }, at)
}

export function constDirectiveNode({ name, arguments: given, at }: Directive): ConstDirectiveNode {
  return placed({ kind: Kind.DIRECTIVE, name: nameNode(name, at), arguments: given.map(constArgumentNode) }, at)
}

function constArgumentNode({ name, value, at }: Argument): ConstArgumentNode {
  return placed({ kind: Kind.ARGUMENT, name: nameNode(name, at), value: constValueNode(value) }, at)
}
