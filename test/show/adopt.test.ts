import { describe, expect, test } from 'vitest'
import { adopt, parseForeignFeed } from '../../src/show/ledger/adopt-feed.ts'
import { EMPTY_LEDGER } from '../../src/show/ledger/ledger.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

interface Item {
  readonly guid: string | null
  readonly title?: string
  readonly link?: string
  readonly enclosure?: string
  readonly date?: string
}

function feedOf(items: readonly Item[], channel = ''): string {
  const item = ({ guid, title, link, enclosure, date }: Item): string => `<item>
    ${guid === null ? '' : `<guid>${guid}</guid>`}
    ${title === undefined ? '' : `<title>${title}</title>`}
    ${link === undefined ? '' : `<link>${link}</link>`}
    ${date === undefined ? '' : `<pubDate>${date}</pubDate>`}
    ${enclosure === undefined ? '' : `<enclosure url="${enclosure}" length="0" type="audio/mpeg"/>`}
  </item>`
  return `<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Old</title>${channel}${items.map(item).join('')}</channel></rss>`
}

const tides = exampleEpisode({
  file: 'tides.md',
  slug: 'tides',
  guid: 'new-tides',
  title: 'Tides & tables',
  link: 'https://blog.example/tides/',
  published: new Date('2026-05-04T06:00:00Z'),
})
const moon = exampleEpisode({
  file: 'moon.md',
  slug: 'moon',
  guid: 'new-moon',
  title: 'Moon',
  link: 'https://blog.example/moon/',
  published: new Date('2026-05-11T06:00:00Z'),
  audio: { ...tides.audio, url: 'https://cdn.example/moon.mp3' },
})
const show = exampleShow({ episodes: [moon, tides], scheduled: [] })

function adopted(items: readonly Item[]): Record<string, string> {
  const result = adopt(show, parseForeignFeed(feedOf(items)), EMPTY_LEDGER)
  return Object.fromEntries(result.ledger.entries.map(({ file, guid }) => [file, guid]))
}

describe('adopt', () => {
  const cases: { by: string; item: Item }[] = [
    { by: 'its link', item: { guid: 'old', link: 'http://www.blog.example/tides' } },
    { by: 'its guid that is the link', item: { guid: 'https://blog.example/tides/' } },
    {
      by: 'its enclosure and day',
      item: { guid: 'old', enclosure: tides.audio.url, date: 'Mon, 04 May 2026 00:00:00 +0000' },
    },
    {
      by: 'its enclosure and title',
      item: { guid: 'old', enclosure: tides.audio.url, title: 'Tides &amp; tables' },
    },
    {
      by: 'its title and day',
      item: { guid: 'old', title: 'Tides &amp; Tables', date: 'Mon, 04 May 2026 00:00:00 +0000' },
    },
    { by: 'its title alone, where no other has it', item: { guid: 'old', title: 'tides tables' } },
  ]
  test.each(cases)('finds an episode by $by', ({ item }) => {
    expect(adopted([item])).toEqual({ 'tides.md': item.guid })
  })

  test('matches nothing that is not the only match', () => {
    const twice = ['a', 'b'].map((guid) => ({ guid, title: 'Tides &amp; tables' }))
    expect(adopted(twice)).toEqual({})
  })

  test.each([
    { what: 'a recording', item: { guid: 'old', enclosure: tides.audio.url, title: 'News' } },
    {
      what: 'a title of another year',
      item: { guid: 'old', title: 'Tides &amp; tables', date: 'Wed, 04 May 2022 00:00:00 +0000' },
    },
  ])('does not go by $what alone', ({ item }) => {
    expect(adopted([item])).toEqual({})
  })

  // Of an episode of 4 May 2026, 06:00 UTC
  test.each([
    { date: 'Thu, 18 Jun 2026 06:00:00 +0000', apart: '45 days', guids: { 'tides.md': 'old' } },
    { date: 'Fri, 20 Mar 2026 06:00:00 +0000', apart: '45 days', guids: { 'tides.md': 'old' } },
    { date: 'Fri, 19 Jun 2026 06:00:00 +0000', apart: '46 days', guids: {} },
    { date: 'Thu, 19 Mar 2026 06:00:00 +0000', apart: '46 days', guids: {} },
  ])('goes by a title alone within a season: $apart', ({ date, guids }) => {
    expect(adopted([{ guid: 'old', title: 'Tides &amp; tables', date }])).toEqual(guids)
  })

  test.each([
    { date: 'Tue, 05 May 2026 18:00:00 +0000', apart: '36 hours', guids: { 'tides.md': 'old' } },
    { date: 'Tue, 05 May 2026 18:00:01 +0000', apart: 'a second more', guids: {} },
  ])('goes by a recording within a day and a half: $apart', ({ date, guids }) => {
    const item = { guid: 'old', title: 'News', enclosure: tides.audio.url, date }
    expect(adopted([item])).toEqual(guids)
  })

  test('tells what it could not match on either side', () => {
    const feed = parseForeignFeed(
      feedOf([
        { guid: 'old', link: tides.link },
        { guid: 'gone', title: 'Gone' },
      ]),
    )
    const result = adopt(show, feed, EMPTY_LEDGER)
    expect(result.unmatchedItems.map(({ guid }) => guid)).toEqual(['gone'])
    expect(result.newEpisodes.map(({ file }) => file)).toEqual(['moon.md'])
  })

  test('keeps the guid of what already went out from here', () => {
    const first = adopt(
      show,
      parseForeignFeed(feedOf([{ guid: 'a', link: tides.link }])),
      EMPTY_LEDGER,
    )
    const known = exampleShow({ episodes: [{ ...tides, guid: 'a' }], scheduled: [] })
    const again = adopt(
      known,
      parseForeignFeed(feedOf([{ guid: 'b', link: tides.link }])),
      first.ledger,
    )
    expect(again.ledger).toEqual(first.ledger)
    expect(again.kept.map(({ guid, item }) => [guid, item.guid])).toEqual([['a', 'b']])
  })

  test('replaces the guid of what was only a preview on this machine', () => {
    const [entry] = adopt(
      show,
      parseForeignFeed(feedOf([{ guid: 'x', link: tides.link }])),
      EMPTY_LEDGER,
    ).ledger.entries
    if (entry === undefined) throw new Error('nothing was adopted')
    const preview = { ...entry, guid: tides.guid, preview: true as const }
    const result = adopt(show, parseForeignFeed(feedOf([{ guid: 'a', link: tides.link }])), {
      showGuid: null,
      feeds: [],
      entries: [preview],
    })
    expect(result.ledger.entries.map(({ guid }) => guid)).toEqual(['a'])
  })

  test('lets nobody have a guid that the feed has twice', () => {
    const twice = [
      { guid: 'same', link: tides.link },
      { guid: 'same', link: moon.link },
    ]
    expect(adopted(twice)).toEqual({})
  })

  test('tells apart what the feed has without a guid, what shares one, and what is new', () => {
    const xml = feedOf([
      { guid: null, link: tides.link },
      { guid: 'both', title: 'Stars' },
      { guid: 'both', link: moon.link },
      { guid: null, title: 'Wind' },
    ])
    const result = adopt(show, parseForeignFeed(xml), EMPTY_LEDGER)
    expect(result.ledger.entries).toEqual([])
    expect(result.unknown.map(({ episode, item }) => [episode.file, item.guid])).toEqual([
      ['moon.md', 'both'],
      ['tides.md', null],
    ])
    expect(result.newEpisodes).toEqual([])
    expect(result.unmatchedItems.map(({ title }) => title)).toEqual(['Stars', 'Wind'])
  })

  test('takes the podcast:guid of the feed', () => {
    const guid = '917393e3-1b1e-5cef-ace4-edaa54e1f810'
    const xml = feedOf([{ guid: 'a' }], `<podcast:guid>${guid}</podcast:guid>`)
    expect(adopt(show, parseForeignFeed(xml), EMPTY_LEDGER).ledger.showGuid).toBe(guid)
  })

  test.each([
    { xml: '<html><body>404</body></html>', message: 'expected an RSS feed, got something else' },
    { xml: '', message: 'expected an RSS feed, got something else' },
    { xml: feedOf([]), message: 'expected a feed with guids, got one without any' },
  ])('refuses what is no feed: $message', ({ xml, message }) => {
    expect(() => parseForeignFeed(xml)).toThrow(message)
  })
})
