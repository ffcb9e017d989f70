import { commandAnswered, intendReply, type PendingCommand, pendingCommands } from '../../db/commands.ts'
import type { Tx } from '../../db/connect.ts'
import { latestDecision } from '../../db/decisions.ts'
import { okrTagsOf, tagOkr, untagOkr } from '../../db/okr-tags.ts'
import type { SubjectRef } from '../../db/work.ts'
import { markdownOf } from '../cards/markdown.ts'
import { answerCommand, needsObjectives, needsRole } from '../commands/answer.ts'
import type { CommandAnswer, CommandEffect } from '../commands/command.ts'
import { parseCommands } from '../commands/grammar.ts'
import { commands } from '../commands/registry.ts'
import type { Reaction, RepoRef } from '../model/github.ts'
import { Refused } from '../model/trouble.ts'
import { objectivesFor } from './objectives.ts'
import type { Parts } from './parts.ts'
import { readDecision } from './presentation.ts'

/** Worst first: one reaction stands for all commands of a comment. */
const REACTIONS: readonly Reaction[] = ['-1', 'confused', 'eyes', 'rocket', '+1']

/**
 * Answers the comments that wait on a pull request onto a branch: for each a reaction and at most one reply. Returns whether one
 * of them wants the pull request judged again. Effects are written with the mark that the comment is answered.
 */
export async function answerCommands(
  parts: Parts,
  repo: RepoRef,
  number: number,
  subject: SubjectRef,
  onto: string,
): Promise<{ readonly judgeAgain: boolean; readonly anew: boolean }> {
  let judgeAgain = false
  let anew = false
  for (const pending of await pendingCommands(parts.database.db, subject)) {
    const answers = await answersTo(parts, repo, pending, subject, onto)
    await reply(parts, repo, number, pending, answers)
    await parts.database.transaction(async (tx) => {
      for (const { effect } of answers) if (effect) await carryOut(tx, effect, subject, pending)
      await commandAnswered(tx, pending)
    })
    judgeAgain ||= answers.some((answer) => answer.effect !== undefined)
    anew ||= answers.some((answer) => answer.effect?.kind === 'rerun')
  }
  return { judgeAgain, anew }
}

async function carryOut(tx: Tx, effect: CommandEffect, subject: SubjectRef, { by, commentId }: PendingCommand): Promise<void> {
  if (effect.kind === 'tag') await tagOkr(tx, subject, { okr: effect.okr, by, commentId })
  if (effect.kind === 'untag') await untagOkr(tx, subject, effect.okr)
}

async function answersTo(parts: Parts, repo: RepoRef, pending: PendingCommand, subject: SubjectRef, onto: string): Promise<readonly CommandAnswer[]> {
  const invocations = parseCommands(pending.body)
  if (invocations.length === 0) return []
  const role = needsRole(invocations, commands) ? await parts.github.role(repo, pending.by) : 'read'
  const row = await latestDecision(parts.database.db, subject)
  const decision = row && readDecision(row.body)
  const objectives = needsObjectives(invocations, role, commands) ? await objectivesFor(parts, repo, onto) : undefined
  const tagged = (await okrTagsOf(parts.database.db, subject)).map(({ okr }) => okr)
  const answers: CommandAnswer[] = []
  for (const invocation of invocations) {
    const answer = answerCommand(invocation, role, { decision, commands, objectives, tagged: taggedAfter(tagged, answers) })
    answers.push(answer)
  }
  return answers
}

/** What is named once the answers so far have had their effect: a comment may take back what its line before named. */
function taggedAfter(before: readonly string[], answers: readonly CommandAnswer[]): readonly string[] {
  const tagged = new Set(before)
  for (const { effect } of answers) {
    if (effect?.kind === 'tag') tagged.add(effect.okr)
    if (effect?.kind === 'untag') tagged.delete(effect.okr)
  }
  return [...tagged]
}

/** What a comment's reply is found again by, when it is not known whether it was written. */
function replyMarker(pending: PendingCommand): string {
  return `<!-- maestro:reply ${pending.commentId} ${pending.digest.slice(7, 19)} -->`
}

async function reply(parts: Parts, repo: RepoRef, number: number, pending: PendingCommand, answers: readonly CommandAnswer[]): Promise<void> {
  const reaction = REACTIONS.find((candidate) => answers.some((answer) => answer.reaction === candidate))
  if (reaction === undefined) return
  const lines = answers.flatMap((answer) => answer.reply ?? []).map((phrase) => `- ${markdownOf(phrase)}`)
  try {
    if ((await parts.github.react(repo, pending.commentId, reaction)) === 'gone' || lines.length === 0) return
    const marker = replyMarker(pending)
    if (pending.replyIntended && (await parts.github.findComment(repo, number, marker))) return
    await intendReply(parts.database.db, pending)
    await parts.github.createComment(repo, number, [marker, '', ...lines].join('\n'))
  } catch (error) {
    // A locked conversation takes no reply; that must not keep the command from having its effect.
    if (!(error instanceof Refused)) throw error
    parts.log.warn({ err: error, repo: repo.id, number }, 'a command could not be answered')
  }
}
