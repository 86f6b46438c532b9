import { onceFor } from '../../base/memory.ts'
import type { LedgerEntry } from './ledger.ts'
import { decodeAddress, withoutQuery } from '../../base/web-address.ts'

/** What identifies an episode in posts, the ledger or a feed; null if unknown. */
export interface Traits {
  /** The guid that subscribers have. */
  readonly guid: string | null
  /** The post, from the content folder; null for an item of a feed. */
  readonly file: string | null
  readonly link: string | null
  readonly title: string | null
  readonly slug: string | null
  readonly published: Date | null
  /** The address of the recording. */
  readonly enclosure: string | null
  /** Identifies the recording, see {@link soundOf}. */
  readonly sound: string | null
}

export const NO_TRAITS: Traits = {
  guid: null,
  file: null,
  link: null,
  title: null,
  slug: null,
  published: null,
  enclosure: null,
  sound: null,
}

/** Traits in a normal form, in which equal texts mean the same; without the date, which has several. */
export interface Plain extends Pick<Traits, 'guid' | 'file' | 'slug' | 'sound'> {
  readonly link: string | null
  readonly title: string | null
  readonly enclosure: string | null
  /** The last part of the address of the recording. */
  readonly fileName: string | null
}

/** Identifies a recording: the hash of its bytes, or else its address with its size. */
export function soundOf({
  url,
  hash,
  bytes,
}: Pick<LedgerEntry['audio'], 'url' | 'hash' | 'bytes'>): string | null {
  return hash ?? (bytes === null || url === '' ? null : `${plainUrl(url)} ${bytes}`)
}

/** The traits of an entry, without its guid: the guids of posts are not known yet. */
export const traitsOf = onceFor((entry: LedgerEntry): Traits & { readonly entry: LedgerEntry } => {
  const { file: post, slug: own, title: name, published, audio } = entry
  return {
    guid: null,
    file: post,
    link: articleOf(entry.link),
    title: name,
    slug: own,
    published: new Date(published),
    enclosure: audio.url,
    sound: soundOf(audio),
    entry,
  }
})

/** The address of an article on its blog; null for a page of this site, which only has its slug. */
export function articleOf(address: string): string | null {
  return address.startsWith('/') ? null : address
}

/** The normal form of traits. */
export const plainOf = onceFor((thing: Traits): Plain => {
  const { guid, file, slug, sound } = thing
  const enclosure = plainUrl(thing.enclosure)
  return {
    guid,
    file,
    slug,
    sound,
    link: plainUrl(thing.link),
    title: plainTitle(thing.title),
    enclosure,
    fileName: /[^/]+$/.exec(withoutQuery(enclosure ?? ''))?.[0] ?? null,
  }
})

/** A URL in normal form: without scheme, `www.`, encoding and final slash. */
function plainUrl(url: string | null): string | null {
  if (url === null || url === '') return null
  const plain = url
    .trim()
    .replace(/^https?:\/\/(www\.)?/i, '')
    .replace(/\/+$/, '')
  return decodeAddress(plain) ?? plain
}

function plainTitle(text: string | null): string | null {
  const words =
    text
      ?.normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length === 0 ? null : words.join(' ')
}
