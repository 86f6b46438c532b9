import { withoutCode } from './body-audio.ts'
import { wikiAddress } from './markdown-wiki.ts'
import { removeResidue } from './residue.ts'

/**
 * Addresses in Markdown, HTML and link definitions, and pages of a wiki. Bounded, because text may be
 * hostile.
 */
const ADDRESS =
  /\]\(\s*(?:<([^<>\n]{1,300})>|([^()<>\s]{1,300}))|\b(?:src|href|poster)\s*=\s*(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^"'<>\s]{1,300}))|^ {0,3}\[[^[\]\n]{1,200}\]:[ \t]*<?([^\s<>]{1,300})|\[\[([^[\]|\n]{1,200})/gim
const ADDRESSED = /\]\(|\]:|\[\[|\b(?:src|href|poster)\s*=/i
/** Template tags that generators replace by an address. */
const TAGGED = /\{[%{][^\n]{0,20}\b(?:post_url|link|ref|relref|figure)\b/
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\{)/i
/** Ends in a file extension. Anything else is a page, whose file only its generator knows. */
const OF_FILE = /\.\w{2,8}(?:[?#]|$)/
const MOST = 500
/** Characters of an article that are searched. */
const LONGEST = 300_000

/**
 * The addresses of files of the blog that an article mentions, as written, without duplicates: posts, images
 * and recordings, but not those in code or comments. `[[Tides]]` is `Tides.md`.
 */
export function mentionsIn(article: string): readonly string[] {
  const body = article.slice(0, LONGEST)
  const isTagged = body.includes('{') && TAGGED.test(body)
  if (!isTagged && !ADDRESSED.test(body)) return []
  const text = withoutCode(isTagged ? removeResidue(body) : body)
  const mentions = new Set<string>()
  for (const match of text.matchAll(ADDRESS)) {
    if (mentions.size === MOST) break
    const [, angled, round, double, single, bare, defined, wiki] = match
    const page = wiki === undefined ? null : wikiAddress(wiki)
    const address = page ?? angled ?? round ?? double ?? single ?? bare ?? defined ?? ''
    if (OF_FILE.test(address) && !ELSEWHERE.test(address)) mentions.add(address)
  }
  return [...mentions]
}
