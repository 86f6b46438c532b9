import {
  type Draft,
  type Edit,
  type Rule,
  erasing,
  fit,
  matchesOf,
  rangeOf,
  replacing,
  pairsOf,
} from './residue-draft.ts'

const TAG = /\{%-?\s*(end)?(\w+)(?:(?!%\}|\{%)[\s\S]){0,2000}%\}/g
const OUTPUT = /\{\{-?\s*((?:(?!\{\{|\}\})[\s\S]){0,1000}?)\s*-?\}\}/g
const LITERAL_OUTPUT =
  /\{\{-?\s*(?:"([^"{}\n]*|\{[{%]|[%}]\})"|'([^'{}\n]*|\{[{%]|[%}]\})')((?:(?!\{\{|\}\})[\s\S]){0,500}?)-?\}\}/g
const TARGET =
  /(?<=\]\(\s{0,9}|(?:href|src)\s?=\s?["'])(?:\{\{-?\s*site\.baseurl\s*-?\}\})?\{%-?\s*(post_url|link)\b\s*([^\s%{}]{0,300})(?:(?!%\}|\{%)[\s\S]){0,2000}%\}(#[^\s)"']*)?[^\s)"']*/g
const ASSIGNMENT = /\{%-?\s*(?:assign|capture|for)\s+([\w-]+)/g

const UNSEEN = new Set(['capture', 'comment', 'for', 'tablerow'])
const ROOTS = new Set(
  'collections content eleventy forloop include jekyll layout page paginator pkg site theme'.split(
    ' ',
  ),
)
const ADDRESS_FILTERS = /^(?:\s*\|\s*(?:relative_url|absolute_url|url|prepend:\s*site\.\w+))*\s*$/
const SITE_FILTER = /\|\s*(?:relative_url|absolute_url|prepend:|markdownify|jsonify|date_to_\w+)/

/** `{% raw %}…{% endraw %}`: escaped text stays as it is. */
const raw: Rule = (draft) =>
  sections(
    draft,
    (name) => name === 'raw',
    (inner) => inner,
    true,
  )

/** Tags whose content is not printed, and loops, whose content comes from data. */
const unseen: Rule = (draft) =>
  sections(
    draft,
    (name) => UNSEEN.has(name),
    (inner) => fit('', inner),
  )

/** `{{ "{{" }}` and `{{ "/photo.jpg" | relative_url }}` print the text in quotes. */
const literals = replacing(
  LITERAL_OUTPUT,
  ([, double, single, filters = '']) =>
    ADDRESS_FILTERS.test(filters) ? (double ?? single ?? '') : null,
  true,
)

/**
 * Removes outputs that Jekyll or Eleventy would replace: variables that they define or that the body assigns,
 * and anything with one of their filters. Any other `{{name}}` stays: it belongs to an article about
 * templates.
 */
const outputs: Rule = (draft) => {
  const assigned = new Set(draft.text.matchAll(ASSIGNMENT).map(([, name]) => name))
  const isKnown = (value: string) => {
    const root = /^[\w-]+/.exec(value)?.[0] ?? ''
    return ROOTS.has(root) || assigned.has(root) || SITE_FILTER.test(value)
  }
  return replacing(OUTPUT, ([, value = '']) => (isKnown(value) ? '' : null))(draft)
}

/**
 * Liquid, as in posts of Jekyll and Eleventy. Every tag outside code is removed; the text between two tags
 * stays, except for comments, captures and loops.
 *
 * @see https://shopify.github.io/liquid/
 */
export const LIQUID: readonly Rule[] = [
  raw,
  literals,
  unseen,
  replacing(TARGET, ([, tag = '', target = '', part = '']) =>
    tag === 'link' ? `/${target}${part}` : `${target}.md${part}`,
  ),
  outputs,
  erasing(TAG),
]

function sections(
  draft: Draft,
  wanted: (name: string) => boolean,
  keep: (inner: string) => string,
  closed = false,
): Edit[] {
  const tags = matchesOf(TAG, draft)
    .map((match) => ({ ...rangeOf(match), name: match[2] ?? '', closing: match[1] === 'end' }))
    .filter(({ name }) => wanted(name))
  return pairsOf(tags).map(({ open, close }) => {
    const [opening, inner, closing] = [
      draft.text.slice(open.start, open.end),
      draft.text.slice(open.end, close.start),
      draft.text.slice(close.start, close.end),
    ]
    const text = fit('', opening) + keep(inner) + fit('', closing)
    return { start: open.start, end: close.end, text, closed }
  })
}
