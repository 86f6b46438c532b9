import { parseXml, XmlElement } from '@rgrove/parse-xml'
import * as fc from 'fast-check'
import { parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'

import { renderFeed } from '../../src/render/feed/feed.ts'
import type { Episode } from '../../src/show/episode.ts'
import type { Show } from '../../src/show/show.ts'
import { expectedChannel, expectedItem, expectedSocial, plain } from './expected-reading.ts'
import { generatedShow } from './generated-shows.ts'

/** The elements that feedsmith does not look for, read from the XML itself. */
function expectUnread(xml: string, { episodes, social }: Show): void {
  const written = new Map(episodes.map((episode) => [episode.guid, episode]))
  const [channel = null] = inside(parseXml(xml).root, 'channel')
  expect(inside(channel, 'podcast:socialInteract').map(({ attributes }) => attributes)).toEqual(
    expectedSocial(social).map(({ priority, ...rest }) => ({
      ...rest,
      priority: priority === undefined ? undefined : String(priority),
    })),
  )
  for (const item of inside(channel, 'item')) {
    const episode = written.get(inside(item, 'guid')[0]?.text ?? '')
    const read = (name: string) =>
      inside(item, name).map(({ text, attributes }) => ({ text, ...attributes }))
    expect(read('podcast:funding')).toEqual(
      episode?.funding.map(({ url, text }) => ({ text: plain(text), url: new URL(url).href })),
    )
    expect(read('podcast:contentLink')).toEqual([
      { text: plain(episode?.title ?? ''), href: episode?.link },
    ])
  }
}

function inside(parent: XmlElement | null, name: string): readonly XmlElement[] {
  return (parent?.children ?? []).filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  )
}

function isBlocked({ blocks }: Show): boolean {
  const all = blocks.find(({ service }) => service === null)
  return (blocks.find(({ service }) => service === 'apple') ?? all)?.blocked === true
}

function asPlain(html: string | undefined): string {
  return (html ?? '').replaceAll(/&(amp|lt);/g, (_, name) => (name === 'lt' ? '<' : '&'))
}

test('another program reads back from the feed what the show says, whatever its texts are', () => {
  fc.assert(
    fc.property(generatedShow, (written) => {
      const xml = renderFeed(written)
      // A strict parser, for the reader of feeds forgives more than apps do.
      expect(parseXml(xml).root?.name).toBe('rss')
      const read = parseRssFeed(xml)
      expect(read.title).toBe(plain(written.title))
      expect(asPlain(read.description)).toBe(plain(written.description))
      expect(read.copyright).toBe(plain(written.title))
      expect(read.image?.title).toBe(written.image === null ? undefined : plain(written.title))
      expect(read.itunes).toMatchObject({
        explicit: written.explicit,
        ...(written.author === null ? {} : { author: plain(written.author) }),
        ...(written.complete ? { complete: true } : {}),
        type: written.type,
        title: plain(written.title),
      })
      expect(read.itunes?.block ?? false).toBe(isBlocked(written))
      expect(read.podcast).toEqual(expectedChannel(written))
      const hubs = read.atom?.links?.filter(({ rel }) => rel === 'hub') ?? []
      expect(hubs.map(({ href }) => href)).toEqual(written.hubs.map((hub) => new URL(hub).href))
      const items = new Map(read.items?.map((item) => [item.guid?.value, item]))
      expect(items.size).toBe(written.episodes.length)
      for (const one of written.episodes) expectItem(items.get(one.guid), one)
      expectUnread(xml, written)
    }),
    { numRuns: 150 },
  )
})

function expectItem(
  item: NonNullable<ReturnType<typeof parseRssFeed<string>>['items']>[number] | undefined,
  episode: Episode,
): void {
  const { title: written, summary, published, audio, ...rest } = episode
  expect(item?.title).toBe(plain(written))
  expect(asPlain(item?.description)).toBe(plain(summary))
  expect(Date.parse(item?.pubDate ?? '')).toBe(Math.floor(published.getTime() / 1000) * 1000)
  expect(item?.enclosures).toEqual([
    { url: new URL(audio.url).href, length: audio.bytes, type: audio.type },
  ])
  expect(item?.categories?.map(({ name }) => name) ?? []).toEqual([
    ...new Set(rest.categories.map(plain)),
  ])
  const { transcripts: _, chapters: _chapters, ...podcast } = item?.podcast ?? {}
  expect(podcast).toEqual(expectedItem(episode))
  expect(item?.itunes?.block ?? false).toBe(rest.blocked)
  expect(item?.itunes?.episodeType).toBe(rest.episodeType)
  expect(item?.itunes?.image).toBe(expectedItem(episode).images?.[0]?.href)
  expect(item?.psc?.chapters?.map((chapter) => chapter.title) ?? []).toEqual(
    rest.chapters.map((chapter) => plain(chapter.title)),
  )
  expect(item?.itunes?.title).toBe(plain(written))
  expect(item?.itunes?.explicit).toBe(rest.explicit)
  expect(item?.itunes?.season ?? null).toBe(rest.season)
  expect(item?.itunes?.episode ?? null).toBe(rest.episode)
  expect(item?.itunes?.duration ?? null).toBe(
    audio.seconds === null ? null : Math.max(1, Math.round(audio.seconds)),
  )
}
