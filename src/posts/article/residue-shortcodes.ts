import {
  type Edit,
  applyEdits,
  draftOf,
  matchesOf,
  rangeOf,
  type Pair,
  type Tag,
  pairsOf,
  type Rule,
  erasing,
  replacing,
} from './residue-draft.ts'

const KNOWN = /\{(?:%|\{[<%])-?\s*(?:highlight|figure|youtube|vimeo)\b/
const SHORTCODE =
  /\{(?:%-?|\{[<%])\s*(end|\/)?\s*(highlight|figure|youtube|vimeo)\b((?:(?!\{\{|\{%|%\}|>\}\})[\s\S]){0,2000})(?:%\}\}?|>\}\})/g
const ARGUMENT = /(?:([\w-]+)=)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`=]+))/g
const RAW = /\{%-?\s*(?:end)?raw\s*-?%\}/g
const LINE_BEFORE = /(?:^|\n)[ \t]*$/
const LINE_AFTER = /^[ \t]*(?:\r?\n|$)/
const LANGUAGE = /^[\w+#.-]+$/
const VIDEO = /^[\w-]{4,20}$/
const UNSAFE_IN_ALT = /[[\]\\\n]/g
const UNSAFE_IN_ADDRESS = /[<>\\\s]/

interface Shortcode extends Tag {
  /** Named arguments by name, the others by `0`, `1` … */
  readonly values: ReadonlyMap<string, string>
}

/**
 * Converts the few shortcodes that an article needs to Markdown: code (`highlight` of Jekyll and Hugo),
 * images (`figure`), videos (`youtube`, `vimeo`).
 *
 * @see https://gohugo.io/shortcodes/
 * @see https://jekyllrb.com/docs/liquid/tags/#code-snippet-highlighting
 */
export function renderShortcodes(body: string): string {
  if (!KNOWN.test(body)) return body
  const shortcodes = matchesOf(SHORTCODE, draftOf(body)).map(shortcodeOf)
  const tags = [...shortcodes.filter(({ closing }) => !closing), ...endsOf(body)]
    .filter(({ name }) => name === 'highlight')
    .toSorted((a, b) => a.start - b.start)
  const edits = [
    ...pairsOf(tags).flatMap((pair) => fenceOf(pair, body)),
    ...shortcodes.flatMap((shortcode) => imageOrLinkOf(shortcode)),
  ]
  return applyEdits(
    body,
    edits.toSorted((a, b) => a.start - b.start),
  )
}

/** Closing tags anywhere: a code sample that contains a fence seems to swallow them. */
function endsOf(body: string): Shortcode[] {
  return matchesOf(SHORTCODE, { text: body, closed: [] })
    .map(shortcodeOf)
    .filter(({ closing }) => closing)
}

function shortcodeOf(match: RegExpExecArray): Shortcode {
  const [, end, name = '', list = ''] = match
  const values = new Map<string, string>()
  for (const [, key, ...found] of list.matchAll(ARGUMENT)) {
    const value = found.find((part) => part !== undefined)
    values.set(key ?? String(values.size), value ?? '')
  }
  return { ...rangeOf(match), name, closing: end !== undefined, values }
}

/** Only if both tags are on lines of their own; otherwise there is no line for a fence. */
function fenceOf({ open, close }: Pair<Shortcode>, body: string): Edit[] {
  const inner = body.slice(open.end, close.start)
  const alone =
    LINE_BEFORE.test(body.slice(Math.max(0, open.start - 100), open.start)) &&
    LINE_AFTER.test(inner) &&
    LINE_BEFORE.test(inner.slice(-100)) &&
    LINE_AFTER.test(body.slice(close.end, close.end + 100))
  if (!alone) return []
  const code = inner.replaceAll(RAW, '')
  const runs = code.match(/~+/g) ?? []
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '~'.repeat(longest + 1)
  const language = open.values.get('0') ?? ''
  const text = `${fence}${LANGUAGE.test(language) ? language : ''}${code}${fence}`
  return [{ start: open.start, end: close.end, text }]
}

function imageOrLinkOf({ name, closing, values, start, end }: Shortcode): Edit[] {
  if (closing || name === 'highlight') return []
  const text =
    name === 'figure' ? imageOf(values) : filmOf(name, values.get('id') ?? values.get('0'))
  return text === null ? [] : [{ start, end, text }]
}

function imageOf(values: Shortcode['values']): string | null {
  const src = values.get('src') ?? values.get('0') ?? ''
  const alt = values.get('alt') ?? values.get('caption') ?? values.get('title') ?? ''
  if (src === '' || UNSAFE_IN_ADDRESS.test(src)) return null
  const image = `![${alt.replaceAll(UNSAFE_IN_ALT, ' ')}](<${src}>)`
  const caption = values.has('alt') ? (values.get('caption') ?? '') : ''
  return caption === '' ? image : `${image} ${caption.replaceAll('\n', ' ')}`
}

function filmOf(name: string, id: string | undefined): string | null {
  if (id === undefined || !VIDEO.test(id)) return null
  return name === 'youtube'
    ? `<https://www.youtube.com/watch?v=${id}>`
    : `<https://vimeo.com/${id}>`
}

const ESCAPED = /\{\{([<%])\/\*((?:(?!\{\{|\*\/)[\s\S]){0,2000})\*\/([>%])\}\}/g
const COMMENT = /\{\{-?\s?\/\*(?:(?!\{\{|\*\/)[\s\S]){0,2000}\*\/\s?-?\}\}/g
const ANY_SHORTCODE = /\{\{[<%](?:(?!\{\{|[>%]\}\})[\s\S]){0,2000}[>%]\}\}/g
const TARGET =
  /(?<=\]\(\s{0,9}|(?:href|src)\s?=\s?["'])\{\{-?[<%]-?\s*(?:rel)?ref\s+["'`]?([^\s"'`{}<>]{0,300})(?:(?!\{\{|[>%]\}\})[\s\S]){0,2000}[>%]\}\}(#[^\s)"']*)?[^\s)"']*/g
const NAMED = /[^/#]\.[a-z]{2,5}(?=#|$)/i

/**
 * Hugo's shortcodes: the tags are removed, the text between an opening and a closing tag stays. An escaped
 * shortcode (with a comment inside its brackets) becomes text without the escape.
 *
 * @see https://gohugo.io/content-management/shortcodes/
 */
export const HUGO: readonly Rule[] = [
  replacing(
    ESCAPED,
    ([, open = '', inner = '', close = '']) => `{{${open}${inner}${close}}}`,
    true,
  ),
  erasing(COMMENT),
  replacing(TARGET, ([, target = '', part = '']) => fileOf(target) + part),
  erasing(ANY_SHORTCODE),
]

/** The file of a page that is named from the root or relative to the page, often without its extension. */
function fileOf(target: string): string {
  if (target === '' || target.startsWith('#') || NAMED.test(target)) return target
  const [path = '', ...part] = target.split('#')
  return [`${path.replace(/\/$/, '')}.md`, ...part].join('#')
}
