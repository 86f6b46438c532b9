import { describe, expect, test } from 'vitest'
import { renderFeedStyle } from '../../src/render/feed/feed-style.ts'
import { renderFeed } from '../../src/render/feed/feed.ts'
import { exampleShow } from '../support/example-show.ts'

describe('renderFeedStyle', () => {
  test.each([
    { language: 'en', title: 'This is the feed of a podcast', direction: 'ltr', words: 'ltr' },
    { language: 'cs-cz', title: 'Toto je kanál podcastu', direction: 'ltr', words: 'ltr' },
    { language: 'he', title: 'זהו פיד של פודקאסט', direction: 'rtl', words: 'rtl' },
    // No words in Persian yet: the show runs from right to left, the English words do not
    { language: 'fa', title: 'This is the feed of a podcast', direction: 'rtl', words: 'ltr' },
  ])('greets in the language of a show in $language', ({ language, title, direction, words }) => {
    const css = renderFeedStyle(exampleShow({ language }))
    expect(css).toContain(`--feed-title: "${title}";`)
    expect(css).toContain(`\n  direction: ${direction};\n  `)
    expect(css).toContain(`--feed-direction: ${words};`)
  })

  test('shows a cover from wherever it is, and nothing in its name ends the string', () => {
    const image = {
      path: null,
      file: null,
      type: 'image/jpeg',
      width: null,
      height: null,
      small: [],
      url: `https://a.example/"\\);}*{.jpg`,
    }
    const css = renderFeedStyle(exampleShow({ image }))
    expect(css).toContain('--feed-cover: url("https://a.example/%22/);%7D*%7B.jpg");')
    expect(renderFeedStyle(exampleShow({ image: null }))).toContain('--feed-cover: none;')
  })
})

test.each([
  {
    language: 'en',
    lang: 'en',
    text: 'Buttons for common apps, and all episodes to play right away',
  },
  {
    language: 'cs-cz',
    lang: 'cs',
    text: 'Tlačítka pro běžné aplikace a všechny epizody k okamžitému poslechu',
  },
  {
    language: 'fa',
    lang: 'en',
    text: 'Buttons for common apps, and all episodes to play right away',
  },
])(
  'a feed in $language has a link for browsers to the page of its show',
  ({ language, lang, text }) => {
    const feed = renderFeed(exampleShow({ language, baseUrl: 'https://example.org/podcast/' }))
    expect(feed).toContain(
      `<xhtml:a href="https://example.org/podcast/" xml:lang="${lang}">${text}</xhtml:a>`,
    )
  },
)

test.each([
  { path: '/feed.xml', href: './feed.css' },
  { path: '/old/place/rss.xml', href: '../../feed.css' },
])('a feed at $path names its style sheet at $href, before its root', ({ path, href }) => {
  const feed = { path, episodes: 300, notes: 'full' } as const
  expect(renderFeed(exampleShow({ feed }))).toMatch(
    `<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="${href}"?>\n<rss `,
  )
})
