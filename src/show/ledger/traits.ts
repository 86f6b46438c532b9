import type { LedgerEntry } from './ledger.ts'

/** What tells one episode from another, of a post, of the ledger or of a feed; null where it is not known. */
export interface Traits {
  /** That subscribers hold. */
  readonly guid: string | null
  /** The post, from the content folder; null of an item of a feed. */
  readonly file: string | null
  readonly link: string | null
  readonly title: string | null
  readonly slug: string | null
  readonly published: Date | null
  /** The address of the recording. */
  readonly enclosure: string | null
  /** Tells the very recording, see {@link soundOf}. */
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

/** What is compared of a thing, in a form in which equal texts mean one thing. */
export interface Plain extends Pick<Traits, 'guid' | 'file' | 'slug' | 'sound'> {
  readonly link: string | null
  readonly title: string | null
  readonly enclosure: string | null
  /** The last part of the address of the recording. */
  readonly fileName: string | null
  /** As its reader measures it. */
  readonly time: number | null
}

/** Tells the very recording: the hash of its bytes, else its address together with its size. */
export function soundOf({
  url,
  hash,
  bytes,
}: Pick<LedgerEntry['audio'], 'url' | 'hash' | 'bytes'>): string | null {
  return hash ?? (bytes === null || url === '' ? null : `${plainUrl(url)} ${bytes}`)
}

/** What the ledger remembers; the guid of a post is not yet known, so that of an entry does not tell. */
export function traitsOf(entry: LedgerEntry): Traits & { readonly entry: LedgerEntry } {
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
}

/** The address of an article in its blog. A page of this site tells no more than its slug. */
export function articleOf(address: string): string | null {
  return address.startsWith('/') ? null : address
}

/** A thing as it is compared. */
export function plainOf(thing: Traits, time: (date: Date) => number): Plain {
  const { guid, file, slug, sound, published } = thing
  const enclosure = plainUrl(thing.enclosure)
  return {
    guid,
    file,
    slug,
    sound,
    link: plainUrl(thing.link),
    title: plainTitle(thing.title),
    enclosure,
    fileName: /[^/]+$/.exec(enclosure?.replace(/[?#].*$/s, '') ?? '')?.[0] ?? null,
    time: published === null ? null : time(published),
  }
}

/** What two URLs share that mean one thing: scheme, `www.`, encoding and a final slash do not matter. */
function plainUrl(url: string | null): string | null {
  if (url === null || url === '') return null
  const plain = url
    .trim()
    .replace(/^https?:\/\/(www\.)?/i, '')
    .replace(/\/+$/, '')
  try {
    return decodeURI(plain)
  } catch {
    return plain
  }
}

function plainTitle(text: string | null): string | null {
  const words =
    text
      ?.normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length === 0 ? null : words.join(' ')
}
