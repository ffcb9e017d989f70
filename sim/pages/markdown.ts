import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

const marked = new Marked({ gfm: true, breaks: true, async: false })

/** The elements that GitHub lets through in Markdown (its html-pipeline's SanitizationFilter), and the attributes that matter here. */
const TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'br', 'b', 'i', 'strong', 'em', 'a', 'pre', 'code', 'img', 'tt', 'div', 'ins', 'del', 'sup', 'sub', 'p', 'picture'],
  ...['ol', 'ul', 'li', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'blockquote', 'dl', 'dt', 'dd', 'kbd', 'q', 'samp', 'var', 'hr'],
  ...[
    'ruby',
    'rt',
    'rp',
    's',
    'strike',
    'summary',
    'details',
    'figure',
    'figcaption',
    'abbr',
    'bdo',
    'cite',
    'dfn',
    'mark',
    'small',
    'span',
    'time',
    'wbr',
    'input',
  ],
]

const VERBATIM = new Set(['code', 'pre', 'a', 'tt', 'kbd', 'samp'])

/**
 * Markdown as GitHub shows it in comments and check runs: GFM, hard line breaks, GitHub's allow-list of elements,
 * mentions and references marked, so that one that should have been escaped is seen. Pictures are shown as their
 * text: pages ask nothing of other machines.
 */
export function renderMarkdown(source: string): string {
  const rendered = marked.parse(source)
  return sanitizeHtml(typeof rendered === 'string' ? rendered : '', {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'title'],
      details: ['open'],
      input: ['type', 'checked', 'disabled'],
      td: ['align'],
      th: ['align'],
      ol: ['start'],
      img: ['alt'],
      '*': ['title'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    transformTags: {
      img: (_, attributes) => ({ tagName: 'img', attribs: { alt: attributes['alt'] || 'picture' } }),
      input: (_, attributes) => ({ tagName: 'input', attribs: { type: 'checkbox', disabled: '', ...('checked' in attributes ? { checked: '' } : {}) } }),
    },
    textFilter: (text, tag) => (VERBATIM.has(tag) ? text : markReferences(text)),
  })
}

/** Escaped text with its mentions (`@login`, `@org/team`) and references (`#12`) marked. */
function markReferences(text: string): string {
  return text
    .replaceAll(/(^|[^\w&/`@])@([a-z\d][a-z\d-]{0,38}(?:\/[\w-]{1,100})?)/gi, '$1<b class="mention">@$2</b>')
    .replaceAll(/(^|[\s(])#(\d{1,9})\b/g, '$1<b class="mention">#$2</b>')
}
