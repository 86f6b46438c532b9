import { describe, expect, test } from 'vitest'

import { renderFeed } from '../../src/render/feed/feed.ts'
import { cutHtml, renderNotes, renderSummary } from '../../src/render/feed/notes.ts'
import { escapeMarkup } from '../../src/base/characters.ts'
import type { Asset } from '../../src/show/episode.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEnglishEpisode, exampleEpisode, exampleShow } from '../support/example-show.ts'

class CountedAssets extends Map<string, Asset> {
  asked = 0

  override get(address: string): Asset | undefined {
    this.asked += 1
    return super.get(address)
  }
}

const link = 'https://www.example.org/item/fog/'

describe('renderNotes', () => {
  test('makes every address absolute: of images, links, fragments and footnotes', () => {
    const body = [
      'A [link](../moon/), a [fragment](#low), a [site](stackbit.com) and a note[^1].',
      '![here](/assets/a.jpg) ![there](b.jpg) <img src="//cdn.example.net/c.jpg">',
      '[^1]: The note.',
    ].join('\n\n')
    const assets = new Map([['/assets/a.jpg', { path: '/episodes/fog/a.jpg', file: '/a.jpg' }]])
    const html = renderNotes(exampleShow(), exampleEpisode({ link, body, assets }))
    const addresses = Array.from(html.matchAll(/(?:href|src)="([^"]*)"/g), ([, address]) => address)
    expect(addresses).toEqual(
      expect.arrayContaining([
        'https://www.example.org/item/moon/',
        `${link}#low`,
        'https://stackbit.com/',
        'https://podcast.example.org/episodes/fog/a.jpg',
        `${link}b.jpg`,
        'https://cdn.example.net/c.jpg',
      ]),
    )
    expect(addresses.filter((address) => !/^https:\/\/[^/]/.test(address ?? ''))).toEqual([])
  })

  test('finds a local file whose name a browser would encode', () => {
    const assets = new Map([['má mapa.png', { path: '/episodes/fog/ma-mapa.png', file: '/m.png' }]])
    const body = '![map](<má mapa.png>)'
    expect(renderNotes(exampleShow(), exampleEpisode({ body, assets }))).toContain(
      'src="https://podcast.example.org/episodes/fog/ma-mapa.png"',
    )
  })

  test('leaves out a player for the recording that the app plays already', () => {
    const body = `Listen: <audio src="https://cdn.example.net/2025/moonlight.m4a"></audio>`
    expect(renderNotes(exampleShow(), exampleEnglishEpisode({ body }))).not.toContain('m4a')
  })

  test('ends in the chapters, each with its time as a link to the page', () => {
    const html = renderNotes(exampleShow(), exampleEpisode({ body: 'The sea.' }))
    expect(html).toBe(`<p>The sea.</p>
<p><a href="https://podcast.example.org/episodes/priliv/#t=0">00:00:00</a> Úvod</p>
<p><a href="https://podcast.example.org/episodes/priliv/#t=95.5">00:01:35</a> Co dělá Měsíc</p>
<p><a href="https://podcast.example.org/episodes/priliv/#t=240">00:04:00</a> Závěr</p>`)
  })

  test('lists no fewer than three chapters, for apps take none for one', () => {
    const chapters = [
      { start: 0, title: 'Ebb' },
      { start: 95, title: 'Flow' },
    ]
    const body = 'The sea.'
    expect(renderNotes(exampleShow(), exampleEpisode({ body, chapters }))).toBe('<p>The sea.</p>')
  })

  test('makes links of the times that an article has in its text, and needs no list then', () => {
    const body = '0:00 - Ebb\n\n1:35 - Flow\n\n- **4:00** - Slack water'
    const page = 'https://podcast.example.org/episodes/priliv/'
    expect(renderNotes(exampleShow(), exampleEpisode({ body })))
      .toBe(`<p><a href="${page}#t=0:00">0:00</a> - Ebb</p>
<p><a href="${page}#t=1:35">1:35</a> - Flow</p>
<ul>
<li><strong><a href="${page}#t=4:00">4:00</a></strong> - Slack water</li>
</ul>`)
  })

  test('leaves nothing that runs', () => {
    const body = '<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick="alert(1)">b</b>'
    expect(renderNotes(exampleShow(), exampleEpisode({ body }))).not.toMatch(/script|onclick|alert/)
  })

  test('holds nothing that XML forbids', () => {
    const html = renderNotes(exampleShow(), exampleEpisode({ body: 'a\u0001b &#1;c &#xFFFE;d' }))
    expect(html).not.toContain('\u0001')
    expect(html).not.toContain('\ufffe')
  })

  test('renders an article once for all feeds of one address', () => {
    const assets = new CountedAssets()
    const episode = exampleEpisode({ assets, body: '![a](a.png)' })
    const feedOf = (show: Show) => renderFeed({ ...show, episodes: [episode] })
    feedOf(exampleShow())
    const { asked } = assets
    expect(asked).toBeGreaterThan(0)
    feedOf(exampleShow({ title: 'Another' }))
    expect(assets.asked).toBe(asked)
    feedOf(exampleShow({ baseUrl: 'https://example.org/podcast/' }))
    expect(assets.asked).toBe(2 * asked)
  })
})

test('cutHtml begins no element of which there is room for a few words only', () => {
  const first = `<p>${'x'.repeat(100)}</p>`
  const html = `${first}<p>${'The sea comes in twice a day. '.repeat(5)}</p>`
  const few = first.length + '<p></p>'.length + 39
  expect(cutHtml(html, few)).toBe(first)
  expect(cutHtml(html, few + 1)).toMatch(
    /^<p>x{100}<\/p><p>The sea comes in twice a day\. .*…<\/p>$/,
  )
})

test.each(['<a ', '&amp', 'a<b', '<b>&lt;</b> '])(
  'cutHtml makes as much of %j fit as there is room for, and at once',
  (piece) => {
    const limit = 500_000
    const html = `<p>${escapeMarkup(piece.repeat(100_000), /[<&]/g)}</p>`
    const before = process.cpuUsage().user
    const cut = cutHtml(html, limit)
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(1.5)
    const bytes = Buffer.byteLength(cut)
    expect(bytes).toBeLessThanOrEqual(limit)
    expect(bytes).toBeGreaterThan(limit - 2 * escapeMarkup(piece).length - '…'.length)
    expect(cut).toMatch(/…<\/p>$/)
  },
)

describe('renderSummary', () => {
  test('has the chapters under the summary', () => {
    const summary = renderSummary(exampleShow(), exampleEpisode({ summary: 'Ebb & flow < sea.' }))
    expect(summary.split('\n').slice(0, 2)).toEqual([
      '<p>Ebb & flow &lt; sea.</p>',
      '<p><a href="https://podcast.example.org/episodes/priliv/#t=0">00:00:00</a> Úvod</p>',
    ])
  })

  test('has only the summary where there is no room for them, or none', () => {
    const long = 'x'.repeat(3900)
    expect(renderSummary(exampleShow(), exampleEpisode({ summary: long }))).toBe(long)
    expect(renderSummary(exampleShow(), exampleEnglishEpisode({ summary: 'Sea.' }))).toBe('Sea.')
  })
})
