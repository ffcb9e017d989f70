import type { Located, Problem } from '../../../documents/located.ts'
import { readYaml } from '../../../documents/yaml.ts'
import { Fields } from '../../reading/fields.ts'
import { type CardLine, MAX_LINES, MAX_TEXT, type RawCard } from './card.ts'

const KEYS = ['id', 'title', 'status', 'owner', 'given', 'when', 'then', 'acceptance', 'surfaces']

/** The cards of a YAML text: one, a list of them, or several documents of either. `firstLine` as in readYaml. */
export function yamlCards(text: string, problems: Problem[], firstLine = 1): readonly RawCard[] {
  const read = readYaml(text, { firstLine })
  problems.push(...read.problems)
  return read.documents.flatMap((document) => (document.kind === 'list' ? document.items : [document])).map((node) => rawCard(node, problems))
}

function rawCard(node: Located, problems: Problem[]): RawCard {
  const fields = new Fields(node, KEYS, problems)
  const one = (key: string): CardLine | undefined => {
    const text = fields.text(key, MAX_TEXT)
    return text === undefined ? undefined : { text, line: fields.lineOf(key) }
  }
  const many = (key: string): readonly CardLine[] => fields.texts(key, MAX_TEXT, MAX_LINES)
  return {
    line: node.line,
    id: one('id'),
    title: one('title'),
    status: one('status'),
    owner: one('owner'),
    given: many('given'),
    when: many('when'),
    expected: many('then'),
    acceptance: many('acceptance'),
    surfaces: many('surfaces'),
  }
}
