import { SOUND } from '../../base/media-types.ts'
import type { MarkdownIt, StateInline } from 'markdown-it'

/** The target and the label of a wiki link: `[[Sea/Tides#Ebb|the tides]]`. */
const LINK =
  /!?\[\[(?![\s\d]+\]\])([^\s[\]|\n][^[\]|\n]{0,300})?(?:\|([^[\]\n]{0,300}))?\]\](?![([:])/y
const PICTURE = /\.(?:avif|bmp|gif|jpe?g|png|svg|webp)$/i
const PLAYED = new RegExp(`\\.(?:${SOUND}|3gp|webm)$`, 'i')
const HAS_ENDING = /\.[a-z][a-z0-9]{1,4}$/i
const SIZE = /^\d+(?:x\d+)?$/

/**
 * Links between notes, as in wikis and Obsidian: `[[Tides#Ebb|the ebb]]` is `[the ebb](Tides.md#Ebb)`. An
 * image is shown; a recording is left out, because the page plays it.
 *
 * @see https://help.obsidian.md/links and https://help.obsidian.md/embeds
 */
export function wikiLinks(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'wiki_link', parseLink)
}

/** The file that a wiki link means; null for a part of the same note. */
export function wikiAddress(target: string): string | null {
  const [note = '', ...part] = target.trim().split('#')
  if (note === '') return null
  return [HAS_ENDING.test(note) ? note : `${note}.md`, ...part].join('#')
}

function parseLink(state: StateInline, silent: boolean): boolean {
  const embedded = state.src.startsWith('![[', state.pos)
  if (!embedded && !state.src.startsWith('[[', state.pos)) return false
  LINK.lastIndex = state.pos
  const [whole, target = '', label = ''] = LINK.exec(state.src) ?? []
  if (whole === undefined || state.pos + whole.length > state.posMax) return false
  if (`${target}${label}`.trim() === '') return false
  if (!silent) write(state, target.trim(), label.trim(), embedded)
  state.pos += whole.length
  return true
}

function write(state: StateInline, target: string, label: string, embedded: boolean): void {
  if (embedded && PICTURE.test(target)) {
    const alt = SIZE.test(label) ? '' : label
    const image = state.push('image', 'img', 0)
    image.attrs = [
      ['src', state.md.normalizeLink(target)],
      ['alt', ''],
    ]
    image.content = alt
    const text = new state.Token('text', '', 0)
    text.content = alt
    image.children = [text]
  } else if (!embedded || !PLAYED.test(target)) {
    const address = state.linkLevel > 0 ? null : wikiAddress(target)
    const href = address === null ? null : state.md.normalizeLink(address)
    if (href !== null) state.push('link_open', 'a', 1).attrs = [['href', href]]
    state.push('text', '', 0).content = label === '' ? nameOf(target) : label
    if (href !== null) state.push('link_close', 'a', -1)
  }
}

/** The label of a link without one: `Sea/Tides#Ebb` is "Tides > Ebb"; the id of a block is left out. */
function nameOf(target: string): string {
  const [note = '', ...headings] = target.split('#')
  const names = [note.slice(note.lastIndexOf('/') + 1), ...headings]
  return names.filter((name) => name !== '' && !name.startsWith('^')).join(' > ')
}
