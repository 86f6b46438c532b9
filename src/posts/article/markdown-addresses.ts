import type { MarkdownIt, StateCore, StateInline, Token } from 'markdown-it'

const COLON = 0x3a
const SCHEME = /(?<![a-z])https?$/i
/** An address ends before a bracket, code or a tag. */
const ADDRESS = /:\/\/[^\s<>[\]`]+/y
const SUSPECT = /www\.|@/i
const WWW_OR_MAIL =
  /(?<=^|[\s(*_~[\]])www\.[^\s<>[\]]+|(?<![\w.+-])[a-z0-9][\w.+-]*@[a-z0-9-]+(?:\.[a-z0-9-]*[a-z0-9])+(?![\w@-])/gi
const ENDS = new Set('?!.,:*_~\'"')
const ENTITY = /&[a-z0-9]{1,40};$/i

/**
 * Links bare addresses in the text, as GitHub does: `https://…`, `www.…` and e-mail addresses.
 *
 * @see https://github.github.com/gfm/#autolinks-extension-
 */
export function linkAddresses(md: MarkdownIt): void {
  // Before emphasis, because addresses contain underscores
  md.inline.ruler.before('emphasis', 'address', parseAddress)
  md.core.ruler.after('inline', 'addresses', linkInTexts)
}

function parseAddress(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  if (src.charCodeAt(pos) !== COLON || state.linkLevel > 0) return false
  const [scheme] = SCHEME.exec(src.slice(Math.max(0, pos - 6), pos)) ?? []
  if (scheme === undefined) return false
  ADDRESS.lastIndex = pos
  const [rest = ''] = ADDRESS.exec(src.slice(0, state.posMax)) ?? []
  const end = endOf(rest)
  if (end <= '://'.length) return false
  if (!silent) {
    if (!state.pending.endsWith(scheme)) return false
    state.pending = state.pending.slice(0, -scheme.length)
    const address = scheme + rest.slice(0, end)
    const open = state.push('link_open', 'a', 1)
    open.attrs = [['href', state.md.normalizeLink(address)]]
    state.push('text', '', 0).content = address
    state.push('link_close', 'a', -1)
  }
  state.pos += end
  return true
}

/** The length of an address without the punctuation of the sentence at its end. */
function endOf(address: string): number {
  let open = address.split('(').length
  const closed = address.split(')').length
  let end = address.length
  for (;;) {
    const last = address[end - 1] ?? ''
    if (ENDS.has(last)) end -= 1
    else if (last === ')' && closed > open) {
      open += 1
      end -= 1
    } else if (last === ';') {
      const [entity = ''] = ENTITY.exec(address.slice(Math.max(0, end - 42), end)) ?? []
      if (entity === '') return end
      end -= entity.length
    } else return end
  }
}

function linkInTexts(state: StateCore): void {
  for (const token of state.tokens) {
    if (token.type !== 'inline' || !SUSPECT.test(token.content)) continue
    let inLink = 0
    token.children = (token.children ?? []).flatMap((child) => {
      if (child.type === 'link_open') inLink += 1
      if (child.type === 'link_close') inLink -= 1
      return child.type === 'text' && inLink === 0 ? linkText(child, state) : [child]
    })
  }
}

function linkText(text: Token, { Token: Made, md }: StateCore): Token[] {
  const tokens: Token[] = []
  const put = (type: string, tag: string, nesting: -1 | 0 | 1, content = ''): Token => {
    const token = new Made(type, tag, nesting)
    token.content = content
    tokens.push(token)
    return token
  }
  let done = 0
  for (const { 0: found, index } of text.content.matchAll(WWW_OR_MAIL)) {
    const mail = found.includes('@') && !/^www\./i.test(found)
    const address = mail ? found : found.slice(0, endOf(found))
    if (index > done) put('text', '', 0, text.content.slice(done, index))
    const href = `${mail ? 'mailto:' : 'http://'}${address}`
    put('link_open', 'a', 1).attrs = [['href', md.normalizeLink(href)]]
    put('text', '', 0, address)
    put('link_close', 'a', -1)
    done = index + address.length
  }
  if (done === 0) return [text]
  if (done < text.content.length) put('text', '', 0, text.content.slice(done))
  return tokens
}
