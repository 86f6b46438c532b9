import type { MarkdownIt } from 'markdown-it'
import { lazily, load } from '../../base/lazily.ts'
import { linkAddresses } from './markdown-addresses.ts'
import { boundParser, LIMITS, withinBounds } from './markdown-bounds.ts'
import { footnotes } from './markdown-footnotes.ts'
import { likeGitHub } from './markdown-github.ts'
import { handleHtml, keepSpokenTags } from './markdown-html.ts'
import { wikiLinks } from './markdown-wiki.ts'
import { verse } from './verse.ts'
import { repairAddress } from './article-links.ts'

/** The HTML of a Markdown post, with the author's own HTML unchanged. */
export interface MarkdownHtml {
  readonly html: string
  /** Whether it contains HTML of the author. */
  readonly hasHtml: boolean
}

/** A stretch of lines: the first and the one after the last, from 0. */
export type Lines = readonly [start: number, end: number]

/** The lines of a text that can be code. */
interface CodeLines {
  /** Lines that are code. */
  readonly blocks: readonly Lines[]
  /** Lines that may contain code spans. */
  readonly texts: readonly Lines[]
}

type DefaultOf<Module extends { readonly default: unknown }> = Module['default']

const article = lazily(() => {
  const definitionLists: DefaultOf<typeof import('markdown-it-deflist')> =
    load('markdown-it-deflist')
  const highlights: DefaultOf<typeof import('markdown-it-mark')> = load('markdown-it-mark')
  return createParser()
    .use(likeGitHub)
    .use(handleHtml)
    .use(footnotes)
    .use(linkAddresses)
    .use(definitionLists)
    .use(highlights)
    .use(wikiLinks)
    .use(verse)
})
const line = lazily(() => createParser().use(handleHtml).use(keepSpokenTags))
const blocks = lazily(() => {
  const md = createParser()
  md.core.ruler.enableOnly(['normalize', 'block'])
  return md
})

function createParser(): MarkdownIt {
  const Parser: DefaultOf<typeof import('markdown-it')> = load('markdown-it')
  const { default: cjkFriendly }: typeof import('markdown-it-cjk-friendly') = load(
    'markdown-it-cjk-friendly',
  )
  const md = new Parser({ html: true }).use(cjkFriendly).use(boundParser)
  // Links are restricted where all HTML is made safe
  md.validateLink = () => true
  md.normalizeLink = (url) => md.utils.lib.mdurl.encode(repairAddress(url))
  md.normalizeLinkText = (text) => text
  return md
}

/**
 * Renders Markdown as HTML: CommonMark with GitHub's extensions, footnotes, definition lists and
 * `==highlights==`.
 *
 * @param idPrefix The prefix of all ids.
 * @throws {RangeError} If blocks nest too deep, or reference links repeat too long an address.
 */
export function renderMarkdown(text: string, idPrefix: string): MarkdownHtml {
  const env = { idPrefix, hasHtml: false }
  const markdown = article()
  const tokens = markdown.parse(text, env)
  let repeated = 0
  for (const { children } of tokens) {
    for (const { attrs } of children ?? []) repeated += String(attrs?.[0]?.[1] ?? '').length
  }
  if (repeated > text.length + LIMITS.repeated) throw new RangeError('expected shorter addresses')
  const html = markdown.renderer.render(tokens, markdown.options, env)
  return { html: html.trimEnd(), hasHtml: env.hasHtml }
}

/**
 * Renders one line with inline markup only: `1. Start` is not a list in a title.
 *
 * @param isTitle Whether it is a title rather than a paragraph, see `keepSpokenTags`.
 */
export function renderLine(text: string, isTitle: boolean): string {
  return line().renderInline(text, { isTitle })
}

/** Finds the lines that are code or may contain it; none if blocks nest too deep. */
export function findCode(text: string): CodeLines {
  const all = withinBounds(() => blocks().parse(text, {})) ?? []
  const tokens = all.filter(({ map }) => map !== null)
  const linesOf = (types: readonly string[]) =>
    tokens.filter(({ type }) => types.includes(type)).map(({ map }): Lines => map ?? [0, 0])
  return { blocks: linesOf(['fence', 'code_block']), texts: linesOf(['inline', 'tr_open']) }
}
