import { keepXmlCharacters } from '../../base/characters.ts'
import { withoutUserIn } from '../../base/web-address.ts'
import { repairAddress } from './article-links.ts'

/** What an address is for: a reader follows a link, a page shows an image. */
export type AddressKind = 'link' | 'image'

/** Converts an address in a post into the one to publish; null to omit it. */
export type Resolve = (url: string, kind: AddressKind) => string | null

const LINE_ENDS_AND_TABS = /[\t\n\r]/g
const SCHEME = /^([a-z][a-z0-9+.-]*):/i
const EXPRESSION = /^\{.*\}$/
const WEB = new Set(['http', 'https'])
const OUTSIDE_THE_WEB = new Set(['mailto', 'tel'])
const CANDIDATE_END = /,\s+|(?<=\s[\d.]{1,9}[wxh]),/
const LONGEST_SRCSET = 10_000
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}([a-z]{2,24})([/?#]|$)/i

/** Top-level domains rather than file extensions; domains of two letters are countries. */
const TOP_LEVEL = new Set(
  'academy agency app art biz blog center chat church club coach codes com community company cool design dev digital edu education email engineer events fund fyi games global gov guide guru health help host info land life link live media mobi name net network news ninja online org page photography plus press pub radio rocks run science services shop show site social software solutions space store studio systems team tech technology tips today tools training university video wiki works world wtf xyz zone'.split(
    ' ',
  ),
)
const FILES = new Set('bz cs db go gz hs jl js kt nb rb ts vb xz'.split(' '))
const FILES_OR_COUNTRIES = new Set('md py rs sh'.split(' '))

/**
 * Converts an address in a post into the form in which it is published; null to omit it.
 *
 * `resolve` is only called for web addresses and for those within the site. `mailto:` and `tel:` stay in
 * links; all other schemes (`javascript:`, `data:`, `file:` …) are left out, and so are empty addresses and
 * expressions of MDX (`{photo}`). User names and passwords are removed. A link to a bare domain,
 * `stackbit.com/docs`, means that site and not a file beside the post, if its host ends in two letters or in
 * one of the domains above. `notes.md` and `main.rs` are files; `docs.rs/serde`, with a path, is a site.
 */
export function addressOf(written: unknown, kind: AddressKind, resolve: Resolve): string | null {
  if (typeof written !== 'string') return null
  const cleaned = clean(written)
  const url = kind === 'link' && isDomain(cleaned) ? `https://${cleaned}` : cleaned
  if (url === '' || EXPRESSION.test(url)) return null
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase()
  if (scheme !== undefined && OUTSIDE_THE_WEB.has(scheme)) return kind === 'link' ? url : null
  if (scheme !== undefined && !WEB.has(scheme)) return null
  const resolved = resolve(url, kind)
  return resolved === null ? null : withoutUserIn(clean(resolved))
}

/**
 * Converts each candidate of a `srcset`; null if none is left.
 *
 * @see https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
 */
export function srcsetOf(written: unknown, resolve: Resolve): string | null {
  if (typeof written !== 'string' || written.length > LONGEST_SRCSET) return null
  const candidates = written
    .split(CANDIDATE_END)
    .map((candidate) => candidate.trim().split(/\s+/))
    .flatMap(([url = '', ...descriptor]) => {
      const address = addressOf(url.replace(/,+$/, ''), 'image', resolve)
      return address === null ? [] : [[address, ...descriptor.slice(0, 1)].join(' ')]
    })
  return candidates.length === 0 ? null : candidates.join(', ')
}

/**
 * Cleans an address as browsers do: without line breaks and tabs, other spaces encoded, no control
 * characters.
 */
function clean(url: string): string {
  const joined = url.trim().replaceAll(LINE_ENDS_AND_TABS, '')
  return keepXmlCharacters(repairAddress(joined)).trim().replaceAll(' ', '%20')
}

function isDomain(url: string): boolean {
  const [, ending = '', after] = DOMAIN.exec(url) ?? []
  const last = ending.toLowerCase()
  if (FILES.has(last) || (FILES_OR_COUNTRIES.has(last) && after !== '/')) return false
  return last.length === 2 || TOP_LEVEL.has(last)
}
