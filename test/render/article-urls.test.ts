import { describe, expect, test } from 'vitest'

import { createResolve } from '../../src/render/article-urls.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

const episode = exampleEpisode({
  link: 'https://www.example.org/item/tides/',
  assets: new Map([
    ['/assets/bay.jpg', { path: '/episodes/tides/bay.jpg', file: '/srv/blog/assets/bay.jpg' }],
    ['má mapa.png', { path: '/episodes/tides/ma-mapa.png', file: '/srv/blog/má mapa.png' }],
  ]),
})
const resolve = createResolve(exampleShow({ baseUrl: 'https://example.org/podcast/' }), episode)

const PODCAST = 'https://example.org/podcast/episodes/tides'
const LINK = 'https://www.example.org/item/tides/'

describe('createResolve', () => {
  test.each([
    { url: '/assets/bay.jpg', absolute: `${PODCAST}/bay.jpg` },
    { url: 'má mapa.png', absolute: `${PODCAST}/ma-mapa.png` },
    { url: 'm%C3%A1%20mapa.png', absolute: `${PODCAST}/ma-mapa.png` },
    { url: '/assets/other.jpg', absolute: 'https://www.example.org/assets/other.jpg' },
    { url: 'other.jpg', absolute: `${LINK}other.jpg` },
    { url: '100%.jpg', absolute: `${LINK}100%25.jpg` },
    { url: '../moon/žár.webp', absolute: 'https://www.example.org/item/moon/%C5%BE%C3%A1r.webp' },
    { url: '//cdn.example.net/x.png', absolute: 'https://cdn.example.net/x.png' },
    { url: 'https://example.net//assets/x.jpg', absolute: 'https://example.net//assets/x.jpg' },
    { url: '#fn1', absolute: `${LINK}#fn1` },
    { url: '#t=00:49', absolute: 'https://example.org/podcast/episodes/priliv/#t=00:49' },
    { url: '#t=now', absolute: `${LINK}#t=now` },
    { url: '?page=2', absolute: `${LINK}?page=2` },
    { url: '/item/moon/', absolute: 'https://www.example.org/item/moon/' },
    { url: ' https://example.net/a ', absolute: 'https://example.net/a' },
  ])('leads $url to $absolute', ({ url, absolute }) => {
    expect(resolve(url, 'link')).toBe(absolute)
    expect(resolve(url, 'image')).toBe(absolute)
  })

  test.each([
    { url: '/assets/bay.jpg', absolute: `${PODCAST}/bay.jpg` },
    { url: '/assets/other.jpg', absolute: 'https://www.example.org/assets/other.jpg' },
    { url: '//cdn.example.net/x.png', absolute: 'https://cdn.example.net/x.png' },
    { url: 'other.jpg', absolute: `${PODCAST}/other.jpg` },
    { url: '#fn1', absolute: `${PODCAST}/#fn1` },
  ])('leads $url to $absolute where the blog tells no address of the article', (row) => {
    const show = exampleShow({
      baseUrl: 'https://example.org/podcast/',
      site: 'https://www.example.org/blog/',
    })
    const here = { ...episode, page: '/episodes/tides/', link: `${PODCAST}/` }
    expect(createResolve(show, here)(row.url, 'link')).toBe(row.absolute)
  })

  test.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'https://',
    'https://exa mple.org/',
    'http://[::1',
  ])('leads %j nowhere', (url) => {
    expect(resolve(url, 'link')).toBeNull()
  })
})
