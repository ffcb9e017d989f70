import { type BodyExplanation, type Explanation, fromPlain, jsonText, type StepExplanation } from '../../rego/index.ts'

/** Values longer than this are cut: the JSON format has all of them. */
const MOST = 200

/**
 * For each rule what it came to; for each of its bodies the expressions that made it true, with what they read, or those
 * that held and the first that did not. `onlyFails` leaves out what held.
 */
export function explanationLines(explanations: readonly Explanation[], onlyFails: boolean): readonly string[] {
  return explanations.flatMap((rule) => ruleLines(rule, '', onlyFails))
}

function ruleLines(rule: Explanation, pad: string, onlyFails: boolean): readonly string[] {
  const operands = rule.operands === undefined ? '' : `(${rule.operands.map(shown).join(', ')})`
  const value = rule.isDefined ? ('value' in rule ? ` is ${shown(rule.value)}` : ' is defined') : ' is undefined'
  const bodies = rule.bodies.flatMap((body) => bodyLines(body, `${pad}  `, onlyFails))
  if (onlyFails && bodies.length === 0) return []
  return [`${pad}${rule.rule}${operands}${value}${rule.isRepeated ? ' (explained above)' : ''}`, ...bodies]
}

function bodyLines(body: BodyExplanation, pad: string, onlyFails: boolean): readonly string[] {
  const title = `${pad}${placeText(body)}${body.text}`
  if (body.holds) {
    const solutions = body.solutions.flatMap(({ value, steps }) => {
      const inside = steps.flatMap((step) => heldLines(step, `${pad}    `, onlyFails))
      return onlyFails ? inside : [`${pad}  gives ${shown(value)}`, ...inside]
    })
    return onlyFails && solutions.length === 0 ? [] : [title, ...solutions]
  }
  const held = body.held.flatMap((step) => heldLines(step, `${pad}  `, onlyFails))
  return [title, ...held, ...(body.stoppedBy === undefined ? [] : stoppedLines(body.stoppedBy, `${pad}  `, onlyFails))]
}

function heldLines(step: StepExplanation, pad: string, onlyFails: boolean): readonly string[] {
  const rules = step.rules.flatMap((rule) => ruleLines(rule, `${pad}  `, onlyFails))
  return onlyFails ? rules : [`${pad}true: ${stepText(step)}`, ...readLines(step, pad), ...rules]
}

/** A rule that is defined and stops an expression all the same is told in full. */
function stoppedLines(step: StepExplanation, pad: string, onlyFails: boolean): readonly string[] {
  const rules = step.rules.flatMap((rule) => ruleLines(rule, `${pad}  `, onlyFails && !rule.isDefined))
  return [`${pad}not true: ${stepText(step)}`, ...readLines(step, pad), ...rules]
}

function stepText(step: StepExplanation): string {
  return `${placeText(step)}${step.text.replaceAll(/\s+/g, ' ')}`
}

function readLines({ reads }: StepExplanation, pad: string): readonly string[] {
  return reads.map(({ path, isDefined, value }) => `${pad}  ${path}${isDefined ? ` is ${shown(value)}` : ' is undefined'}`)
}

function placeText({ location }: Pick<StepExplanation, 'location'>): string {
  return location === undefined ? '' : `${location.file}:${location.row}: `
}

function shown(value: unknown): string {
  const text = value === undefined ? 'undefined' : jsonText(fromPlain(value))
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}
