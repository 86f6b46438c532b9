import { parseJsonFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import { feedPages, jsonPathOf } from '../../src/render/feed/feed-pages.ts'
import { renderJsonFeed } from '../../src/render/feed/json-feed.ts'
import {
  exampleEnglishEpisode,
  exampleEpisode,
  exampleShow,
  exampleWaitingEpisode,
  type ShowOverrides,
  type EpisodeOverrides,
} from '../support/example-show.ts'

function read(show: ShowOverrides = {}) {
  return parseJsonFeed(renderJsonFeed(exampleShow(show)))
}

function itemOf(overrides: EpisodeOverrides, show: ShowOverrides = {}) {
  return read({ ...show, episodes: [exampleEpisode(overrides)] }).items?.[0]
}

describe('the feed as JSON', () => {
  test('says of the show what JSON Feed has members for', () => {
    const { items, ...feed } = read({ complete: true })
    expect(feed).toEqual({
      title: 'Zátoka, předčítaná',
      home_page_url: 'https://www.example.org/',
      feed_url: 'https://podcast.example.org/feed.json',
      description: 'Články o moři & nebi, které čte jejich autorka.',
      icon: 'https://podcast.example.org/artwork/cover-0a1b2c3d.jpg',
      authors: [{ name: 'Žofie Říčná' }],
      language: 'cs',
      expired: true,
    })
    expect(items).toHaveLength(2)
    expect(renderJsonFeed(exampleShow())).toMatch(
      /^\{\n {2}"version": "https:\/\/jsonfeed\.org\/version\/1\.1",\n/,
    )
  })

  test('has the items of the feed, with the same guids, and every format as an attachment', () => {
    const title = '🌊 Příliv & odliv: „proč dvakrát?“'
    const { content_html: html, ...item } = itemOf({}) ?? {}
    expect(item).toEqual({
      id: 'https://www.example.org/item/priliv/',
      url: 'https://www.example.org/item/priliv/',
      title,
      summary:
        'Moře se dvakrát denně zvedne a zase klesne. Žluťoučký kůň při tom stojí na břehu a počítá.',
      image: 'https://www.example.org/assets/zatoka.jpg',
      date_published: '2025-03-30T04:30:00.000Z',
      authors: [{ name: 'Žofie Říčná' }],
      tags: ['Příroda', 'Věda & technika'],
      attachments: [
        {
          url: 'https://podcast.example.org/audio/priliv.mp3',
          mime_type: 'audio/mpeg',
          title,
          size_in_bytes: 2_408_192,
          duration_in_seconds: 301,
        },
        {
          url: 'https://www.example.org/audio/priliv.ogg',
          mime_type: 'audio/ogg',
          title,
          size_in_bytes: 1_204_096,
          duration_in_seconds: 301,
        },
      ],
    })
    expect(html).toContain('<em>dvakrát</em>')
  })

  test('leaves out what is not known, and names the language that differs', () => {
    const item = read({ episodes: [exampleEnglishEpisode({ authors: [] })] }).items?.[0]
    expect(Object.keys(item ?? {}).toSorted()).toEqual([
      'attachments',
      'content_html',
      'date_published',
      'id',
      'language',
      'summary',
      'title',
      'url',
    ])
    expect(item?.language).toBe('en')
    expect(item?.attachments).toEqual([
      {
        url: 'https://cdn.example.net/2025/moonlight.m4a',
        mime_type: 'audio/x-m4a',
        size_in_bytes: 1_205_001,
        duration_in_seconds: 1,
      },
    ])
  })

  test.each([
    { notes: 'full', body: '', content: { content_text: 'Tides' } },
    { notes: 'full', body: 'The *sea*.', content: { content_html: '<p>The <em>sea</em>.</p>' } },
    { notes: 'summary', body: 'The *sea*.', content: { content_html: 'A & B' } },
  ] as const)('has a content of notes: $notes for "$body"', ({ notes, body, content }) => {
    const item = itemOf(
      { title: 'Tides', body, summary: 'A & B', chapters: [], language: 'cs' },
      { feed: { notes } },
    )
    expect(item).toMatchObject(content)
  })

  test('leads apps to recordings behind the prefix that counts downloads', () => {
    const item = itemOf({}, { tracking: 'https://op3.dev/e/' })
    expect(item?.attachments?.map(({ url }) => url)).toEqual([
      'https://op3.dev/e/podcast.example.org/audio/priliv.mp3',
      'https://op3.dev/e/www.example.org/audio/priliv.ogg',
    ])
  })

  test('has no episode that waits for its size', () => {
    expect(read({ episodes: [exampleWaitingEpisode()] }).items).toBeUndefined()
  })

  test('leads from page to page, each item on one', () => {
    const episodes = Array.from({ length: 6 }, (_, index) =>
      exampleEpisode({ guid: String(index), published: new Date(Date.UTC(2025, 0, index + 1)) }),
    )
    const show = exampleShow({ episodes, feed: { episodes: 2 } })
    const pages = feedPages(show).map((page) => parseJsonFeed(renderJsonFeed(show, page)))
    expect(pages.slice(0, 2).map(({ feed_url: self, next_url: next }) => [self, next])).toEqual([
      ['https://podcast.example.org/feed.json', 'https://podcast.example.org/feed/4.json'],
      ['https://podcast.example.org/feed/4.json', 'https://podcast.example.org/feed/3.json'],
    ])
    expect(pages.at(-1)?.next_url).toBeUndefined()
    const ids = pages.flatMap(({ items }) => items?.map(({ id }) => id) ?? [])
    expect(ids).toEqual(['5', '4', '3', '2', '1', '0'])
  })
})

test.each([
  { path: '/feed.xml', json: '/feed.json' },
  { path: '/feed/12.xml', json: '/feed/12.json' },
  { path: '/podcast.rss', json: '/podcast.json' },
  { path: '/podcast', json: '/podcast.json' },
  { path: '/feed/podcast/', json: '/feed/podcast/feed.json' },
  // The list of episodes has this path
  { path: '/episodes.xml', json: '/episodes.feed.json' },
])('the feed at $path is as JSON at $json', ({ path, json }) => {
  expect(jsonPathOf(path)).toBe(json)
})
