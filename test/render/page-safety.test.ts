import { describe, expect, test } from 'vitest'
import { renderEpisodePage } from '../../src/render/pages/episode-page.ts'
import { renderErrorPage } from '../../src/render/pages/error-page.ts'
import { renderIndexPage } from '../../src/render/pages/index-page.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'
import { parseHtml, type Element } from '../support/html-tree.ts'

const PAGES = [
  { page: 'index', path: '/', render: renderIndexPage },
  {
    page: 'episode',
    path: '/episodes/priliv/',
    render: (show: Show) => renderEpisodePage(show, show.episodes[0] ?? exampleEpisode()),
  },
  { page: 'error', path: '/no/such/page', render: (show: Show) => renderErrorPage(404, show) },
]

const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onclick='alert(1)",
  '" autofocus onfocus="alert(1)',
  '<!--<script>',
  ']]><a href="javascript:alert(1)">x</a>',
  '{time} {total} ${1} $& \\u003c/script>',
  'line\u2028paragraph\u2029bell\u0007',
]

/** Schemes of links that lead out of a page: the web, and the apps to subscribe with. */
const APP_SCHEMES = ['http', 'https', 'podcast', 'overcast', 'pktc', 'castros']

/** A show in which every text that an author writes is the given one. */
function showSaying(text: string): Show {
  const episode = exampleEpisode({
    title: text,
    guid: text,
    summary: text,
    authors: [text, text],
    categories: [text],
    episodeDisplay: text,
    chapters: [
      { start: 0, title: text },
      { start: 60, title: text },
    ],
    transcripts: exampleEpisode().transcripts.map((transcript) => ({
      ...transcript,
      type: text,
      language: text,
    })),
    audio: { ...exampleEpisode().audio, type: text },
    language: text,
    body: 'Nothing to see here.',
  })
  return exampleShow({
    title: text,
    description: text,
    author: text,
    copyright: text,
    language: 'en',
    episodes: [episode, { ...episode, slug: 'another', page: '/episodes/another/' }],
  })
}

/** A show in which every address that an author writes is the given one. */
function showLinking(url: string): Show {
  const { audio, transcripts } = exampleEpisode()
  const picture = { url, path: null, file: null, type: 'image/png', width: 640, height: 640 }
  const artwork = { ...picture, small: [picture, picture] }
  const episode = exampleEpisode({
    link: url,
    image: url,
    artwork,
    audio: { ...audio, url, path: null },
    transcripts: transcripts.map((transcript) => ({ ...transcript, url, path: null })),
    body: `[link](<${url}>) ![image](<${url}>)`,
    chapters: [{ start: 0, title: 'One', url, image: url }],
  })
  return exampleShow({
    site: url,
    image: artwork,
    episodes: [episode],
  })
}

function valuesOf(page: readonly Element[], name: string): string[] {
  return page.map(({ attributes }) => attributes.get(name)).filter((value) => value !== undefined)
}

function addressesOf(page: readonly Element[]): string[] {
  return [...valuesOf(page, 'href'), ...valuesOf(page, 'src'), ...valuesOf(page, 'srcset')]
}

describe.each(PAGES)('the $page page', ({ path, render }) => {
  test.each(HOSTILE_TEXTS)('keeps %j as text wherever an author writes it', (text) => {
    const page = parseHtml(render(showSaying(text)))
    const ours = parseHtml(render(showSaying('harmless')))
    expect(page.map(({ name }) => name)).toEqual(ours.map(({ name }) => name))
    expect(page.map(({ attributes }) => [...attributes.keys()])).toEqual(
      ours.map(({ attributes }) => [...attributes.keys()]),
    )
    expect(page.find(({ name }) => name === 'title')?.text).toContain(
      text.replace(/\s+/g, ' ').trim(),
    )
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.org/1',
  ])('leads nowhere for %j wherever an author writes it', (url) => {
    const page = parseHtml(render(showLinking(url)))
    const linked = page.filter(({ attributes }) => attributes.get('rel') !== 'icon')
    const schemes = [...addressesOf(linked), ...valuesOf(page, 'data-artwork')]
      .map((address) => /^\s*([a-z\s]+):/i.exec(address)?.[1]?.replace(/\s/g, '').toLowerCase())
      .filter((scheme) => scheme !== undefined)
    expect(new Set(schemes).difference(new Set(APP_SCHEMES))).toEqual(new Set())
  })

  test.each(['https://example.org/', 'https://example.org/podcast/', 'http://127.0.0.1:3000/'])(
    'works under %s',
    (baseUrl) => {
      const show = exampleShow({ baseUrl })
      const here = new URL(path.slice(1), baseUrl)
      const near = addressesOf(parseHtml(render(show)))
        .filter((address) => !/^([a-z]+:|#)/.test(address))
        .map((address) => new URL(address, here).href)
      expect(near).toContain(new URL('style.css', baseUrl).href)
      expect(near.filter((address) => !address.startsWith(baseUrl))).toEqual([])
    },
  )

  test('tells feed readers where the feed is', () => {
    const show = exampleShow({
      baseUrl: 'https://example.org/podcast/',
      feed: { path: '/old.rss' },
    })
    const link = parseHtml(render(show)).find(
      ({ attributes }) => attributes.get('rel') === 'alternate',
    )
    expect(link?.attributes.get('type')).toBe('application/rss+xml')
    expect(link?.attributes.get('href')).toBe('https://example.org/podcast/old.rss')
  })

  test('asks nothing of a third party and holds no script of its own', () => {
    const page = parseHtml(render(exampleShow()))
    const scripts = page.filter(({ name }) => name === 'script')
    const hosts = page
      .filter(({ name }) => ['script', 'img', 'audio', 'source', 'iframe'].includes(name))
      .map(({ attributes }) => attributes.get('src') ?? '')
      .filter((src) => /^https?:/.test(src) && !src.startsWith('https://www.example.org/'))
    expect(scripts.map(({ attributes }) => attributes.get('type'))).toEqual(
      expect.arrayContaining(['module']),
    )
    expect(scripts.filter(({ attributes, text }) => attributes.has('src') && text !== '')).toEqual(
      [],
    )
    expect(hosts).toEqual([])
    expect(valuesOf(page, 'style')).toEqual([])
  })

  test('names each id once, and each label belongs to something', () => {
    const page = parseHtml(render(exampleShow()))
    const ids = valuesOf(page, 'id')
    const wanted = [...valuesOf(page, 'aria-labelledby'), ...valuesOf(page, 'for')]
    expect(new Set(ids).size).toBe(ids.length)
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('is the same bytes for the same show', () => {
    expect(render(exampleShow())).toBe(render(exampleShow()))
  })
})
