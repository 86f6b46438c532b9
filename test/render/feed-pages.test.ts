import { parseRssFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'

import { feedPages, type FeedPage } from '../../src/render/feed/feed-pages.ts'
import { renderFeed } from '../../src/render/feed/feed.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

const BASE = 'https://podcast.example.org'

/** A show of so many daily episodes, `1` the oldest, with so many on the first page. */
function showOf(count: number, limit: number): Show {
  const episodes = Array.from({ length: count }, (_, index) =>
    exampleEpisode({
      guid: String(index + 1),
      slug: `day-${index + 1}`,
      published: new Date(Date.UTC(2024, 0, index + 1)),
      body: 'The sea.',
    }),
  )
  return exampleShow({ episodes: episodes.toReversed(), feed: { episodes: limit } })
}

function guidsOf({ items }: FeedPage): readonly number[] {
  return items.map(({ episode }) => Number(episode.guid))
}

function linksOf(show: Show, page: FeedPage): Readonly<Record<string, string>> {
  const links = parseRssFeed(renderFeed(show, page)).atom?.links ?? []
  return Object.fromEntries(links.map(({ rel, href }) => [rel, href]))
}

/** What the pages say that they are. */
function marksOf(show: Show): readonly (string | undefined)[] {
  return feedPages(show).map((page) => /<fh:\w+\/>/.exec(renderFeed(show, page))?.[0])
}

/** The archives of a show's feed as they go out, by path. */
function archivesOf(show: Show): ReadonlyMap<string, string> {
  const [, ...archives] = feedPages(show)
  return new Map(archives.map((page) => [page.path, renderFeed(show, page)]))
}

describe('the pages of a feed', () => {
  test.each([
    { count: 0, limit: 10, pages: [0] },
    { count: 10, limit: 10, pages: [10] },
    { count: 14, limit: 10, pages: [14] },
    { count: 15, limit: 10, pages: [10, 5] },
    { count: 35, limit: 10, pages: [10, 5, 5, 5, 5, 5] },
    { count: 36, limit: 10, pages: [11, 5, 5, 5, 5, 5] },
    { count: 4, limit: 1, pages: [1, 1, 1, 1] },
    { count: 1000, limit: 300, pages: [300, ...Array.from({ length: 14 }, () => 50)] },
  ])('of $count episodes hold $pages where $limit shall be on the first', (row) => {
    const pages = feedPages(showOf(row.count, row.limit))
    expect(pages.map(({ items }) => items.length)).toEqual(row.pages)
  })

  test('hold each episode once, the newest on the first', () => {
    const guids = feedPages(showOf(35, 10)).flatMap(guidsOf)
    expect(guids).toEqual(Array.from({ length: 35 }, (_, index) => 35 - index))
  })

  test('are linked through from the newest to the oldest and back', () => {
    const show = showOf(21, 10)
    const [current, second, first] = feedPages(show).map((page) => linksOf(show, page))
    expect(current).toEqual({ self: `${BASE}/feed.xml`, 'prev-archive': `${BASE}/feed/2.xml` })
    expect(second).toEqual({
      self: `${BASE}/feed/2.xml`,
      current: `${BASE}/feed.xml`,
      'prev-archive': `${BASE}/feed/1.xml`,
    })
    expect(first).toEqual({
      self: `${BASE}/feed/1.xml`,
      current: `${BASE}/feed.xml`,
      'next-archive': `${BASE}/feed/2.xml`,
    })
  })

  test('say what they are: all there is, the newest, or an archive', () => {
    expect(marksOf(showOf(3, 10))).toEqual(['<fh:complete/>'])
    expect(marksOf(showOf(20, 10))).toEqual([undefined, '<fh:archive/>', '<fh:archive/>'])
  })

  test('stay the same bytes when new episodes come out', () => {
    const before = archivesOf(showOf(35, 10))
    const after = archivesOf(showOf(44, 10))
    const [newest] = [...before.keys()]
    for (const [path, xml] of before) {
      // The newest one gets a link to the archive that came after it, and nothing else.
      const now = after.get(path)?.replace(/\n.*rel="next-archive".*/, path === newest ? '' : '$&')
      expect(now).toBe(xml)
    }
  })

  test('are dated by their own newest episode', () => {
    const show = showOf(20, 10)
    const dates = feedPages(show).map((page) => parseRssFeed(renderFeed(show, page)).lastBuildDate)
    expect(dates).toEqual([
      'Sat, 20 Jan 2024 00:00:00 GMT',
      'Wed, 10 Jan 2024 00:00:00 GMT',
      'Fri, 05 Jan 2024 00:00:00 GMT',
    ])
  })
})
