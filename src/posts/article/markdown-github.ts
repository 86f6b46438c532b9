import type { MarkdownIt, StateBlock, StateCore, Token } from 'markdown-it'

const TASK = /^\[([ xX])\][ \t\n]+(?=\S)/
/** Alerts of GitHub, and callouts of Obsidian, which have titles and may be folded. */
const ALERT = /^\[!([a-z][\w-]{0,30})\][+-]?(?:[ \t]+([^\n]*))?(?:\n|$)/i
const TIGHT_HEADING = /^(#{2,6})(?=[\p{L}\p{N}"'“„«»*_[(¿¡])([^\n]*)/u
const CLOSING = /(?<![ \t])[ \t]+#+[ \t]*$/
const ALIGNED = /^text-align:(\w+)$/

/**
 * What GitHub adds to Markdown and the parser lacks: task lists, alerts and column alignment; also headings
 * without a space after `##`, which most parsers but GitHub's accept.
 *
 * @see https://github.github.com/gfm/#task-list-items-extension-
 * @see https://github.com/orgs/community/discussions/16925
 */
export function likeGitHub(md: MarkdownIt): void {
  md.block.ruler.after('heading', 'tight_heading', parseTightHeading)
  md.core.ruler.before('inline', 'tasks_alerts', (state) => {
    markTasks(state)
    titleAlerts(state)
  })
  md.core.ruler.after('block', 'aligned', alignCells)
  md.renderer.rules['s_open'] = () => '<del>'
  md.renderer.rules['s_close'] = () => '</del>'
}

function parseTightHeading(state: StateBlock, line: number, _: number, silent: boolean): boolean {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)
  if (state.src.charCodeAt(start) !== 0x23 || (state.sCount[line] ?? 0) - state.blkIndent >= 4) {
    return false
  }
  const [, marks, text = ''] = TIGHT_HEADING.exec(state.src.slice(start, state.eMarks[line])) ?? []
  if (marks === undefined) return false
  if (silent) return true
  state.line = line + 1
  const tag = `h${marks.length}`
  state.push('heading_open', tag, 1).map = [line, state.line]
  const inline = state.push('inline', '', 0)
  inline.content = text.replace(CLOSING, '').trim()
  inline.map = [line, state.line]
  inline.children = []
  state.push('heading_close', tag, -1)
  return true
}

/** Replaces check boxes by symbols, because feeds and pages have no forms. */
function markTasks({ tokens }: StateCore): void {
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'inline' || tokens[index - 2]?.type !== 'list_item_open') continue
    token.content = token.content.replace(TASK, (_, done) => (done === ' ' ? '☐ ' : '☑ '))
  }
}

function titleAlerts(state: StateCore): void {
  const isAlert = (token: Token, index: number) =>
    token.type === 'inline' &&
    state.tokens[index - 2]?.type === 'blockquote_open' &&
    ALERT.test(token.content)
  if (!state.tokens.some(isAlert)) return
  state.tokens = state.tokens.flatMap((token, index, tokens) => {
    if (!isAlert(token, index)) return [token]
    const [whole = '', kind = '', title] = ALERT.exec(token.content) ?? []
    const name = title?.trim() || kind[0]?.toUpperCase() + kind.slice(1).toLowerCase()
    const heading = new state.Token('inline', '', 0)
    heading.content = `**${name}**`
    heading.children = []
    token.content = token.content.slice(whole.length)
    const [open, close] = [tokens[index - 1], tokens[index + 1]]
    if (token.content === '' || open === undefined || close === undefined) return [heading]
    return [heading, close, open, token]
  })
}

/** Uses the `align` attribute, because mail and feeds do not support styles. */
function alignCells({ tokens }: StateCore): void {
  for (const token of tokens) {
    const style = token.attrs?.[0]?.[0] === 'style' ? ALIGNED.exec(String(token.attrs[0][1])) : null
    if (style?.[1] !== undefined) token.attrs = [['align', style[1]]]
  }
}
