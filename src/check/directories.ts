import * as from from '../base/sources.ts'
import type { Source } from '../base/sources.ts'
import { FEED_CHECKS } from './content/feed-checks.ts'
import { ITEM_CHECKS } from './content/item-checks.ts'
import type { Feed } from './feed.ts'
import { applyChecks, type Finding } from './rule.ts'
import { textIn } from './read-xml.ts'

/** A requirement of a directory, and the rules that check it. */
interface Requirement {
  /** The page of the directory that says so, with its words. */
  readonly source: Source
  readonly rules: readonly string[]
}

/** Whether a directory would accept a feed. */
export interface Verdict {
  readonly name: string
  /** The title of the show; null where there is none. */
  readonly show: string | null
  /** The requirements that are not met, with the broken rules; empty if the feed is accepted. */
  readonly refusals: readonly Requirement[]
}

const READABLE = [
  'served/unreachable',
  'served/status',
  'served/html',
  'served/coding',
  'served/encoding',
  'served/clients',
  'feed/preamble',
  'feed/xml',
  'feed/root',
]
const COVER = [
  'feed/image',
  'served/artwork',
  'served/artwork-format',
  'served/artwork-square',
  'served/artwork-pixels',
]
const RECORDING = ['item/enclosure', 'item/enclosure-url', 'item/repeated']
const SERVED_RECORDING = ['served/recording', 'served/recording-clients', 'served/recording-sound']

/**
 * Directory → what it requires of a feed before it lists the show and all of its episodes. Mere
 * recommendations of directories are left out.
 */
export const DIRECTORIES: Readonly<Record<string, readonly Requirement[]>> = {
  'Apple Podcasts': [
    {
      source: from.APPLE('the feed is public, in UTF-8, and RSS 2.0 with the namespace of Apple'),
      rules: [...READABLE, 'feed/declaration', 'feed/namespace'],
    },
    {
      source: from.APPLE('title, description, language, category and explicit are required'),
      rules: [
        'feed/title',
        'feed/description',
        'feed/language',
        'feed/category',
        'feed/category-name',
        'feed/explicit',
      ],
    },
    {
      source: from.APPLE_ARTWORK(
        'a square JPEG or PNG of 1400 to 3000 pixels, in RGB, that HEAD finds',
      ),
      rules: [...COVER, 'served/artwork-colours', 'served/artwork-head'],
    },
    { source: from.APPLE('a show has at least one episode'), rules: ['feed/empty'] },
    { source: from.APPLE('itunes:block with yes hides a show'), rules: ['feed/blocked'] },
    {
      source: from.APPLE('an episode has a title, and an enclosure in one of the formats'),
      rules: ['item/title', ...RECORDING, 'item/enclosure-ending', 'item/type'],
    },
    {
      source: from.APPLE('guids and enclosures are unique'),
      rules: ['item/guid-repeated', 'item/enclosure-repeated', 'served/guids'],
    },
    { source: from.APPLE('dates follow RFC 2822'), rules: ['item/date'] },
    {
      source: from.APPLE('the host supports HEAD and byte-range requests'),
      rules: [
        ...SERVED_RECORDING,
        'served/recording-range',
        'served/recording-range-type',
        'served/recording-part',
        'served/recording-head',
      ],
    },
  ],
  Spotify: [
    { source: from.SPOTIFY('the metadata are in an RSS feed'), rules: READABLE },
    { source: from.SPOTIFY('the feed names an author'), rules: ['feed/author'] },
    { source: from.SPOTIFY('artwork meets the requirements'), rules: COVER },
    {
      source: from.SPOTIFY('the feed has at least one live episode'),
      rules: ['feed/empty', ...RECORDING, ...SERVED_RECORDING],
    },
    { source: from.SPOTIFY('pubDate is present'), rules: ['item/date'] },
    {
      source: from.SPOTIFY('every episode has a guid of its own'),
      rules: ['item/guid', 'item/guid-repeated'],
    },
    {
      source: from.SPOTIFY_EMAIL('a code is sent to the e-mail address in the feed'),
      rules: ['feed/email'],
    },
  ],
  'Amazon Music': [
    { source: from.AMAZON('the feed can be read'), rules: READABLE },
    { source: from.AMAZON('the show has a title and artwork'), rules: ['feed/title', ...COVER] },
    {
      source: from.AMAZON('episodes can be played'),
      rules: ['feed/empty', ...RECORDING, ...SERVED_RECORDING],
    },
    {
      source: from.AMAZON('a show is claimed by the e-mail address in the feed'),
      rules: ['feed/email'],
    },
  ],
  'YouTube Music': [
    { source: from.YOUTUBE('the feed can be read'), rules: READABLE },
    {
      source: from.YOUTUBE('the artwork becomes the picture of the video'),
      rules: COVER,
    },
    {
      source: from.YOUTUBE('the recordings are fetched, and become videos'),
      rules: ['feed/empty', ...RECORDING, ...SERVED_RECORDING],
    },
    {
      source: from.YOUTUBE('a code is sent to the e-mail address in the feed'),
      rules: ['feed/email'],
    },
  ],
  'Podcast Index': [
    {
      source: from.PODCAST_INDEX('a feed that is not well-formed cannot be parsed'),
      rules: READABLE,
    },
    {
      source: from.PODCAST_INDEX('an item without an enclosure is skipped'),
      rules: ['feed/empty', ...RECORDING],
    },
    { source: from.PODCAST_INDEX('an item without a guid is skipped'), rules: ['item/guid'] },
  ],
  'PSP-1': [
    {
      source: from.PSP('the feed is RSS 2.0 in UTF-8, with the namespaces as they are written'),
      rules: [...READABLE, 'feed/declaration', 'feed/namespace'],
    },
    {
      source: from.PSP('the elements that every channel has'),
      rules: [
        'feed/self',
        'feed/title',
        'feed/description',
        'feed/link',
        'feed/language',
        'feed/category',
        'feed/category-name',
        'feed/explicit',
      ],
    },
    {
      source: from.PSP(
        'artwork of 1400 to 3000 pixels, JPEG or PNG by its extension, in RGB, that HEAD finds',
      ),
      rules: [...COVER, 'served/artwork-ending', 'served/artwork-colours', 'served/artwork-head'],
    },
    {
      source: from.PSP('the elements that every item has'),
      rules: [
        'item/title',
        ...RECORDING,
        'item/length',
        'item/guid',
        'item/guid-repeated',
        'served/guids',
      ],
    },
    {
      source: from.PSP('the values that elements may have'),
      rules: ['feed/type', 'item/value', 'item/duration', 'item/date', 'item/title-number'],
    },
    {
      source: from.PSP('at most 4000 bytes in a description, and 255 characters elsewhere'),
      rules: ['feed/description-long', 'feed/value-long'],
    },
  ],
}

/**
 * Judges for each directory whether it would accept a feed.
 *
 * @param feed Null if there is no feed at its address.
 * @param findings The findings about the feed as it is served, and about what it names. Rules on its
 *   text are applied here, because a check of a folder reports some of them under other rules, with
 *   the line of the author.
 * @param passing Rules that are broken only until the work that is left is done.
 */
export function judge(
  feed: Feed | null,
  findings: readonly Finding[],
  passing: readonly string[] = [],
): readonly Verdict[] {
  const rendered = feed === null ? [] : applyChecks({ ...FEED_CHECKS, ...ITEM_CHECKS }, feed)
  const broken = new Set([...findings, ...rendered].map(({ rule }) => rule))
  for (const rule of passing) broken.delete(rule)
  return Object.entries(DIRECTORIES).map(([name, requirements]) => ({
    name,
    show: textIn(feed?.channel ?? null, 'title'),
    refusals: requirements.flatMap(({ source, rules }) => {
      const own = rules.filter((rule) => broken.has(rule))
      return own.length === 0 ? [] : [{ source, rules: own }]
    }),
  }))
}
