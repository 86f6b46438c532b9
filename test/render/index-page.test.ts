import { describe, expect, test } from 'vitest'
import { listPages } from '../../src/render/pages/index-page-pages.ts'
import { renderEpisodePage } from '../../src/render/pages/episode-page.ts'
import { renderIndexPage } from '../../src/render/pages/index-page.ts'
import type { Show } from '../../src/show/show.ts'
import {
  exampleEnglishEpisode,
  exampleEpisode,
  examplePart,
  exampleShow,
  exampleWaitingEpisode,
} from '../support/example-show.ts'
import { parseHtml, type Element } from '../support/html-tree.ts'

function pageOf(overrides: Partial<Show> = {}): Element[] {
  return parseHtml(renderIndexPage(exampleShow(overrides)))
}

function hasClass(element: Element, name: string): boolean {
  return (element.attributes.get('class') ?? '').split(' ').includes(name)
}

function textsOf(page: readonly Element[], name: string): string[] {
  return page.filter((element) => element.name === name).map(({ text }) => text)
}

/** Links by their text, as a reader finds them. */
function linksOf(page: readonly Element[]): Map<string, string | undefined> {
  const links = page.filter(({ name }) => name === 'a')
  return new Map(links.map(({ text, attributes }) => [text, attributes.get('href')]))
}

describe('the ways to subscribe', () => {
  const page = pageOf({ baseUrl: 'https://example.org/my podcast/', title: 'Zátoka & spol.' })
  const feed = 'https%3A%2F%2Fexample.org%2Fmy%2520podcast%2Ffeed.xml'

  test.each([
    { app: 'Apple Podcasts', link: 'podcast://example.org/my%20podcast/feed.xml' },
    { app: 'Overcast', link: `overcast://x-callback-url/add?url=${feed}` },
    { app: 'Pocket Casts', link: 'pktc://subscribe/example.org/my%20podcast/feed.xml' },
    { app: 'Castro', link: 'castros://subscribe/example.org/my%20podcast/feed.xml' },
    {
      app: 'AntennaPod',
      link: `https://antennapod.org/deeplink/subscribe?url=${feed}&title=Z%C3%A1toka%20%26%20spol.`,
    },
    { app: 'Podcast Addict', link: `https://podcastaddict.com/feed/${feed}` },
  ])('open $app', ({ app, link }) => {
    expect(linksOf(page).get(app)).toBe(link)
  })

  const follow = [
    { name: 'Spotify', url: 'https://open.spotify.com/show/1' },
    { name: 'Český rozhlas & spol.', url: 'https://example.cz/?a=1&b=2' },
    { name: 'apple podcasts', url: 'https://podcasts.apple.com/podcast/id1' },
  ]
  const shown = ['Overcast', 'Pocket Casts', 'Castro', 'AntennaPod', 'Podcast Addict']

  test('begin with the pages that the author names, each app once, on every page', () => {
    const show = exampleShow({ follow })
    for (const text of [renderIndexPage(show), renderEpisodePage(show, exampleEpisode())]) {
      const apps = parseHtml(text).filter(
        ({ name, attributes }) => name === 'a' && attributes.get('class') === 'button',
      )
      const names = apps.map((app) => app.text)
      expect(names.slice(names.indexOf('Spotify'))).toEqual([
        ...follow.map(({ name }) => name),
        ...shown,
      ])
      for (const { name, url } of follow) expect(linksOf(apps).get(name)).toBe(url)
    }
  })

  test('tell no website the address of a private feed, but lead to what the author names', () => {
    const apps = [...linksOf(pageOf({ follow, private: true })).keys()]
    expect(apps).toEqual(expect.arrayContaining(['Spotify', 'Overcast', 'Castro']))
    expect(apps).not.toContain('AntennaPod')
  })

  test('have the address of the feed in a field with a label, to be copied without a script', () => {
    const field = page.find(({ attributes }) => attributes.get('id') === 'feed-address')
    const label = page.find(({ attributes }) => attributes.get('for') === 'feed-address')
    expect(field?.attributes.get('value')).toBe('https://example.org/my%20podcast/feed.xml')
    expect(field?.attributes.has('readonly')).toBe(true)
    expect(label?.text).toBe('Jiná aplikace: vložte do ní tuto adresu')
  })
})

describe('the list of episodes', () => {
  test('has the date, the title, the summary, the length and a way to listen', () => {
    const entry = pageOf().find((element) => hasClass(element, 'entry'))
    expect(entry?.text).toContain('30. března 2025')
    expect(entry?.text).toContain('🌊 Příliv & odliv: „proč dvakrát?“')
    expect(entry?.text).toContain('Moře se dvakrát denně zvedne')
    expect(entry?.text.replaceAll('\u00A0', ' ')).toContain('Poslechnout 5 min')
  })

  test('leads to the page of each episode', () => {
    const links = linksOf(pageOf())
    expect(links.get('Moonlight is sunlight')).toBe('./episodes/moonlight/')
    expect(links.get('Fog')).toBe('./episodes/fog/')
  })

  test('marks a title that is in another language than the show', () => {
    const title = pageOf().find(({ name, text }) => name === 'h3' && text === 'Fog')
    expect(title?.attributes).toEqual(
      new Map([
        ['lang', 'en'],
        ['dir', 'ltr'],
      ]),
    )
  })

  test('says gently which episode is not in the feed yet', () => {
    const entries = pageOf().filter((element) => hasClass(element, 'entry'))
    expect(entries.map(({ text }) => text.includes('Zatím není v kanálu'))).toEqual([
      false,
      false,
      true,
    ])
  })

  test('keeps a scheduled episode to itself', () => {
    const html = renderIndexPage(exampleShow({ scheduled: [exampleEpisode({ title: 'Soon' })] }))
    expect(html).not.toContain('Soon')
  })

  test.each([
    { type: 'episodic', label: 'Nejnovější epizoda', page: 'episodes/moonlight/' },
    { type: 'serial', label: 'První epizoda', page: 'episodes/fog/' },
  ] as const)('begins with "$label" of a show that is $type', ({ type, label, page }) => {
    const episodes = ['moonlight', 'tides', 'fog'].map((slug) =>
      exampleEpisode({ slug, page: `/episodes/${slug}/` }),
    )
    const start = pageOf({ type, episodes }).find((element) => hasClass(element, 'primary'))
    expect(start?.text).toContain(label)
    expect(start?.attributes.get('href')).toBe(`./${page}`)
  })

  test('invites to subscribe while there is no episode', () => {
    expect(pageOf({ episodes: [] }).find((element) => hasClass(element, 'note'))?.text).toBe(
      'Zatím tu žádná epizoda není. Začněte odebírat a první k vám přijde sama.',
    )
  })

  test('loads its pictures when they come into sight, and keeps their place', () => {
    const pictures = pageOf().filter(
      ({ name, attributes }) => name === 'img' && attributes.get('loading') === 'lazy',
    )
    expect(pictures).toHaveLength(3)
    expect(pictures.every(({ attributes }) => attributes.has('width'))).toBe(true)
  })
})

describe('a long list', () => {
  const episodes = Array.from({ length: 10 }, (_, index) =>
    exampleEnglishEpisode({
      slug: `e${index}`,
      published: new Date(Date.UTC(2025, 5 - 2 * index, 1)),
      categories: [index % 2 === 0 ? 'Moře' : 'Čas'],
    }),
  )

  test('is grouped by year on the calendar of the show', () => {
    const newYear = exampleWaitingEpisode({ published: new Date('2023-12-31T23:30:00Z') })
    expect(textsOf(pageOf({ episodes: [...episodes, newYear] }), 'h2')).toEqual([
      'Poslouchejte ve své aplikaci',
      // The heading of what a search will find.
      'Epizody',
      '2025',
      '2024',
      '2023',
    ])
  })

  test('has a way to each year', () => {
    const page = pageOf({ episodes })
    expect(linksOf(page).get('2024')).toBe('#y2024')
    expect(page.some(({ attributes }) => attributes.get('id') === 'y2024')).toBe(true)
  })

  test('is not grouped before it is long', () => {
    expect(textsOf(pageOf({ episodes: episodes.slice(1) }), 'h2')).toEqual([
      'Poslouchejte ve své aplikaci',
      'Epizody',
    ])
  })

  test('is searched by words, topics and years, in fields that wait for the script', () => {
    const page = pageOf({ episodes })
    const fields = page.filter(({ attributes }) =>
      ['q', 'topic', 'year'].includes(attributes.get('name') ?? ''),
    )
    expect(fields.map(({ attributes }) => attributes.has('disabled'))).toEqual([true, true, true])
    expect(textsOf(page, 'option')).toEqual([
      'Všechna témata',
      'Čas',
      'Moře',
      'Všechny roky',
      '2025',
      '2024',
      '2023',
    ])
  })
})

describe('five hundred episodes', () => {
  const episodes = Array.from({ length: 500 }, (_, index) =>
    exampleEpisode({ slug: `e${index}`, published: new Date(Date.UTC(2025, 5 - index, 1)) }),
  )
  const show = exampleShow({ episodes })
  const pages = listPages(show)

  test('are ten pages of fifty, each episode on one of them', () => {
    expect(pages.map(({ path }) => path)).toEqual([
      '/',
      ...Array.from({ length: 9 }, (_, index) => `/page/${index + 2}/`),
    ])
    expect(pages.flatMap((page) => page.episodes)).toEqual(episodes)
    const entries = pages.map(
      (page) =>
        parseHtml(renderIndexPage(show, page)).filter((element) => hasClass(element, 'entry'))
          .length,
    )
    expect(entries).toEqual(pages.map(() => 50))
  })

  test('have ways from page to page, and to the page on which a year begins', () => {
    const first = linksOf(pageOf({ episodes }))
    expect(first.get('Starší epizody')).toBe('./page/2/')
    expect(first.has('Novější epizody')).toBe(false)
    expect(first.get('2025')).toBe('#y2025')
    expect(first.get('2020')).toBe('./page/2/#y2020')
    const [, second] = pages
    const links = linksOf(parseHtml(renderIndexPage(show, second)))
    expect(links.get('Novější epizody')).toBe('../../')
    expect(links.get('Starší epizody')).toBe('../../page/3/')
    expect(links.get('2025')).toBe('../../#y2025')
  })
})

describe('the interface', () => {
  test.each([
    { language: 'cs', words: '3 epizody', lang: undefined },
    { language: 'en-us', words: '3 episodes', lang: undefined },
    { language: 'ar', words: '3 حلقات', lang: undefined },
    // No words in Persian yet: English ones, and they say so
    { language: 'fa', words: '3 episodes', lang: 'en' },
  ])('speaks the language of a show in $language', ({ language, words, lang }) => {
    const facts = pageOf({ language }).find((element) => hasClass(element, 'facts'))
    expect(facts?.text).toBe(words)
    expect(facts?.attributes.get('lang')).toBe(lang)
  })

  test('runs from right to left for a show in Hebrew', () => {
    expect(renderIndexPage(exampleShow({ language: 'he' }))).toContain('<html lang="he" dir="rtl">')
  })
})

test('a show without a cover shows its first letter', () => {
  const letter = pageOf({ image: null }).find((element) => hasClass(element, 'letter'))
  expect(letter?.text).toBe('Z')
})

test('the page is its own canonical address', () => {
  const canonical = pageOf({ baseUrl: 'https://example.org/podcast/' }).find(
    ({ attributes }) => attributes.get('rel') === 'canonical',
  )
  expect(canonical?.attributes.get('href')).toBe('https://example.org/podcast/')
})

describe('the feeds of parts', () => {
  const page = pageOf({
    title: 'Zátoka',
    parts: [examplePart(), examplePart({ title: '<b>', path: '/b.xml' })],
  })

  test('are listed for people, with how much is in them', () => {
    const [list] = page.filter((element) => hasClass(element, 'feeds'))
    expect(list?.text).toMatch(/^Témata 2.*Příroda.*1 epizoda/s)
    expect(list?.text).not.toContain('Zátoka')
    expect(linksOf(page).get('Příroda')).toBe('./feeds/priroda.xml')
    expect(linksOf(page).get('<b>')).toBe('./b.xml')
  })

  test('are named to browsers and apps after the feed of all episodes', () => {
    const feeds = page.filter(({ attributes }) => attributes.get('rel') === 'alternate')
    expect(feeds.map(({ attributes }) => attributes.get('href'))).toEqual([
      'https://podcast.example.org/feed.xml',
      'https://podcast.example.org/feed.json',
      'https://podcast.example.org/feeds/priroda.xml',
      'https://podcast.example.org/b.xml',
    ])
  })

  test('take no room where there are none', () => {
    expect(pageOf().some((element) => hasClass(element, 'feeds'))).toBe(false)
  })
})
