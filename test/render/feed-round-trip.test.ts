import { parseXml } from '@rgrove/parse-xml'
import * as fc from 'fast-check'
import { parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'

import { renderFeed } from '../../src/render/feed.ts'
import type { Episode } from '../../src/show/episode.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

/** Character by character, so that it shares nothing with the program's own way. */
function isKept(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code >= 9 && code <= 13
  if (code > 0x7e && code < 0xa0) return code === 0x85
  return !(code >= 0xd800 && code < 0xe000) && code !== 0xfffe && code !== 0xffff
}

function plain(text: string): string {
  const kept = Array.from(text).filter(isKept).join('')
  return kept.replace(/[\t\n\v\f\r \u0085\u2028\u2029]+/g, ' ').trim()
}

function asPlain(html: string | undefined): string {
  return (html ?? '').replaceAll(/&(amp|lt);/g, (_, name) => (name === 'lt' ? '<' : '&'))
}

/** Without `<!--`: feedsmith takes comments out of CDATA sections, where there are none. */
const MEANINGFUL = [
  ']]>',
  ']',
  '>',
  '<![CDATA[',
  '&amp;',
  '&lt;',
  '&#0;',
  '&',
  '<',
  '</title>',
  '<b>',
  "'",
  '"',
  '<lastBuildDate>',
  '</lastBuildDate>',

  '<?xml',
  '\0',
  '\ud83d',
  '\n',
  ' ',
  'žluť',
]

/** Any UTF-16, halves of surrogate pairs included, mixed with what XML, HTML and CDATA mean. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(...MEANINGFUL),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
const title = text.map((start) => `T${start}`)
const instant = fc.date({
  min: new Date('1995-01-01'),
  max: new Date('2099-12-31'),
  noInvalidDate: true,
})

const episode = fc
  .record({
    title,
    summary: text,
    guid: fc.uuid(),
    published: instant,
    authors: fc.array(title, { maxLength: 2 }),
    categories: fc.array(title, { maxLength: 3 }),
    explicit: fc.boolean(),
    season: fc.option(fc.integer({ min: 1, max: 99 })),
    episode: fc.option(fc.integer({ min: 1, max: 9999 })),
    bytes: fc.integer({ min: 1, max: 2 ** 40 }),
    seconds: fc.option(fc.double({ min: 0.01, max: 1e6, noNaN: true })),
    path: fc.webPath(),
    chapters: fc.array(fc.record({ start: fc.integer({ min: 0, max: 1e6 }), title }), {
      maxLength: 3,
    }),
  })
  .map(({ bytes, seconds, path, ...rest }): Episode => {
    const url = `https://cdn.example.org/a${path}`
    const { audio } = exampleEpisode()
    return exampleEpisode({
      ...rest,
      episodeDisplay: null,
      audio: { ...audio, bytes, seconds, url },
    })
  })

/** Articles have tests of their own and take most of the time. */
const feed = { notes: 'summary' } as const

const show = fc
  .record({
    title,
    description: title,
    author: fc.option(title),
    explicit: fc.boolean(),
    episodes: fc.uniqueArray(episode, { selector: ({ guid }) => guid, maxLength: 4 }),
  })
  .map((overrides): Show => exampleShow({ ...overrides, feed, copyright: overrides.title }))

test('another program reads back from the feed what the show says, whatever its texts are', () => {
  fc.assert(
    fc.property(show, (written) => {
      const xml = renderFeed(written)
      // A strict parser, for the reader of feeds forgives more than apps do.
      expect(parseXml(xml).root?.name).toBe('rss')
      const read = parseRssFeed(xml)
      expect(read.title).toBe(plain(written.title))
      expect(asPlain(read.description)).toBe(plain(written.description))
      expect(read.copyright).toBe(plain(written.title))
      expect(read.image?.title).toBe(plain(written.title))
      expect(read.itunes).toMatchObject({
        explicit: written.explicit,
        ...(written.author === null ? {} : { author: plain(written.author) }),
      })
      const items = new Map(read.items?.map((item) => [item.guid?.value, item]))
      expect(items.size).toBe(written.episodes.length)
      for (const one of written.episodes) expectItem(items.get(one.guid), one)
    }),
    { numRuns: 150 },
  )
}, 20_000)

function expectItem(
  item: NonNullable<ReturnType<typeof parseRssFeed<string>>['items']>[number] | undefined,
  { title: written, summary, published, audio, ...rest }: Episode,
): void {
  expect(item?.title).toBe(plain(written))
  expect(asPlain(item?.description)).toBe(plain(summary))
  expect(Date.parse(item?.pubDate ?? '')).toBe(Math.floor(published.getTime() / 1000) * 1000)
  expect(item?.enclosures).toEqual([
    { url: new URL(audio.url).href, length: audio.bytes, type: audio.type },
  ])
  expect(item?.categories?.map(({ name }) => name) ?? []).toEqual([
    ...new Set(rest.categories.map(plain)),
  ])
  expect(item?.podcast?.persons?.map(({ display }) => display) ?? []).toEqual(
    rest.authors.map(plain),
  )
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
