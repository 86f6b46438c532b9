import type { Env, MarkdownIt, StateCore, Token } from 'markdown-it'
import { HTML_BLOCKS, HTML_ELEMENTS } from './article-tree.ts'
import { PIECE_END } from './html-parser.ts'

const TAG = /<(\/?)([a-z][a-z0-9-]*)([^<>]*)>/gi
const WHOLE_TAG = /^<(\/?)([a-z][a-z0-9-]*)(\s*)\/?(>?)/i
const LAST_TAG = /<\/([a-z][a-z0-9]*)\s*>\s*$/i
const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
)
/** Inline elements that authors treat as blocks. */
const MEDIA = new Set(
  'audio canvas embed iframe noscript object picture script style svg video'.split(' '),
)
/** Elements whose content is text until they end. */
const TEXT_ONLY = new Set(
  'iframe noembed noframes plaintext script style textarea title xmp'.split(' '),
)

/** Elements that are recognised everywhere. */
const BREAKS = new Set('br hr wbr'.split(' '))
/** Elements whose end tag is optional, and with which truncated texts begin or end. */
const PARAGRAPHS = new Set(
  'article blockquote body center dd div dt figcaption figure h1 h2 h3 h4 h5 h6 html li ol p pre section table tbody td th tr ul'.split(
    ' ',
  ),
)
/** Elements that are recognised with attributes in any line. */
const FORMATTING = new Set('a abbr b em font i img s small span strong sub sup u'.split(' '))

/**
 * Handles HTML in Markdown. It is kept, except that `Promise<string>` and an unclosed `<title>` are text, and
 * that Markdown continues after a line on which the last element is closed.
 *
 * Sets `env.hasHtml` if there is any HTML.
 */
export function handleHtml(md: MarkdownIt): void {
  md.core.ruler.after('block', 'html_rest', splitBlocks)
  md.core.ruler.after('inline', 'html_text', keepText)
  Object.assign(md.renderer.rules, {
    html_own: (tokens: Token[], index: number) => tokens[index]?.content ?? '',
    html_inline: (tokens: Token[], index: number, _: unknown, env?: Env) => {
      if (env !== undefined) env['hasHtml'] = true
      return tokens[index]?.content ?? ''
    },
    html_block: (tokens: Token[], index: number, _: unknown, env?: Env) => {
      if (env !== undefined) env['hasHtml'] = true
      const html = (tokens[index]?.content ?? '').trimEnd()
      return html.endsWith('>') ? `${html}${PIECE_END}\n` : `${html}\n${PIECE_END}`
    },
  })
}

/** By the rules of Markdown, a block of HTML ends only with an empty line, which few authors know. */
function splitBlocks(state: StateCore): void {
  if (!state.tokens.some((token) => token.type === 'html_block')) return
  state.tokens = state.tokens.flatMap((token) =>
    token.type === 'html_block' ? splitBlock(token, state) : [token],
  )
}

function splitBlock(block: Token, { md, env, Token: Made }: StateCore): Token[] {
  const parts = partsOf(block.content)
  if (parts.length === 1) return [block]
  return parts.flatMap(({ html, text }) => {
    const tokens: Token[] = []
    if (html) {
      const token = new Made('html_block', '', 0)
      token.content = text
      tokens.push(token)
    } else md.block.parse(text, md, env, tokens)
    return tokens
  })
}

interface Part {
  readonly html: boolean
  readonly text: string
}

function partsOf(block: string): Part[] {
  const parts: { html: boolean; lines: string[] }[] = [{ html: true, lines: [] }]
  let open = 0
  let closed = false
  for (const line of block.split('\n')) {
    const isHtml = line.trimStart().startsWith('<')
    const last = parts.at(-1)
    if (last?.html === true && closed && !isHtml && line.trim() !== '') {
      parts.push({ html: false, lines: [line] })
    } else if (last?.html === false && isHtml) {
      parts.push({ html: true, lines: [line] })
    } else last?.lines.push(line)
    if (parts.at(-1)?.html === false) continue
    for (const [, slash, spelled = '', rest = ''] of line.matchAll(TAG)) {
      if (slash === '/') open = Math.max(0, open - 1)
      else if (!VOID.has(spelled.toLowerCase()) && !rest.endsWith('/')) open += 1
    }
    const name = LAST_TAG.exec(line.slice(-100))?.[1]?.toLowerCase() ?? ''
    closed = open === 0 && (HTML_BLOCKS.has(name) || MEDIA.has(name))
  }
  return parts.map(({ html, lines }) => ({ html, text: lines.join('\n') }))
}

function keepText(state: StateCore): void {
  for (const { type, children } of state.tokens) {
    if (type !== 'inline' || children === null) continue
    if (children.some((child) => child.type === 'html_inline')) keepTextOf(children)
  }
}

/**
 * A tag without an end tag in a line of text is meant as text: "The <dialog> element". Sets `html_inline` to
 * text there, for all elements whose end tag is not optional.
 *
 * `env.isTitle` is set for a title, in which tags of paragraphs are text as well.
 */
export function keepSpokenTags(md: MarkdownIt): void {
  md.core.ruler.after('inline', 'spoken_tags', ({ tokens, env }) => {
    for (const { children } of tokens) keepSpoken(children ?? [], env?.['isTitle'] === true)
  })
}

function keepSpoken(children: readonly Token[], isTitle: boolean): void {
  const tags = children
    .filter(({ type }) => type === 'html_inline')
    .map((token) => {
      const [, slash, spelled, , end] = WHOLE_TAG.exec(token.content) ?? []
      return {
        token,
        name: spelled?.toLowerCase() ?? '',
        closes: slash === '/',
        isBare: end === '>',
      }
    })
  const open: (typeof tags)[number][] = []
  const spoken = new Set(tags)
  for (const tag of tags) {
    const start = tag.closes ? open.findLastIndex(({ name }) => name === tag.name) : -1
    if (!tag.closes) open.push(tag)
    else if (start !== -1) {
      spoken.delete(tag)
      for (const inner of open.splice(start, 1)) spoken.delete(inner)
    }
  }
  for (const { token, name, isBare } of spoken) {
    const isMarkup =
      BREAKS.has(name) ||
      (!isTitle && PARAGRAPHS.has(name)) ||
      (!isBare && FORMATTING.has(name)) ||
      !HTML_ELEMENTS.has(name)
    if (!isMarkup) token.type = 'text'
  }
}

/** Turns tags into text that are not elements, and closes what would swallow the rest of the article. */
function keepTextOf(children: readonly Token[]): void {
  const closed = new Set<string>()
  for (const token of children.toReversed()) {
    if (token.type !== 'html_inline') continue
    const [, slash, spelled, , end] = WHOLE_TAG.exec(token.content) ?? []
    const name = spelled?.toLowerCase()
    if (name === undefined) continue
    if (slash === '/') closed.add(name)
    else if (!closed.has(name)) {
      const isBare = end === '>'
      const isUnknown = !HTML_ELEMENTS.has(name) && !name.includes('-')
      if (isBare && (isUnknown || TEXT_ONLY.has(name))) token.type = 'text'
      else if (TEXT_ONLY.has(name)) token.content += `</${name}>`
    }
  }
}
