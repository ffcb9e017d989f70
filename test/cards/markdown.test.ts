import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { codeBlock, htmlOf, linkTo, markdownOf } from '../../src/cards/markdown.ts'
import { ticked } from '../../src/cards/phrase-bounds.ts'
import { visibleCode, visibleText } from '../../src/cards/visible-text.ts'
import type { Phrase, Span } from '../../src/model/phrase.ts'

const SEED = { seed: 20261121, numRuns: 1000 }

/** Pieces that mean something to Markdown, to GitHub, to HTML or to a table, thrown together at random. */
const MEANINGFUL = [
  ...[
    '@acme/security',
    '@',
    '#1',
    'acme/shop#12',
    'GH-7',
    '1f3a5c7',
    'https://evil.example/x',
    'http://',
    'www.evil.example',
    'a@evil.example',
    ':tada:',
    '$x$',
    '$',
  ],
  ...[
    '<img src=x onerror=y>',
    '</details>',
    '<!--',
    '-->',
    '&lt;',
    '&#64;',
    '[a](b)',
    '![a](b)',
    '[^1]',
    '- [ ] x',
    '# x',
    '> x',
    '1. x',
    '2) x',
    '+ x',
    '* x',
    '---',
    '===',
  ],
  ...[
    '`',
    '``',
    '`````````````````````````',
    '~~~',
    '**',
    '__',
    '_',
    '*',
    '~~',
    '\\',
    '\\`',
    '\\|',
    '|',
    '||',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '    ',
    '/approve',
    '/maestro rerun',
    '(',
    ')',
    '[',
    ']',
    '!',
    ':',
    '<',
    '>',
    '&',
  ],
  ...['\u202e', '\u200b', '\ud800', '\udc80', '\u0000', '\u001b[31m', '\ufeff', '😀', 'é', 'x', 'snake_case', 'ghsa-1', 'xmpp:a@b', 'mailto:'],
]
const hostileText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...MEANINGFUL) }, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 })
  .map((parts) => parts.join(''))
const hostileSpan: fc.Arbitrary<Span> = fc.oneof(
  hostileText,
  hostileText.map((code) => ({ code })),
  hostileText.map((strong) => ({ strong })),
)
const hostilePhrase: fc.Arbitrary<Phrase> = fc.array(hostileSpan, { maxLength: 5 })

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

/** HTML as a browser would show it: tags that may be ours taken out, entities decoded. */
function shownText(html: string): string {
  return html
    .replace(/<!-- -->|<\/?(?:p|code|strong|td|th|tr|table|thead|tbody|li|ul|summary|br)>/g, '')
    .replace(/&(?:#(\d+)|(lt|gt|quot|amp));/g, (_, number: string | undefined, name: string) =>
      number === undefined ? (NAMED[name] ?? '') : String.fromCodePoint(Number(number)),
    )
}

function expected(phrase: Phrase): string {
  return phrase
    .reduce<Span[]>((spans, span) => {
      const last = spans.at(-1)
      if (typeof span === 'string' && typeof last === 'string') spans[spans.length - 1] = last + span
      else spans.push(span)
      return spans
    }, [])
    .map((span) => (typeof span === 'string' ? visibleText(span) : 'code' in span ? visibleCode(span.code) || '(empty)' : visibleText(span.strong)))
    .join('')
}

/** Code spans may be padded, and HTML folds white space: compared without it. */
function tight(text: string): string {
  return text.replace(/\s+/g, '')
}

/** Everything that is neither in code nor a tag: what GitHub's own filters look at, node by node. */
function textNodes(html: string): readonly string[] {
  return html
    .replace(/<code>[^<]*(?:<!-- -->[^<]*)*<\/code>/g, '¶')
    .split(/<[^>]*>|¶/)
    .map(shownText)
}

const GITHUB_MAKES_SOMETHING_OF: readonly RegExp[] = [
  /(?<![\w`])@[a-z0-9][a-z0-9-]*/i,
  /#\d/,
  /\bgh-\d/i,
  /\b[0-9a-f]{7,40}\b/,
  /:\/\//,
  /www\./i,
  /:[a-z0-9_+-]+:/i,
  /\S@\S/,
  /\$/,
]
const OURS_ONLY = /<(?!\/?(?:p|code|strong|table|thead|tbody|tr|th|td|ul|li|h3)>|!-- -->)[^>]*>/

function assertHarmless(html: string): void {
  expect(html).not.toMatch(OURS_ONLY)
  expect(textNodes(html).filter((node) => GITHUB_MAKES_SOMETHING_OF.some((pattern) => pattern.test(node)))).toEqual([])
}

/** @spec SPEC-7 */
describe('a phrase as Markdown', () => {
  test('shows exactly the words that went in, and none of them becomes markup, a link, a mention or a picture', () => {
    fc.assert(
      fc.property(hostilePhrase, (phrase) => {
        const html = marked.parse(markdownOf(phrase), { async: false, gfm: true })
        expect(tight(shownText(html))).toBe(tight(expected(phrase)))
        assertHarmless(html)
      }),
      SEED,
    )
  })

  test('stays in its list item and its heading', () => {
    fc.assert(
      fc.property(hostilePhrase, (phrase) => {
        const html = marked.parse(`### ${markdownOf(['x', ...phrase])}\n\n- ${markdownOf(['x', ...phrase])}\n- end`, { async: false })
        expect(html.match(/<li>/g)).toHaveLength(2)
        expect(html.match(/<h3>/g)).toHaveLength(1)
        assertHarmless(html)
      }),
      SEED,
    )
  })

  test('stays in its cell of a table', () => {
    fc.assert(
      fc.property(hostilePhrase, hostilePhrase, (left, right) => {
        const html = marked.parse(`| a | b |\n| --- | --- |\n| ${markdownOf(left)} | ${markdownOf(right)} |\n`, { async: false })
        const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map((match) => match[1] ?? '')
        expect(cells.map((cell) => tight(shownText(cell)))).toEqual([left, right].map((phrase) => tight(expected(phrase))))
        assertHarmless(html)
      }),
      SEED,
    )
  })

  test('is one line of well-formed text that starts no slash command', () => {
    fc.assert(
      fc.property(hostilePhrase, (phrase) => {
        const markdown = markdownOf(phrase)
        expect(markdown).not.toMatch(/[\n\r]|^\s*\//)
        expect(markdown.isWellFormed()).toBe(true)
      }),
      SEED,
    )
  })

  test.each([
    ['a mention', '(thanks @author!)', '(thanks `@author`!)'],
    ['an issue', 'fixes acme/shop#12.', 'fixes `acme/shop#12`.'],
    ['an address', 'see https://evil.example/x?y=1, then', 'see `https://evil.example/x?y=1`, then'],
    ['a commit', 'reverts 1f3a5c7', 'reverts `1f3a5c7`'],
    ['an emoji', 'party :tada:', 'party `:tada:`'],
    ['a link', '[click](https://evil.example)', '`[click](https://evil.example)`'],
    ['a heading', '# big', '\\# big'],
    ['an ordered list', '1. first', '1\\. first'],
    ['a slash command', '/approve', '&#47;approve'],
    ['a hidden direction', 'a\u202eb\u200bc', 'abc'],
    ['plain words', 'Retry up to 3 times (with jitter), then give up!', 'Retry up to 3 times (with jitter), then give up!'],
  ])('renders %s as it can be read', (_, text, markdown) => {
    expect(markdownOf([text])).toBe(markdown)
  })

  test.each([
    ['backticks', 'a`b``c', '```a`b``c```'],
    ['a backtick at its end', 'a`', '`` a` ``'],
    ['a space at both ends', ' a ', '`  a  `'],
    ['a table’s bar', 'a|b', '<code>a&#124;b</code>'],
    ['more backticks than cmark follows', '`'.repeat(100), `<code>${'&#96;'.repeat(100)}</code>`],
    ['a hidden direction', 'a\u202eb', '`a\\u202eb`'],
    ['a stray byte of a path', 'a\udcffb', '`a\\xffb`'],
    ['nothing', '', '(empty)'],
  ])('renders code with %s so that it comes out whole', (_, value, markdown) => {
    expect(markdownOf([{ code: value }])).toBe(markdown)
  })

  test('joins words before it looks at them, so nothing takes effect by being put together', () => {
    expect(markdownOf(['ping @', 'author'])).toBe('ping `@author`')
    expect(markdownOf([{ code: 'a' }, { code: 'b' }])).toBe('`a`<!-- -->`b`')
  })

  test('is bounded, however long it came', () => {
    expect(markdownOf(['x'.repeat(1_000_000)]).length).toBeLessThan(700)
    expect(markdownOf(Array.from({ length: 100_000 }, () => ({ code: 'abc' }))).length).toBeLessThan(6_000)
  })
})

describe('a phrase inside an HTML block', () => {
  test('shows the words and nothing else', () => {
    fc.assert(
      fc.property(hostilePhrase, (phrase) => {
        const html = htmlOf(phrase)
        expect(tight(shownText(html))).toBe(tight(expected(phrase).replaceAll('(empty)', '')))
        assertHarmless(html)
      }),
      SEED,
    )
  })
})

describe('a code block', () => {
  test('ends where it should, whatever is in it', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom('', '   '), (text, indent) => {
        const source = indent === '' ? `${codeBlock(text, 'sh')}\n\nafter` : `1. item\n${codeBlock(text, 'sh', indent)}\n\nafter`
        const html = marked.parse(source, { async: false })
        expect(html.match(/<pre>/g)).toHaveLength(1)
        expect(html).toMatch(/<\/pre>\s*(?:<\/li>\s*<\/ol>\s*)?<p>after<\/p>\s*$/)
      }),
      SEED,
    )
  })

  test('says how much it left out', () => {
    const shown = codeBlock(Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n'), '', '', 20)
    expect(shown).toContain('line 19\n… 40 more lines\n```')
    expect(shown).not.toContain('line 20\n')
  })
})

describe('a link', () => {
  test.each(['javascript:alert(1)', 'data:text/html,x', '/relative', 'not an address'])('is not made to %s', (url) => {
    expect(linkTo('label', url)).toBe('label')
  })

  test('cannot be left by what its address contains', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (tail, asCode) => {
        const html = marked.parse(linkTo(asCode ? { code: tail } : `x${tail}`, `https://docs.example/reasons#${tail}`), { async: false })
        expect(html).toMatch(/^<p><a href="https:\/\/docs\.example\/reasons[^"<>]*">[\s\S]*<\/a><\/p>\s*$/)
        expect(html.match(/<a /g)).toHaveLength(1)
      }),
      SEED,
    )
  })
})

test('words between backticks become code, unless one of them is alone', () => {
  expect(ticked('unknown key `covrage`, did you mean `coverage`?')).toEqual(['unknown key ', { code: 'covrage' }, ', did you mean ', { code: 'coverage' }, '?'])
  expect(ticked('a ` b')).toEqual(['a ` b'])
})
