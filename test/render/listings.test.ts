import { parseOpml } from 'feedsmith'
import { expect, test } from 'vitest'
import { renderEpisodeList } from '../../src/render/episode-list.ts'
import { renderChapters } from '../../src/render/public-chapters.ts'
import { renderOembed } from '../../src/render/oembed.ts'
import { renderOpml } from '../../src/render/opml.ts'
import { renderRobots, renderSitemap } from '../../src/render/sitemap.ts'
import type { Show } from '../../src/show/show.ts'
import {
  exampleEpisode,
  examplePart,
  exampleShow,
  exampleWaitingEpisode,
} from '../support/example-show.ts'

const underPath = exampleShow({ baseUrl: 'https://example.org/podcast/' })

test('renderOpml lists the feed as one subscription that another program reads back', () => {
  const title = `Q&A <live> "100 %" 'ž' &amp;`
  expect(parseOpml(renderOpml({ ...underPath, title: `${title}\u0000` }))).toEqual({
    head: { title },
    body: {
      outlines: [
        {
          text: title,
          title,
          type: 'rss',
          xmlUrl: 'https://example.org/podcast/feed.xml',
          htmlUrl: 'https://www.example.org/',
        },
      ],
    },
  })
})

test('renderOpml lists the feeds of parts as well', () => {
  const show = exampleShow({ parts: [examplePart()] })
  const outlines = parseOpml(renderOpml(show)).body?.outlines
  expect(outlines?.map(({ text, xmlUrl }) => ({ text, xmlUrl }))).toEqual([
    { text: 'Zátoka, předčítaná', xmlUrl: 'https://podcast.example.org/feed.xml' },
    { text: 'Zátoka: Příroda', xmlUrl: 'https://podcast.example.org/feeds/priroda.xml' },
  ])
})

test('renderSitemap lists the page of the show and of every episode that has one', async () => {
  await expect(renderSitemap(underPath)).toMatchFileSnapshot('golden/sitemap.xml')
})

test('renderRobots allows everything and names the sitemap', () => {
  expect(renderRobots(underPath)).toBe(
    'User-agent: *\nDisallow:\n\nSitemap: https://example.org/podcast/sitemap.xml\n',
  )
})

test('renderEpisodeList has what a page of the blog needs to play its episode', async () => {
  const list: unknown = JSON.parse(renderEpisodeList(exampleShow()))
  await expect(`${JSON.stringify(list, null, 2)}\n`).toMatchFileSnapshot('golden/episodes.json')
})

test('renderEpisodeList gives addresses as a browser writes them', () => {
  const episode = exampleWaitingEpisode({
    link: 'https://www.example.org/článek/',
    guid: 'tag:článek',
  })
  expect(JSON.parse(renderEpisodeList(exampleShow({ episodes: [episode] })))).toHaveProperty(
    'episodes',
    [
      {
        link: 'https://www.example.org/%C4%8Dl%C3%A1nek/',
        page: 'https://podcast.example.org/episodes/fog/',
        title: 'Fog',
        audio: 'https://cdn.example.net/2024/fog.mp3',
        seconds: null,
        guid: 'tag:článek',
      },
    ],
  )
})

test.each([
  { name: 'OPML', render: renderOpml },
  { name: 'site map', render: renderSitemap },
  { name: 'list of episodes', render: renderEpisodeList },
])('the $name is the same for the same show', ({ render }) => {
  const episodes = [exampleEpisode()]
  expect(render(exampleShow({ episodes }))).toBe(render(exampleShow({ episodes })))
})

test.each([
  { what: 'the list of episodes', render: (show: Show) => renderEpisodeList(show) },
  { what: 'an oEmbed answer', render: renderOembed },
  { what: 'chapters', render: renderChapters },
])('$what has no character that parsers of JSON refuse', ({ render }) => {
  const dirty = 'a\u{10ffff}b\ufdd0c\ufffed\ud83de\u0000f'
  const chapters = [{ start: 0, title: dirty }]
  const episode = exampleEpisode({ title: dirty, authors: [dirty], chapters })
  const json = render(exampleShow({ title: dirty, episodes: [episode] }), episode)
  expect(json).not.toMatch(/[\p{Noncharacter_Code_Point}\p{Cs}]|\\u(?:0000|d83d)/u)
  expect(json).toContain('"title":"abcdef"'.replace(':', json.includes('": "') ? ': ' : ':'))
})
