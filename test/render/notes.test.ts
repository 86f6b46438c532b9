import { describe, expect, test } from 'vitest'

import { renderNotes } from '../../src/render/notes.ts'
import type { Asset } from '../../src/show/episode.ts'
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

  test('leaves nothing that runs', () => {
    const body = '<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick="alert(1)">b</b>'
    expect(renderNotes(exampleShow(), exampleEpisode({ body }))).not.toMatch(/script|onclick|alert/)
  })

  test('holds nothing that XML forbids', () => {
    const html = renderNotes(exampleShow(), exampleEpisode({ body: 'a\u0001b &#1;c &#xFFFE;d' }))
    expect(html).not.toContain('\u0001')
    expect(html).not.toContain('\ufffe')
  })

  test('renders an article once for one address of the show', () => {
    const assets = new CountedAssets()
    const episode = exampleEpisode({ assets, body: '![a](a.png)' })
    const first = renderNotes(exampleShow(), episode)
    const { asked } = assets
    expect(asked).toBeGreaterThan(0)
    expect(renderNotes(exampleShow({ title: 'Another' }), episode)).toBe(first)
    expect(assets.asked).toBe(asked)
    renderNotes(exampleShow({ baseUrl: 'https://example.org/podcast/' }), episode)
    expect(assets.asked).toBe(2 * asked)
  })
})
