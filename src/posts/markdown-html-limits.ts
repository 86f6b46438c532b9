/** How much raw HTML of a post is parsed as such; a browser would take more, our stack would not. */
export const HTML_LIMITS = {
  tags: 50_000,
  /** Elements open at one place. */
  open: 400,
  /** Formatting elements open at each tag, summed up: a parser opens them anew in each block. */
  formatting: 100_000,
} as const

interface Open {
  /** The elements open at a place, as far as a parser would have them open, or more. */
  readonly elements: string[]
  /** Formatting tags that nothing has closed, each with its attributes. */
  readonly formatting: string[]
}

const TAG = /<(\/?)([a-z][^\s/<>]*)([^<>]*)/gi
const VOID = wordsOf(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr',
)
const FORMATTING = wordsOf('a b big code em font i nobr s small strike strong tt u')
/** No parser keeps more than three alike. */
const ALIKE = 3
/** Nothing around one of these is ended from within it. */
const SCOPES = wordsOf('applet button caption marquee object table td template th')
const TABLE = wordsOf('table template')
const TABLE_PARTS = wordsOf('caption table tbody td tfoot th thead tr')
/** What an opening tag ends, unless the last of the second kind was opened after it. */
const ENDS: ReadonlyMap<
  string,
  readonly [ended: ReadonlySet<string>, within: ReadonlySet<string>]
> = new Map([
  ['p', [wordsOf('p'), SCOPES]],
  ['li', [wordsOf('li'), wordsOf('ol ul')]],
  ['dt', [wordsOf('dd dt'), wordsOf('dl')]],
  ['dd', [wordsOf('dd dt'), wordsOf('dl')]],
  ['td', [wordsOf('td th'), TABLE]],
  ['th', [wordsOf('td th'), TABLE]],
  ['tr', [wordsOf('tr'), TABLE]],
  ['option', [wordsOf('option'), wordsOf('select')]],
])

/** Whether HTML can be parsed and rendered within bounded time and stack. */
export function isModestHtml(html: string): boolean {
  const open: Open = { elements: [], formatting: [] }
  let tags = 0
  let work = 0
  for (const [, slash, spelled = '', attributes = ''] of html.matchAll(TAG)) {
    const name = spelled.toLowerCase()
    if (slash === '/') close(name, open)
    else if (!VOID.has(name)) start(name, attributes, open)
    tags += 1
    work += open.formatting.length
    if (tags > HTML_LIMITS.tags || work > HTML_LIMITS.formatting) return false
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

/** A formatting element ends alone, any other one with all that is open in it. */
function close(name: string, { elements, formatting }: Open): void {
  if (!FORMATTING.has(name)) {
    endLast(elements, new Set([name]), TABLE_PARTS.has(name) ? TABLE : SCOPES)
    return
  }
  const element = elements.lastIndexOf(name)
  if (element !== -1) elements.splice(element, 1)
  const tag = formatting.findLastIndex((other) => other.startsWith(`${name} `))
  if (tag !== -1) formatting.splice(tag, 1)
}

function endLast(
  elements: string[],
  ended: ReadonlySet<string>,
  within: ReadonlySet<string>,
): void {
  const last = elements.findLastIndex((name) => ended.has(name))
  const barrier = elements.findLastIndex((name) => within.has(name))
  if (last !== -1 && last >= barrier) elements.length = last
}

function wordsOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}
