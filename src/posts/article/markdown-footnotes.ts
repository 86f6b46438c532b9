import type {
  Env,
  MarkdownIt,
  RendererRule,
  StateBlock,
  StateCore,
  StateInline,
  Token,
} from 'markdown-it'

/** A footnote that the text refers to. */
interface Footnote {
  /** The common part of the ids of its two ends. */
  readonly name: string
  readonly number: number
  readonly content: readonly Token[]
  references: number
}

/** The footnotes of an article. */
interface Footnotes {
  /** The content of definitions, by label. */
  readonly definitions: Map<string, readonly Token[]>
  /** In the order in which the text refers to them. */
  readonly used: Map<string, Footnote>
}

/** What the renderer needs for a reference, a footnote or the link back. */
interface Mark {
  readonly name: string
  readonly number: number
  /** Which of the references to one footnote it is, from 1. */
  readonly reference: number
}

const CARET = 0x5e
const DEFINITION = /^\[\^([^\]\s]+)\]:/
const REFERENCE = /\[\^([^\]\s]+)\]/y
const LONGEST_LABEL = 500
/** Columns by which the further blocks of a definition are indented. */
const INDENT = 4

/** The footnotes of an article, by the environment of its parser. */
const articles = new WeakMap<Env, Footnotes>()
const marks = new WeakMap<Token, Mark>()

/**
 * Footnotes as in GitHub, `[^1]` and `[^1]: Note.`, and inline ones as in Pandoc, `^[Note.]`. They are put at
 * the end of the article, in the order of their references; their ids begin with `env.idPrefix`, so that
 * those of two articles differ.
 *
 * @see
 *   https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#footnotes
 */
export function footnotes(md: MarkdownIt): void {
  const { block, core, inline, renderer } = md
  block.ruler.before('reference', 'footnote', parseDefinition, { alt: ['paragraph', 'reference'] })
  core.ruler.before('inline', 'footnote_definitions', takeDefinitions)
  core.ruler.after('inline', 'footnotes', putAtEnd)
  inline.ruler.before('link', 'footnote_reference', parseReference)
  inline.ruler.before('link', 'footnote_inline', parseInlineNote)
  Object.assign(renderer.rules, {
    footnote_mark: writeMark,
    footnote_open: writeOpening,
    footnote_back: writeBack,
  })
}

const writeMark: RendererRule = (tokens, index, _, env) => {
  const mark = markOf(tokens[index])
  return `<sup><a href="#${idOf(env, 'fn', mark)}" id="${idOf(env, 'fnref', mark)}" data-footnote-ref>${mark.number}</a></sup>`
}

const writeOpening: RendererRule = (tokens, index, _, env) =>
  `<li id="${idOf(env, 'fn', markOf(tokens[index]))}">\n`

const writeBack: RendererRule = (tokens, index, _, env) => {
  const mark = markOf(tokens[index])
  const again = mark.reference > 1
  const number = again ? `<sup>${mark.reference}</sup>` : ''
  const note = again ? `${mark.number}, ${mark.reference}` : mark.number
  return ` <a href="#${idOf(env, 'fnref', mark)}" data-footnote-backref="${note}">↩${number}</a>`
}

function idOf(env: Env | undefined, kind: 'fn' | 'fnref', { name, reference }: Mark): string {
  const prefix = env?.['idPrefix']
  return `${typeof prefix === 'string' ? prefix : ''}${kind}-${name}${kind === 'fnref' && reference > 1 ? `-${reference}` : ''}`
}

function markOf(token: Token | undefined): Mark {
  const mark = token === undefined ? undefined : marks.get(token)
  return mark ?? { name: '', number: 0, reference: 1 }
}

function footnotesOf(env: Env): Footnotes {
  const found = articles.get(env) ?? { definitions: new Map(), used: new Map() }
  articles.set(env, found)
  return found
}

/** Parses a definition: blocks, the first of which begins after the colon. */
function parseDefinition(
  state: StateBlock,
  line: number,
  endLine: number,
  silent: boolean,
): boolean {
  const { bMarks, tShift, sCount, blkIndent, parentType } = state
  const before = { mark: bMarks[line] ?? 0, shift: tShift[line] ?? 0, count: sCount[line] ?? 0 }
  const start = before.mark + before.shift
  const end = Math.min(state.eMarks[line] ?? start, start + LONGEST_LABEL)
  const [opening, label] = DEFINITION.exec(state.src.slice(start, end)) ?? []
  if (opening === undefined || before.count - blkIndent >= INDENT) return false
  if (silent) return true
  const content = start + opening.length
  bMarks[line] = content
  tShift[line] = state.skipSpaces(content) - content
  sCount[line] = blkIndent + INDENT
  state.blkIndent += INDENT
  state.push('footnote_definition_open', '', 1).info = labelOf(label)
  state.md.block.tokenize(state, line, endLine)
  state.push('footnote_definition_close', '', -1)
  Object.assign(state, { blkIndent, parentType })
  bMarks[line] = before.mark
  tShift[line] = before.shift
  sCount[line] = before.count
  return true
}

/** Normalises a label: case and Unicode composition do not matter. */
function labelOf(label = ''): string {
  return label.normalize().toLowerCase()
}

/** Takes the definitions out of the text; of two with one label, the first counts. */
function takeDefinitions(state: StateCore): void {
  if (!state.tokens.some(({ type }) => type === 'footnote_definition_open')) return
  const { definitions } = footnotesOf(state.env)
  const text: Token[] = []
  const around: Token[][] = []
  let place = text
  for (const token of state.tokens) {
    if (token.type === 'footnote_definition_open') {
      const content: Token[] = []
      if (!definitions.has(token.info)) definitions.set(token.info, content)
      around.push(place)
      place = content
    } else if (token.type === 'footnote_definition_close') place = around.pop() ?? text
    else place.push(token)
  }
  state.tokens = text
}

function parseReference(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos + 1) !== CARET) return false
  const { definitions } = footnotesOf(state.env)
  if (definitions.size === 0) return false
  REFERENCE.lastIndex = state.pos
  const [written, spelled] = REFERENCE.exec(state.src.slice(0, state.pos + LONGEST_LABEL)) ?? []
  const label = labelOf(spelled)
  const content = definitions.get(label)
  if (written === undefined || content === undefined) return false
  if (!silent) pushMark(state, label, content)
  state.pos += written.length
  return true
}

function parseInlineNote(state: StateInline, silent: boolean): boolean {
  const { src, pos, md, env } = state
  if (src.charCodeAt(pos) !== CARET || src[pos + 1] !== '[') return false
  const end = md.helpers.parseLinkLabel(state, pos + 1)
  if (end < 0) return false
  if (!silent) {
    const text = new state.Token('inline', '', 0)
    text.content = src.slice(pos + 2, end)
    text.children = []
    const open = new state.Token('paragraph_open', 'p', 1)
    const close = new state.Token('paragraph_close', 'p', -1)
    open.block = true
    close.block = true
    pushMark(state, `^${footnotesOf(env).used.size + 1}`, [open, text, close])
  }
  state.pos = end + 1
  return true
}

function pushMark(state: StateInline, label: string, content: readonly Token[]): void {
  const { used } = footnotesOf(state.env)
  const number = used.size + 1
  const name = encodeURIComponent(label.replace('^', 'note-').toWellFormed())
  const note = used.get(label) ?? { name, number, content, references: 0 }
  note.references += 1
  used.set(label, note)
  marks.set(state.push('footnote_mark', '', 0), { ...note, reference: note.references })
}

/** Footnotes may contain footnotes, which are found during this loop. */
function putAtEnd(state: StateCore): void {
  const { used } = footnotesOf(state.env)
  if (used.size === 0) return
  const { tokens, md, env } = state
  const put = (type: string, mark?: Mark): Token => {
    const token = new state.Token(type, '', 0)
    if (mark !== undefined) marks.set(token, mark)
    tokens.push(token)
    return token
  }
  put('html_own').content = '<section data-footnotes>\n<ol>\n'
  for (const note of used.values()) {
    const { name, number, content } = note
    put('footnote_open', { name, number, reference: 1 })
    for (const { type, content: text, children } of content) {
      if (type === 'inline') md.inline.parse(text, md, env, children ?? [])
    }
    const last = content.at(-1)
    const inParagraph = last?.type === 'paragraph_close'
    for (const token of inParagraph ? content.slice(0, -1) : content) tokens.push(token)
    for (let reference = 1; reference <= note.references; reference += 1) {
      put('footnote_back', { name, number, reference })
    }
    if (inParagraph) tokens.push(last)
    put('html_own').content = '</li>\n'
  }
  put('html_own').content = '</ol>\n</section>\n'
}
