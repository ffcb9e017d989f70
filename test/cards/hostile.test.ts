import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { COMMENT_MARKER } from '../../src/cards/comment.ts'
import { renderCards } from '../../src/cards/render-cards.ts'
import { renderTerminal } from '../../src/cards/render-terminal.ts'
import { renderTrouble } from '../../src/cards/trouble-card.ts'
import type { CardView } from '../../src/cards/view.ts'
import type { Decision, Effect, Verdict } from '../../src/model/decision.ts'
import type { Outcome } from '../../src/model/gate.ts'
import { known } from '../../src/model/known.ts'
import { code } from '../../src/model/phrase.ts'
import { decision, NOW, obligation, reason, result, view } from './example.ts'
import { hostileText } from './hostile-text.ts'

const EFFECTS: readonly Effect[] = ['blocks', 'warns', 'would-block', 'would-warn', 'none']
const shape = fc.record({
  verdict: fc.constantFrom<Verdict>('pass', 'warn', 'pending', 'misconfigured', 'block'),
  outcome: fc.constantFrom<Outcome>('pass', 'fail', 'pending', 'skip', 'misconfigured', 'undecided'),
  state: fc.constantFrom<Decision['settings']['state']>('valid', 'last-valid', 'none', 'defaults'),
  effect: fc.constantFrom(...EFFECTS),
  preview: fc.boolean(),
  gate: fc.constantFrom('spec', 'settings'),
})

/** A decision in which everything that can come from outside is `text`: messages, paths, names, snippets, branches, logins, diagnostics. */
function everywhere(text: string, { verdict, outcome, state, effect, preview, gate }: typeof shape extends fc.Arbitrary<infer T> ? T : never): CardView {
  const phrase = [text, ' ', code(text), { strong: text }]
  const path = text.replaceAll('\0', '') || 'x'
  const diagnostic = { severity: 'error', code: 'settings.unknown-key', message: text, file: path, line: 1, column: 1, endLine: 1, endColumn: 2 } as const
  const way = { kind: 'edit', message: phrase, command: text, snippet: { path, text } } as const
  const hostile = result(gate, {
    outcome,
    summary: phrase,
    reasons: [reason('spec.x', phrase, { path, line: 3, side: 'base' }), reason('spec.y', phrase, { path: 'server/api/retry.ts', line: 3 })],
    effects: [effect, effect],
    nextSteps: [
      { ...way, unblocks: [0, 1] },
      { ...way, unblocks: [1] },
    ],
    waits: [
      { what: phrase, until: NOW },
      { what: phrase, until: NOW },
    ],
    facts: [
      {
        id: 'fact',
        title: text,
        value: text,
        sources: [
          { kind: 'github', what: text },
          { kind: 'given', by: text },
          { kind: 'settings', pointer: text },
        ],
      },
    ],
    obligations: [obligation({ status: 'failed', title: text, message: phrase, remedy: { ...way, unblocks: [] } })],
  })
  return view(
    decision({
      verdict,
      preview,
      results: [hostile],
      holds: [{ by: text, reason: text, at: NOW }],
      overrides: [{ gate: text, by: text, reason: text, at: NOW, until: NOW }],
      settings: { state, trunk: [diagnostic], proposed: [diagnostic] },
    }),
    {
      because: phrase,
      alsoOnHead: [{ number: 13, verdict: 'block', proof: 'block' }],
      settings: { comment: 'always', publicTitles: true },
      change: {
        trunk: { ...view(decision()).change.trunk, ref: text },
        target: { ref: text, isTrunk: !preview },
        draft: known(false, { kind: 'given', by: 'test' }),
      },
    },
  )
}

function texts(shown: CardView): readonly string[] {
  const { comment, proof, checks } = renderCards(shown)
  return [comment ?? '', proof.markdown, ...checks.flatMap(({ summary, text }) => [summary, text ?? ''])].map((text) => text.replace(COMMENT_MARKER, ''))
}

/** @spec SPEC-7 */
describe('a card about a change that is hostile in every word', () => {
  test('has no line that begins like a command to a bot, and no other comment’s marker', () => {
    fc.assert(
      fc.property(hostileText, shape, (text, form) => {
        for (const body of texts(everywhere(text, form))) {
          expect(body).not.toMatch(/^[\s>]*\/[a-z]/im)
          expect(body.trimStart()).not.toMatch(/^<!-- maestro:/)
          expect(body.isWellFormed()).toBe(true)
        }
      }),
      { seed: 20261121, numRuns: 600 },
    )
  })

  test('has only our own links, and no picture, task or tag of somebody else’s', () => {
    fc.assert(
      fc.property(hostileText, shape, (text, form) => {
        for (const body of texts(everywhere(text, form))) {
          const html = marked.parse(body, { async: false, gfm: true })
          const links = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '')
          expect(links.filter((link) => !link.startsWith('https://docs.example/') && !link.startsWith('https://maestro.example/'))).toEqual([])
          expect(html).not.toMatch(/<(?:img|input|script|iframe|style|svg|form)\b/i)
          expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length)
          expect(html.match(/<h[1-6]/g)?.length ?? 0).toBeLessThanOrEqual(4)
        }
      }),
      { seed: 20261121, numRuns: 400 },
    )
  })

  test('mentions nobody outside of code', () => {
    fc.assert(
      fc.property(hostileText, shape, (text, form) => {
        for (const body of texts(everywhere(text, form))) {
          const html = marked.parse(body, { async: false, gfm: true })
          const spoken = html.replace(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>|<!-- -->/g, '¶').replaceAll(/<[^>]*>/g, '|')
          expect(spoken).not.toMatch(/@[a-z0-9]|&#64;/i)
        }
      }),
      { seed: 20261121, numRuns: 400 },
    )
  })

  test('has titles and annotations within GitHub’s limits, and nothing a terminal obeys', () => {
    fc.assert(
      fc.property(hostileText, shape, (text, form) => {
        const shown = everywhere(text.repeat(40), form)
        for (const check of renderCards(shown).checks) {
          expect(check.title.length).toBeLessThanOrEqual(255)
          expect(check.title).not.toMatch(/[\n\r]/)
          for (const { title, message } of check.annotations) {
            expect(title.length).toBeLessThanOrEqual(255)
            expect(Buffer.byteLength(message)).toBeLessThan(65_536)
          }
        }
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(renderTerminal(shown, { color: false, width: 80 })).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u200b]/)
      }),
      { seed: 20261121, numRuns: 150 },
    )
  })

  test('also where it is only our trouble that is told', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (text, final) => {
        const trouble = { since: NOW, final, preview: false, comment: { policy: 'always', draft: false, exists: true } } as const
        const { comment = '', checks } = renderTrouble({ ...trouble, who: 'github', kind: 'github', what: [text, code(text)] } as Parameters<
          typeof renderTrouble
        >[0])
        for (const body of [comment.replace(COMMENT_MARKER, ''), ...checks.map((check) => check.summary)])
          expect(body).not.toMatch(/^[\s>]*\/[a-z]|^\s*<!-- maestro:/im)
      }),
      { seed: 20261121, numRuns: 200 },
    )
  })
})

test('a line of a snippet that looks like a command is written out, one that only begins alike is not', () => {
  const snippet = (text: string) =>
    renderCards(
      view(
        decision({
          verdict: 'block',
          results: [
            result('spec', {
              reasons: [reason('spec.x', ['x'])],
              nextSteps: [{ kind: 'edit', message: ['do'], unblocks: [0], snippet: { path: 'a.ts', text } }],
            }),
          ],
        }),
      ),
    ).decision.markdown
  expect(snippet('a\n  /approve now')).toContain('   a\n     \\x2fapprove now\n')
  expect(snippet('/** @spec SPEC-1 */\n// x')).toContain('   /** @spec SPEC-1 */\n   // x\n')
})
