import { nearestFew } from '../model/nearest.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import type { Command, CommandAnswer, CommandContext } from './command.ts'

/** What an objective's id may look like. Letters' case does not tell two apart. */
const OKR_ID = /^OKR-[A-Z0-9][A-Z0-9_-]{0,63}$/i
const REMOVE = '--remove'
const MAX_NAMED = 3

export const okr: Command = {
  name: 'okr',
  usage: `okr [${REMOVE}] <ID>`,
  summary: `says which objective this pull request serves; with ${REMOVE}, takes that back`,
  role: 'write',
  asksForObjectives: true,
  run(args, context) {
    const isRemoval = args[0] === REMOVE
    const [id, ...rest] = isRemoval ? args.slice(1) : args
    if (id === undefined || rest.length > 0 || !OKR_ID.test(id)) {
      return confused(
        say`${code('/maestro okr')} takes one objective's id, such as ${code('OKR-Q3-LATENCY')}; ${code(`/maestro okr ${REMOVE}`)} takes one back.`,
      )
    }
    return isRemoval ? remove(id, context) : add(id, context)
  },
}

function add(id: string, { objectives }: CommandContext): CommandAnswer {
  const known = objectives?.find((each) => isSame(each, id))
  if (objectives !== undefined && known === undefined)
    return confused(say`There is no objective ${code(id)} in the registry on the trunk; ${nearWords(id, objectives)}.`)
  return { reaction: '+1', effect: { kind: 'tag', okr: known ?? id } }
}

function remove(id: string, { tagged }: CommandContext): CommandAnswer {
  const named = tagged.find((each) => isSame(each, id))
  if (named !== undefined) return { reaction: '+1', effect: { kind: 'untag', okr: named } }
  const others = tagged.length === 0 ? say`no command named any` : say`commands named ${listed(tagged)}`
  return confused(say`No command named ${code(id)} here, so there is nothing to take back: ${others}.`)
}

function nearWords(id: string, objectives: readonly string[]): Phrase {
  const near = nearestFew(id, objectives, MAX_NAMED)
  return near.length > 0 ? say`nearest: ${listed(near)}` : say`it has ${listed(objectives)}`
}

function listed(ids: readonly string[]): Phrase {
  const shown = ids.slice(0, MAX_NAMED).flatMap((id, index) => [...(index === 0 ? [] : [', ']), code(id)])
  return ids.length > MAX_NAMED ? say`${shown} and ${ids.length - MAX_NAMED} more` : shown
}

function isSame(a: string, b: string): boolean {
  return a.toUpperCase() === b.toUpperCase()
}

function confused(reply: Phrase): CommandAnswer {
  return { reaction: 'confused', reply: [reply] }
}
