import { parseRssFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'

import { renderFeed } from '../../src/render/feed/feed.ts'
import type { Artwork } from '../../src/show/artwork/artwork.ts'
import { NARRATOR, named } from '../../src/posts/fields/persons.ts'
import type { Episode } from '../../src/show/episode.ts'
import { showOfPart, type Show } from '../../src/show/show.ts'
import {
  exampleEnglishEpisode,
  exampleEpisode,
  examplePart,
  exampleShow,
  exampleWaitingEpisode,
  type ShowOverrides,
  type EpisodeOverrides,
  NO_CREDITS,
} from '../support/example-show.ts'

/** No blog, no owner, no cover, nothing that may be left out. */
const bareShow = exampleShow({
  title: 'Tides',
  description: 'A sea, read aloud.',
  author: null,
  owner: null,
  language: 'en-gb',
  categories: [],
  explicit: true,
  type: 'serial',
  copyright: null,
  ...NO_CREDITS,
  hubs: [],
  complete: false,
  locked: false,
  medium: 'podcast',
  blocks: [],
  updateFrequency: null,
  podping: null,
  podroll: [],
  publisher: null,
  image: null,
  site: null,
  baseUrl: 'https://example.org/podcast/',
  feed: { path: '/old/rss.xml', episodes: 10, notes: 'summary' },
  episodes: [exampleEnglishEpisode({ authors: [], persons: [], summary: '' })],
})

function feedOf(overrides: EpisodeOverrides, show: ShowOverrides = {}): string {
  return renderFeed(exampleShow({ episodes: [exampleEpisode(overrides)], ...show }))
}

function itemOf(overrides: EpisodeOverrides, show: ShowOverrides = {}) {
  return parseRssFeed(feedOf(overrides, show)).items?.[0]
}

function guidsOf(show: Show): (string | undefined)[] | undefined {
  return parseRssFeed(renderFeed(show)).items?.map((item) => item.guid?.value)
}

function audio(overrides: Partial<Episode['audio']>): Partial<Episode> {
  return { audio: { ...exampleEpisode().audio, ...overrides } }
}

function day(date: number, guid: string, overrides: EpisodeOverrides = {}): Episode {
  return exampleEpisode({ guid, published: new Date(Date.UTC(2025, 0, date)), ...overrides })
}

/** The same value with every string in it changed but addresses and the setting for notes. */
function withEveryText<Value>(value: Value, change: (text: string) => string): Value
function withEveryText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return /^(https?:|\/|summary$)/.test(value) ? value : change(value)
  if (Array.isArray(value)) return value.map((part: unknown) => withEveryText(part, change))
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date || value instanceof Map) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withEveryText(part, change)]),
  )
}

describe('the whole feed', () => {
  test('of a Czech show with everything', async () => {
    await expect(renderFeed(exampleShow())).toMatchFileSnapshot('golden/feed-czech.xml')
  })

  test('of an English show with the least', async () => {
    await expect(renderFeed(bareShow)).toMatchFileSnapshot('golden/feed-english.xml')
  })

  test('of a show without episodes', async () => {
    await expect(renderFeed({ ...bareShow, episodes: [] })).toMatchFileSnapshot(
      'golden/feed-empty.xml',
    )
  })

  test('declares each namespace by its exact name', () => {
    const [start = ''] = /<rss[^>]*>/.exec(renderFeed(bareShow)) ?? []
    expect(
      Object.fromEntries(Array.from(start.matchAll(/(\S+)="([^"]*)"/g), (m) => [m[1], m[2]])),
    ).toEqual({
      version: '2.0',
      'xmlns:atom': 'http://www.w3.org/2005/Atom',
      'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
      'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      'xmlns:fh': 'http://purl.org/syndication/history/1.0',
      'xmlns:itunes': 'http://www.itunes.com/dtds/podcast-1.0.dtd',
      'xmlns:xhtml': 'http://www.w3.org/1999/xhtml',
      'xmlns:podcast': 'https://podcastindex.org/namespace/1.0',
      'xmlns:psc': 'http://podlove.org/simple-chapters',
    })
  })

  test.each([exampleShow(), bareShow])('has no element that says nothing: $title', (show) => {
    expect(renderFeed(show).replace('<fh:complete/>', '')).not.toMatch(
      /<([\w:]+)(?: [^>]*[^/>])?>\s*<\/\1>|<[\w:]+\/>|CDATA\[\]|=""/,
    )
  })

  test('has none of the package’s own additions', () => {
    expect(renderFeed(bareShow)).not.toMatch(
      /<author|dc:creator|<docs|itunes:summary|itunes:owner|node-rss|Untitled|undefined|>(yes|clean)</,
    )
  })

  test('has one enclosure a line, for clients that read by lines', () => {
    const lines = renderFeed(exampleShow()).split('\n')
    expect(lines.filter((line) => line.includes('<enclosure'))).toHaveLength(2)
  })
})

describe('the dates of a feed', () => {
  test('come from its newest episode and not from the clock', () => {
    const { lastBuildDate } = parseRssFeed(renderFeed(exampleShow()))
    expect(lastBuildDate).toBe('Sun, 30 Mar 2025 04:30:00 GMT')
  })

  test('are the episode’s and the feed’s own, whatever an author writes about feeds', () => {
    const example = '</title>\n    <lastBuildDate>now</lastBuildDate>'
    const xml = feedOf({ title: example }, { title: example, description: `${example} ]]>` })
    expect(xml.match(/\n {4}<lastBuildDate>.*/g)).toEqual([
      '\n    <lastBuildDate>Sun, 30 Mar 2025 04:30:00 GMT</lastBuildDate>',
    ])
    expect(parseRssFeed(xml).title).toBe('</title> <lastBuildDate>now</lastBuildDate>')
  })

  test('are in GMT, as RFC 2822 has them', () => {
    expect(feedOf({ published: new Date('2025-01-05T23:30:00-02:00') })).toContain(
      '<pubDate>Mon, 06 Jan 2025 01:30:00 GMT</pubDate>',
    )
  })

  test('are never invalid: that is a defect of the program and stops it', () => {
    expect(() => feedOf({ published: new Date('soon') })).toThrow(RangeError)
  })
})

describe('the episodes of a feed', () => {
  test('are the listed ones, newest first, ties by guid', () => {
    const waiting = [exampleWaitingEpisode(), day(4, 'e', { listed: false })]
    const episodes = [day(1, 'c'), day(2, 'b'), ...waiting, day(3, 'd'), day(2, 'a')]
    expect(guidsOf(exampleShow({ episodes }))).toEqual(['d', 'a', 'b', 'c'])
  })

  test('are the newest, as many as the settings say; the older ones are in archives', () => {
    const episodes = [day(1, 'a'), day(2, 'b'), day(3, 'c')]
    expect(guidsOf(exampleShow({ episodes, feed: { episodes: 2 } }))).toEqual(['c', 'b'])
  })

  test.each([{ bytes: null }, { bytes: 0 }])(
    'are not those whose size is $bytes: no length would be true',
    ({ bytes }) => {
      expect(guidsOf(exampleShow({ episodes: [day(1, 'a', audio({ bytes }))] }))).toBeUndefined()
    },
  )

  test('leave the order of the show alone', () => {
    const episodes = [day(1, 'a'), day(2, 'b')]
    renderFeed(exampleShow({ episodes }))
    expect(episodes.map(({ guid }) => guid)).toEqual(['a', 'b'])
  })
})

describe('the text of a feed', () => {
  const hostile = `Q&A: <b>"1 < 2"</b> &amp; ]]> 'x' 🐟\u0000\u001b]]\u0000>\ud83d`
  const seen = `Q&A: <b>"1 < 2"</b> &amp; ]]> 'x' 🐟]]>`

  test('is escaped once in titles and names', () => {
    const persons = [named(hostile, NARRATOR)]
    const item = itemOf({ title: hostile, authors: [hostile], persons, categories: [hostile] })
    expect(item).toMatchObject({
      title: seen,
      itunes: { title: seen, author: seen },
      podcast: { persons: [{ display: seen }] },
      categories: [{ name: seen }],
    })
  })

  test('is HTML in descriptions, for that is what apps take it for', () => {
    const description = `Q&amp;A: &lt;b>"1 &lt; 2"&lt;/b> &amp;amp; ]]> 'x' 🐟]]>`
    const feed = parseRssFeed(feedOf({ summary: hostile }, { description: hostile }))
    expect(feed.description).toBe(description)
    expect(feed.items?.[0]?.description).toBe(description)
  })

  test('is cut at 4000 bytes in descriptions and 255 characters in titles, at a word', () => {
    const long = 'žluťoučký & kůň '.repeat(400)
    const item = itemOf({ summary: long, title: long })
    expect(item?.description).toMatch(/ (žluťoučký|&|kůň)…$/)
    expect(item?.title).toMatch(/ (žluťoučký|&|kůň)…$/)
    expect(itemOf({ summary: 'x'.repeat(4000), title: 'ž'.repeat(255) })).toMatchObject({
      description: 'x'.repeat(4000),
      title: 'ž'.repeat(255),
    })
    expect(itemOf({ summary: 'x'.repeat(4001), title: 'ž'.repeat(256) })).toMatchObject({
      description: `${'x'.repeat(3997)}…`,
      title: `${'ž'.repeat(254)}…`,
    })
  })

  test('holds nothing that XML forbids, whichever field it comes from', () => {
    const clean = exampleShow({ feed: { notes: 'summary' } })
    const dirty = withEveryText(clean, (text) => `\ud83d${text}\u0001\ufffe\u{10ffff}\ufdd0`)
    const xml = renderFeed(dirty)
    expect(xml.isWellFormed()).toBe(true)
    expect(xml).not.toContain('\u0001')
    expect(xml).not.toMatch(/\p{Noncharacter_Code_Point}/u)
    expect(parseRssFeed(xml)).toEqual(parseRssFeed(renderFeed(clean)))
  })

  test('of a title that is nothing but control characters is the slug', () => {
    expect(itemOf({ title: '\u0000\n' })?.title).toBe('priliv')
  })

  test('stands in for a description that the show has not', () => {
    expect(parseRssFeed(feedOf({}, { description: '' })).description).toBe('Zátoka, předčítaná')
  })
})

describe('the channel', () => {
  test('writes an item anew when the blog is named, to which its paths lead', () => {
    const here = 'https://podcast.example.org/episodes/tides/'
    const body = 'The [bay](/bay/).'
    const episodes = [exampleEpisode({ page: '/episodes/tides/', link: here, body })]
    const show = exampleShow({ baseUrl: 'https://podcast.example.org/', episodes })
    expect(renderFeed({ ...show, site: null })).toContain('https://podcast.example.org/bay/')
    const anew = renderFeed({ ...show, site: 'https://www.example.org/' })
    expect(anew).toContain('https://www.example.org/bay/')
  })

  test.each([
    { site: 'https://www.example.org/blog/', link: 'https://www.example.org/blog/' },
    { site: null, link: 'https://podcast.example.org/' },
  ])('of a show with the site $site links to $link', ({ site, link }) => {
    const feed = parseRssFeed(feedOf({}, { site }))
    expect(feed.link).toBe(link)
    expect(feed.image?.link).toBe(link)
  })

  test('names the address that it is fetched from, base path and all', () => {
    expect(parseRssFeed(renderFeed(bareShow)).atom?.links).toEqual([
      { href: 'https://example.org/podcast/old/rss.xml', rel: 'self', type: 'application/rss+xml' },
    ])
  })

  test('has the cover for directories and for plain readers', () => {
    const feed = parseRssFeed(renderFeed(exampleShow()))
    const url = 'https://podcast.example.org/artwork/cover-0a1b2c3d.jpg'
    expect(feed.itunes?.image).toBe(url)
    expect(feed.image).toEqual({ url, title: feed.title, link: feed.link })
  })

  test('nests subcategories', () => {
    expect(parseRssFeed(renderFeed(exampleShow())).itunes?.categories).toEqual([
      { text: 'Science', categories: [{ text: 'Nature' }] },
      { text: 'Society & Culture', categories: [{ text: 'Documentary' }] },
      { text: 'Technology' },
    ])
  })

  test.each([true, false])('says whether it is explicit in a word: %s', (explicit) => {
    const xml = feedOf({ explicit }, { explicit })
    expect(xml.match(/<itunes:explicit>.*/g)).toEqual([
      `<itunes:explicit>${explicit}</itunes:explicit>`,
      `<itunes:explicit>${explicit}</itunes:explicit>`,
    ])
  })

  test('gives the owner’s address without a name where there is none', () => {
    const feed = feedOf({}, { owner: { name: null, email: 'me@example.org' } })
    expect(feed).not.toContain('itunes:name')
    expect(parseRssFeed(feed)).toMatchObject({
      itunes: { owner: { email: 'me@example.org' } },
      podcast: { locked: { value: false, owner: 'me@example.org' } },
    })
  })
})

function artworkAt(url: string | null): Artwork | null {
  if (url === null) return null
  return { url, path: null, file: null, type: 'image/jpeg', width: null, height: null, small: [] }
}

describe('a prefix that counts downloads', () => {
  const tracking = 'https://op3.dev/e/'

  test.each([
    { tracking, url: 'https://a.example/a.mp3', tracked: 'https://op3.dev/e/a.example/a.mp3' },
    {
      tracking,
      url: 'http://a.example/a.mp3?x=1',
      tracked: 'https://op3.dev/e/http://a.example/a.mp3?x=1',
    },
    {
      tracking,
      url: 'https://op3.dev/e/a.example/a.mp3',
      tracked: 'https://op3.dev/e/a.example/a.mp3',
    },
    {
      tracking,
      url: 'http://op3.dev/e/a.example/a.mp3',
      tracked: 'http://op3.dev/e/a.example/a.mp3',
    },
    {
      tracking: 'http://counts.example/e/',
      url: 'https://counts.example/a.mp3',
      tracked: 'http://counts.example/e/counts.example/a.mp3',
    },
    {
      tracking: 'https://op3.dev/e,pg=1/pscrb.fm/rss/p/',
      url: 'https://a.example:8080/ž.mp3',
      tracked: 'https://op3.dev/e,pg=1/pscrb.fm/rss/p/a.example:8080/%C5%BE.mp3',
    },
    { tracking: null, url: 'https://a.example/a.mp3', tracked: 'https://a.example/a.mp3' },
  ])('$tracking makes $tracked of $url', (row) => {
    const item = itemOf(audio({ url: row.url }), { tracking: row.tracking })
    expect(item?.enclosures?.[0]?.url).toBe(row.tracked)
  })

  test('is before every recording of the feed, and before nothing else', () => {
    const trailer = exampleEpisode({ episodeType: 'trailer' })
    const show = { episodes: [trailer] }
    const plainFeed = renderFeed(exampleShow(show))
    const tracked = renderFeed(exampleShow({ ...show, tracking }))
    expect(tracked).not.toBe(plainFeed)
    expect(tracked.split(tracking)).toHaveLength(4)
    expect(tracked.replace(/="https:\/\/op3\.dev\/e\//g, '="https://')).toBe(plainFeed)
    expect(tracked).toMatch(/<enclosure url="https:\/\/op3/)
    expect(tracked).toMatch(/<podcast:source uri="https:\/\/op3/)
    expect(tracked).toMatch(/<podcast:trailer pubdate="[^"]*" url="https:\/\/op3/)
  })

  test('comes and goes with the setting, though items are kept', () => {
    const episodes = [exampleEpisode()]
    const before = renderFeed(exampleShow({ episodes }))
    expect(renderFeed(exampleShow({ episodes, tracking }))).toContain(tracking)
    expect(renderFeed(exampleShow({ episodes }))).toBe(before)
  })
})

describe('an item', () => {
  test.each([
    { guid: 'https://www.example.org/item/a/', isPermaLink: true },
    { guid: 'https://www.example.org/item/a', isPermaLink: false },
    { guid: 'http://www.example.org/item/a/', isPermaLink: false },
    { guid: 'tag:example.org,2025:a', isPermaLink: false },
  ])('with the guid $guid says isPermaLink="$isPermaLink"', ({ guid, isPermaLink }) => {
    const item = itemOf({ guid, link: 'https://www.example.org/item/a/' })
    expect(item?.guid).toEqual({ value: guid, isPermaLink })
  })

  test('keeps a guid that is its link in other letters as subscribers have it', () => {
    const item = itemOf({ guid: 'https://example.org/ž', link: 'https://example.org/ž' })
    expect(item?.link).toBe('https://example.org/%C5%BE')
    expect(item?.guid).toEqual({ value: 'https://example.org/ž', isPermaLink: false })
  })

  test('has an enclosure with the URL in ASCII, the exact bytes and the type', () => {
    const enclosure = {
      url: 'https://cdn.example.org/Sára & já 100%.mp3',
      bytes: 1,
      type: 'audio/mpeg',
    }
    expect(feedOf(audio(enclosure))).toContain(
      '<enclosure url="https://cdn.example.org/S%C3%A1ra%20&amp;%20j%C3%A1%20100%25.mp3" length="1" type="audio/mpeg"/>',
    )
  })

  test.each([
    { seconds: 0.2, duration: '1' },
    { seconds: 59.5, duration: '60' },
    { seconds: 301.24, duration: '301' },
    // The package would write 00:01:01
    { seconds: 360_061, duration: '360061' },
  ])('of $seconds seconds lasts $duration', ({ seconds, duration }) => {
    expect(feedOf(audio({ seconds }))).toContain(`<itunes:duration>${duration}</itunes:duration>`)
  })

  test('of unknown duration has none', () => {
    expect(feedOf(audio({ seconds: null }))).not.toContain('itunes:duration')
  })

  test.each([
    { image: 'https://example.org/a.jpg', taken: true },
    { image: 'https://example.org/a.JPEG', taken: true },
    { image: 'https://example.org/a.png?v=2', taken: true },
    { image: 'https://example.org/a.webp', taken: false },
    { image: 'https://example.org/a.svg', taken: false },
    { image: 'https://example.org/a?f=.png', taken: false },
    { image: null, taken: false },
  ])('with the picture $image shows it to directories: $taken', ({ image, taken }) => {
    expect(itemOf({ artwork: artworkAt(image) })?.itunes?.image).toBe(taken ? image : undefined)
  })

  test.each([
    { name: 'the show’s author', authors: ['Žofie Říčná'], author: undefined },
    { name: 'somebody else', authors: ['Ada Reed'], author: 'Ada Reed' },
    { name: 'two people', authors: ['Ada Reed', 'Bo Ek'], author: 'Ada Reed, Bo Ek' },
    { name: 'nobody', authors: [], author: undefined },
  ])('by $name has the author $author', ({ authors, author }) => {
    expect(itemOf({ authors })?.itunes?.author).toBe(author)
  })

  test.each([
    {
      numbers: { season: 2, episode: 7, episodeDisplay: '2×07' },
      itunes: { season: 2, episode: 7 },
      podcast: {
        season: { number: 2, name: 'U moře' },
        episode: { number: 7, display: '2×07' },
      },
    },
    {
      numbers: { season: null, episode: 7, episodeDisplay: '7' },
      itunes: { episode: 7 },
      podcast: { episode: { number: 7 } },
    },
    // Only podcast:episode knows decimal numbers
    {
      numbers: { season: null, episode: null, episodeDisplay: '7.5' },
      itunes: {},
      podcast: { episode: { number: 7.5 } },
    },
    {
      numbers: { season: 0, episode: null, episodeDisplay: 'Special' },
      itunes: {},
      podcast: { season: { number: 0, name: 'U moře' } },
    },
  ])('numbered $numbers says so in both vocabularies', ({ numbers, itunes, podcast }) => {
    const item = itemOf(numbers)
    const { season, episode } = item?.itunes ?? {}
    expect({ season, episode }).toEqual(itunes)
    expect({ season: item?.podcast?.season, episode: item?.podcast?.episode }).toEqual(podcast)
  })

  test('names its chapters in both forms alike', () => {
    const chapters = [
      { start: 0, title: 'A & "B"' },
      { start: 59.9996, title: 'C', url: '/c', image: '/c.png' },
      { start: 360_061.5, title: 'D' },
    ]
    const item = itemOf({ chapters, slug: 'fog' })
    expect(item?.podcast?.chapters).toEqual({
      url: 'https://podcast.example.org/episodes/fog/chapters.json',
      type: 'application/json+chapters',
    })
    expect(item?.psc?.chapters).toEqual([
      { start: '00:00:00.000', title: 'A & "B"' },
      {
        start: '00:01:00.000',
        title: 'C',
        href: 'https://www.example.org/c',
        image: 'https://www.example.org/c.png',
      },
      { start: '100:01:01.500', title: 'D' },
    ])
  })

  test('names chapters on another host, and then no others', () => {
    const chaptersUrl = 'https://cdn.example.net/fog ž.json'
    const item = itemOf({ chapters: [], chaptersUrl })
    expect(item?.podcast?.chapters).toEqual({
      url: 'https://cdn.example.net/fog%20%C5%BE.json',
      type: 'application/json+chapters',
    })
    expect(item?.psc).toBeUndefined()
  })

  test('keeps hidden chapters out of the lists that people see', () => {
    const chapters = [
      { start: 0, title: 'A' },
      { start: 5, title: 'B', image: '/b.png', hidden: true as const },
      { start: 9, title: '', hidden: true as const },
      { start: 12, title: 'C' },
      { start: 15, title: 'D' },
    ]
    const item = itemOf({ chapters, body: 'The sea.' })
    expect(item?.psc?.chapters?.map(({ title }) => title)).toEqual(['A', 'C', 'D'])
    expect(item?.content?.encoded?.match(/<\/a> \w/g)).toEqual(['</a> A', '</a> C', '</a> D'])
  })

  test('without chapters names none', () => {
    expect(feedOf({ chapters: [] })).not.toMatch(/podcast:chapters|psc:chapter/)
  })

  test('lists each category once and no empty one', () => {
    expect(itemOf({ categories: ['a', ' a\n', '', ' ', 'b'] })?.categories).toEqual([
      { name: 'a' },
      { name: 'b' },
    ])
  })

  test('keeps the end of a CDATA section that an article shows', () => {
    const body = 'Code: `]]>` and ` <![CDATA[x]]> `.'
    expect(itemOf({ body, chapters: [] })?.content?.encoded).toBe(
      '<p>Code: <code>]]></code> and <code>&lt;![CDATA[x]]></code>.</p>',
    )
  })

  test('has the article where the settings ask for it, and the summary in any case', () => {
    const episode = { body: 'The *sea*.', chapters: [] }
    const full = itemOf(episode, { feed: { notes: 'full' } })
    const summary = itemOf(episode, { feed: { notes: 'summary' } })
    expect(full?.content?.encoded).toContain('<em>sea</em>')
    expect(summary?.content).toBeUndefined()
    expect(summary?.description).toBe(full?.description)
  })
})

describe('the feed of a part', () => {
  const show = exampleShow({ parts: [] })
  const part = examplePart({ author: 'Ada Reed', image: show.image })
  const xml = renderFeed(showOfPart(show, part))
  const feed = parseRssFeed(xml)

  test('has a title, a guid and an address of its own', () => {
    expect(feed).toMatchObject({ title: part.title, podcast: { guid: part.guid } })
    expect(feed.atom?.links).toContainEqual({
      rel: 'self',
      href: 'https://podcast.example.org/feeds/priroda.xml',
      type: 'application/rss+xml',
    })
  })

  test('has its episodes under the guids that they have in the feed of all', () => {
    const all = parseRssFeed(renderFeed(show)).items?.find(
      ({ guid }) => guid?.value === exampleEpisode().guid,
    )
    expect(feed.items?.map(({ guid }) => guid)).toEqual([all?.guid])
    expect(feed.items?.map(({ enclosures }) => enclosures)).toEqual([all?.enclosures])
  })
})

/** The longest text of the elements of that name. */
function longestText(xml: string, name: string): string {
  const texts = Array.from(
    xml.matchAll(new RegExp(`<${name}[^>]*>([^<]*)<`, 'g')),
    ([, text]) => text ?? '',
  )
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '')
}

describe('what the podcast namespace bounds', () => {
  test.each([
    { length: 128, written: 128 },
    { length: 129, written: 128 },
  ])('is a name of $length characters, of which $written are written', ({ length, written }) => {
    const name = named('x'.repeat(length), NARRATOR)
    expect(longestText(feedOf({ persons: [name] }), 'podcast:person')).toHaveLength(written)
  })

  test.each([
    { length: 4000, written: 4000 },
    { length: 4001, written: 4000 },
  ])('is a text of $length characters, of which $written are written', ({ length, written }) => {
    const texts = [{ purpose: null, text: 'x'.repeat(length) }]
    expect(longestText(feedOf({ texts }), 'podcast:txt')).toHaveLength(written)
  })

  test.each([
    { seconds: 0.9, bitrate: undefined },
    { seconds: 1, bitrate: '8000' },
  ])('is a bit rate, which $seconds s do not tell: $bitrate', ({ seconds, bitrate }) => {
    const [alternate] = exampleEpisode().alternates
    if (alternate === undefined) throw new Error('the example has no other form')
    const xml = feedOf({ alternates: [{ ...alternate, bytes: 1000, seconds }] })
    const [element = ''] = /<podcast:alternateEnclosure[^>]*>/.exec(xml) ?? []
    expect(/ bitrate="(\d+)"/.exec(element)?.[1]).toBe(bitrate)
  })
})
