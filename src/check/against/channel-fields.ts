import { imageUrl, type Feed } from '../feed.ts'
import { childrenOf, textIn, type Node } from '../read-xml.ts'

/** Reads a value of the channel in a form that can be compared; null if it is absent, or cannot be compared. */
type ReadChannel = (feed: Feed, other: Feed) => string | null

/** Values of a channel that directories show or use → their readers, which accept the spellings of all programs. */
export const CHANNEL_FIELDS: Readonly<Record<string, ReadChannel>> = {
  title: ofText('title'),
  author: ofText('itunes:author'),
  language: (feed) => ofText('language')(feed)?.toLowerCase() ?? null,
  explicit: ofFlag('itunes:explicit'),
  type: (feed) => ofText('itunes:type')(feed)?.toLowerCase() ?? 'episodic',
  categories: ({ channel }) => listOf(categoriesIn(channel)),
  'e-mail of the owner': ({ channel }) =>
    textIn(childrenOf(channel, 'itunes:owner')[0] ?? null, 'itunes:email'),
  complete: ofFlag('itunes:complete'),
  block: ofFlag('itunes:block'),
  artwork: artworkOf,
}

function ofText(name: string): (feed: Feed) => string | null {
  return ({ channel }) => textIn(channel, name)?.replaceAll(/\s+/g, ' ').trim() || null
}

/** Before `true` and `false`, feeds had `yes`, `no`, `clean` and `explicit`; an absent value means no. */
function ofFlag(name: string): (feed: Feed) => string {
  return (feed) => (/^(?:yes|true|explicit)$/i.test(ofText(name)(feed) ?? '') ? 'yes' : 'no')
}

function categoriesIn(node: Node | null): readonly string[] {
  return childrenOf(node, 'itunes:category').flatMap((each) => [
    each.attributes['text'] ?? '',
    ...categoriesIn(each),
  ])
}

function listOf(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(', ')
}

/**
 * The name of the file, because a picture that only moved to another host is the same. Programs name
 * pictures differently, so pictures of two programs are not compared.
 */
function artworkOf(feed: Feed, other: Feed): string | null {
  const [own, others] = [feed, other].map(({ channel }) => textIn(channel, 'generator'))
  const [url, otherUrl] = [imageUrl(feed.channel), imageUrl(other.channel)]
  if (own !== others || url === '' || otherUrl === '') return null
  return url.split('/').at(-1) ?? null
}
