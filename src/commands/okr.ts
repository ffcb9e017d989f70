import { code, say } from '../model/phrase.ts'
import type { Command } from './command.ts'

/** What an objective's id may look like; whether there is one of that name is the gate's to say. */
const OKR_ID = /^OKR-[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

export const okr: Command = {
  name: 'okr',
  usage: 'okr <ID>',
  summary: 'says which objective this pull request serves',
  role: 'write',
  run([id, ...rest]) {
    if (id === undefined || rest.length > 0 || !OKR_ID.test(id)) {
      return { reaction: 'confused', reply: [say`${code('/maestro okr')} takes one objective's id, such as ${code('OKR-Q3-LATENCY')}.`] }
    }
    return { reaction: '+1', effect: { kind: 'tag', okr: id } }
  },
}
