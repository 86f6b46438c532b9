import { globSync } from 'node:fs'
import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What a feed was before, and the rule that its change breaks. */
export interface AgainstMistake {
  readonly name: string
  readonly rule: string
  /** Makes of the feed that goes out now the one that subscribers hold. */
  readonly before: (feed: string) => string
  /** What else the author does to the folder. */
  readonly arrange?: (folder: string) => Promise<unknown>
  /** What cannot but come with it. */
  readonly besides?: readonly string[]
}

function replace(from: RegExp, to: string): (feed: string) => string {
  return (feed) => {
    if (!from.test(feed)) throw new Error(`${from} is not in the feed`)
    return feed.replace(from, to)
  }
}

/** Changes that hurt subscribers. */
export const AGAINST_MISTAKES: readonly AgainstMistake[] = [
  {
    name: 'another guid of an episode',
    rule: 'against/guid',
    before: replace(/(<guid[^>]*>)[^<]+/, '$1https://www.example.org/old/'),
  },
  {
    name: 'an episode that is gone',
    rule: 'against/removed',
    before: replace(
      /<item>/,
      `<item><title>The stars</title><guid isPermaLink="false">stars</guid><pubDate>Sat, 09 May 2026 08:00:00 GMT</pubDate><enclosure url="https://podcast.example.org/audio/stars.mp3" length="500000" type="audio/mpeg"/></item><item>`,
    ),
  },
  {
    name: 'posts that are nowhere any more, on a computer without the ledger',
    rule: 'against/emptied',
    before: (feed) => feed,
    arrange: (folder) =>
      Promise.all(
        ['sidecast.ledger.json', ...globSync('*.md', { cwd: folder })].map((name) =>
          rm(join(folder, name)),
        ),
      ),
    besides: ['against/removed', 'content/empty'],
  },
  {
    name: 'another guid of the show',
    rule: 'against/show-guid',
    before: replace(/(<podcast:guid>)[^<]+/, '$19b024349-ccf0-5f69-a609-6b82873eab3c'),
  },
  {
    name: 'another address of the feed',
    rule: 'against/address',
    before: replace(
      /(href="https:\/\/podcast\.example\.org\/)feed\.xml" rel="self"/,
      '$1old.xml" rel="self"',
    ),
  },
  {
    name: 'a date that moved by a week',
    rule: 'against/date',
    before: replace(/<pubDate>Mon, 04 May 2026/, '<pubDate>Mon, 27 Apr 2026'),
  },
  {
    name: 'an episode that had no guid',
    rule: 'against/guid-missing',
    before: replace(/<guid[^>]*>[^<]+<\/guid>/, ''),
  },
  {
    name: 'two episodes that had one guid',
    rule: 'against/guid-shared',
    before: (feed) => {
      const guids = /(<guid[^>]*>)[^<]+/g
      let left = 2
      return feed.replace(guids, (all, tag: string) => (left-- > 0 ? `${tag}both` : all))
    },
  },
  ...(
    [
      ['title', /(<channel>[^]*?<title>(?:<!\[CDATA\[)?)Tides/, '$1Tide'],
      ['author', /(<itunes:author>)[^<]+/, '$1Eve Writer'],
      ['language', /(<language>(?:<!\[CDATA\[)?)en/, '$1de'],
      ['explicit flag', /(<itunes:explicit>)false/, '$1true'],
      ['type', /(<itunes:type>)episodic/, '$1serial'],
      ['category', /text="Science"/, 'text="Arts"'],
      ['owner', /(<itunes:email>)ann/, '$1eve'],
      ['artwork', /(<itunes:image href="[^"]*\/)[^"/]+/, '$1other.jpg'],
    ] as const
  ).map(([what, from, to]) => ({
    name: `another ${what} of the show`,
    rule: 'against/channel',
    before: replace(from, to),
  })),
  {
    name: 'a show that is complete all of a sudden',
    rule: 'against/channel',
    before: (feed) => feed,
    arrange: (folder) => appendFile(join(folder, 'sidecast.yml'), 'complete: true\n'),
  },
  {
    name: 'other titles of most episodes',
    rule: 'against/titles',
    before: (feed) => feed.replaceAll(/(<item>\s*<title>)/g, '$1Episode: '),
  },
  {
    name: 'MP3 in place of M4A',
    rule: 'against/type',
    before: replace(/type="audio\/mpeg"/, 'type="audio/x-m4a"'),
  },
  {
    name: 'a recording of which a quarter is left',
    rule: 'against/shrunk',
    before: replace(/length="(\d+)"/, 'length="9$1"'),
  },
  {
    name: 'dates that were read in another time zone',
    rule: 'against/time-zone',
    before: (feed) =>
      feed.replaceAll(/(?<=<item>[^]*?<pubDate>)[^<]+/g, (date) =>
        new Date(Date.parse(date) - 2 * 3_600_000).toUTCString(),
      ),
  },
]
