import { HTML_BLOCKS } from './html-elements.ts'

/** How much raw HTML of a post is parsed as such. */
export const HTML_LIMITS = {
  tags: 50_000,
  /** Elements open at one place. */
  open: 400,
  /** Formatting elements open at each tag, summed up: a parser opens them anew in each block. */
  formatting: 100_000,
} as const

type Names = ReadonlySet<string>

interface Open {
  /** The elements open at a place, as far as a parser would have them open, or more. */
  readonly elements: string[]
  /** Formatting tags that nothing has closed, each with its attributes. */
  readonly formatting: string[]
}

const TAG = /<(\/?)([a-z][^\s/<>]*)([^<>]*)/gi
/** Without content, or without effect within an article. */
const PASSED_OVER = wordsOf(
  'area base basefont bgsound body br col embed frame frameset head hr html img input keygen link meta param source track wbr',
)
const FORMATTING = wordsOf('a b big code em font i nobr s small strike strong tt u')
/** No parser keeps more than three alike. */
const ALIKE = 3
/** Nothing around one of these is ended from within it. */
const SCOPES = wordsOf(
  'annotation-xml applet button caption desc foreignobject iframe marquee math mtext noembed noframes object script style svg table td template textarea th title xmp',
)
const TABLE = wordsOf('table template')
const TABLE_PARTS = wordsOf('caption table tbody td tfoot th thead tr')
const LISTS = new Set([...SCOPES, 'dl', 'ol', 'ul'])
/** Nothing that is only a part of a line ends one of these, nor an item of a list. */
const BLOCKS: ReadonlySet<string> = new Set([...HTML_BLOCKS, ...SCOPES])
const ITEM_BARRIERS: ReadonlySet<string> = BLOCKS.difference(wordsOf('address dd div dt li p'))
/** What an opening tag ends, unless the last of the second kind was opened after it. */
const ENDS: ReadonlyMap<string, readonly [ended: Names, within: Names]> = new Map([
  ['p', [wordsOf('p'), SCOPES]],
  ['li', [wordsOf('li'), ITEM_BARRIERS]],
  ['dt', [wordsOf('dd dt'), ITEM_BARRIERS]],
  ['dd', [wordsOf('dd dt'), ITEM_BARRIERS]],
  ['td', [wordsOf('td th'), TABLE]],
  ['th', [wordsOf('td th'), TABLE]],
  ['tr', [wordsOf('tr'), TABLE]],
])

/**
 * Whether HTML can be parsed within bounded time and, unless it is made to deceive, bounded stack.
 * It goes by the rules that parsers follow where they nest or end elements, roughly.
 *
 * @see https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody
 */
export function isModestHtml(html: string): boolean {
  const open: Open = { elements: [], formatting: [] }
  let tags = 0
  let work = 0
  for (const [, slash, spelled = '', attributes = ''] of html.matchAll(TAG)) {
    const name = spelled.toLowerCase()
    tags += 1
    work += open.formatting.length
    if (tags > HTML_LIMITS.tags || work > HTML_LIMITS.formatting) return false
    if (PASSED_OVER.has(name)) continue
    if (slash === '/') close(name, open)
    else start(name, attributes, open)
    if (open.elements.length + open.formatting.length > HTML_LIMITS.open) return false
  }
  return true
}

function start(name: string, attributes: string, { elements, formatting }: Open): void {
  const [ended, within] = ENDS.get(name) ?? []
  if (ended !== undefined && within !== undefined) endLast(elements, ended, within)
  elements.push(name)
  const tag = `${name} ${attributes}`
  const alike = formatting.filter((other) => other === tag).length
  if (FORMATTING.has(name) && alike < ALIKE) formatting.push(tag)
}

/** Formatting ends alone, as a form does; any other element with all that is open in it. */
function close(name: string, { elements, formatting }: Open): void {
  if (!FORMATTING.has(name) && name !== 'form') {
    endLast(elements, new Set([name]), barriersOf(name))
    return
  }
  const element = elements.lastIndexOf(name)
  if (element !== -1) elements.splice(element, 1)
  const tag = formatting.findLastIndex((other) => other.startsWith(`${name} `))
  if (tag !== -1) formatting.splice(tag, 1)
}

function barriersOf(name: string): Names {
  if (TABLE_PARTS.has(name)) return TABLE
  if (name === 'li') return LISTS
  return BLOCKS.has(name) ? SCOPES : BLOCKS
}

function endLast(elements: string[], ended: Names, within: Names): void {
  const last = elements.findLastIndex((name) => ended.has(name))
  const barrier = elements.findLastIndex((name) => within.has(name))
  if (last !== -1 && last >= barrier) elements.length = last
}

function wordsOf(words: string): Names {
  return new Set(words.split(' '))
}
