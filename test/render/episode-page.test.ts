import { describe, expect, test } from 'vitest'
import { NARRATOR, named } from '../../src/posts/fields/persons.ts'
import { renderEpisodePage } from '../../src/render/pages/episode-page.ts'
import {
  exampleEpisode,
  exampleEnglishEpisode,
  exampleShow,
  type EpisodeOverrides,
} from '../support/example-show.ts'
import type { Show } from '../../src/show/show.ts'
import { parseHtml, type Element } from '../support/html-tree.ts'

function pageOf(episode: EpisodeOverrides = {}, show: Partial<Show> = {}): Element[] {
  return parseHtml(renderEpisodePage(exampleShow(show), exampleEpisode(episode)))
}

function withAttribute(page: readonly Element[], name: string, value = ''): Element | undefined {
  return page.find(({ attributes }) => attributes.get(name) === value)
}

function withClass(page: readonly Element[], name: string): Element | undefined {
  return page.find(({ attributes }) => attributes.get('class')?.split(' ').includes(name))
}

function hrefOf(page: readonly Element[], text: string): string | undefined {
  return page
    .find((element) => element.name === 'a' && element.text === text)
    ?.attributes.get('href')
}

function controlsOf(page: readonly Element[]): string[] {
  return page
    .filter(({ name }) => ['button', 'select', 'input'].includes(name))
    .map(({ attributes, text }) => attributes.get('aria-label') ?? text)
}

describe('the player', () => {
  test('is one that every browser knows, before any script runs', () => {
    const page = pageOf()
    const audio = page.find(({ name }) => name === 'audio')
    expect(Object.fromEntries(audio?.attributes ?? [])).toEqual({
      controls: '',
      preload: 'none',
      src: '../../audio/priliv.mp3',
    })
    expect(withAttribute(page, 'data-controls')?.attributes.has('hidden')).toBe(true)
  })

  test('plays a recording of another host from there', () => {
    const { audio } = exampleEnglishEpisode()
    const player = pageOf({ audio }).find(({ name }) => name === 'audio')
    expect(player?.attributes.get('src')).toBe('https://cdn.example.net/2025/moonlight.m4a')
  })

  test('has a name for each control, in the language of the show', () => {
    expect(controlsOf(pageOf({}, { language: 'en' }))).toEqual([
      'Text size and width',
      // Named by their labels
      '',
      '',
      'Reset',
      'From the beginning',
      'Follow',
      'Play',
      '15 seconds back',
      '30 seconds forward',
      'Speed',
      'Chapters',
      'More',
      'Position',
      'Try again',
      'Mute',
      // Named by its label, as the next one.
      '',
      expect.stringMatching(/^Off 5 min.*At the end of the chapter At the end of the article$/),
      'Share from 0:00',
      'Follow',
      'Keep for offline 2.4 MB',
      'Keyboard shortcuts',
      '',
      'Close',
      // What may be put on other pages
      'Copy',
      'Copy',
      'Copy',
      'Close',
      // The address of the feed, named by its label
      '',
      'Copy',
    ])
    expect(controlsOf(pageOf({}, { language: 'cs' }))).toContain('O 30 sekund vpřed')
  })

  test('knows how long the recording is before it is loaded', () => {
    const slider = pageOf().find(({ attributes }) => attributes.has('data-seek'))
    expect(slider?.attributes.get('max')).toBe('301')
    expect(slider?.attributes.get('aria-valuetext')).toBe('0:00 z 5:01')
  })

  test('shows where the chapters begin, but no mark at the start or behind the end', () => {
    const chapters = [0, 75.31, 301.24, 400].map((start) => ({ start, title: `at ${start}` }))
    const marks = pageOf({ chapters }).filter(({ name }) => name === 'rect')
    expect(marks.map(({ attributes }) => attributes.get('x'))).toEqual(['25.00%'])
  })
})

describe('times in the article', () => {
  test('play from there, where they are those of chapters', () => {
    const body = 'At 3:10 it rained.\n\n- 0:00 - Ebb\n- **1:35** Flow\n- Slack water (4:00)\n'
    const links = pageOf({ body, chapters: [] }).flatMap(
      ({ attributes }) => attributes.get('href') ?? [],
    )
    expect(links.filter((href) => href.startsWith('#t='))).toEqual([
      '#t=0:00',
      '#t=1:35',
      '#t=4:00',
    ])
  })
})

describe('the chapters', () => {
  test('lead to their place in the recording without a script', () => {
    const page = pageOf()
    expect(hrefOf(page, '1:35 Co dělá Měsíc')).toBe('../../audio/priliv.mp3#t=95.5')
    expect(withAttribute(page, 'data-start', '95.5')?.text).toBe('1:35 Co dělá Měsíc')
  })

  test.each([
    { number: 8, open: true },
    { number: 9, open: false },
  ])('are open when there are $number: $open', ({ number, open }) => {
    const chapters = Array.from({ length: number }, (_, start) => ({ start, title: `${start}` }))
    expect(withAttribute(pageOf({ chapters }), 'id', 'chapters')?.attributes.has('open')).toBe(open)
  })

  test('have no place where there are none', () => {
    expect(
      pageOf({ chapters: [] }).filter(({ attributes }) => attributes.get('href') === '#chapters'),
    ).toEqual([])
  })
})

describe('the article', () => {
  test('is there in full, marked with its language and direction', () => {
    const english = exampleEnglishEpisode()
    const article = pageOf(english).find(({ name }) => name === 'article')
    expect(article?.text).toContain('What reaches us left the sun eight minutes ago')
    expect(article?.attributes.get('lang')).toBe('en')
    expect(
      pageOf({ language: 'he' })
        .find(({ name }) => name === 'article')
        ?.attributes.get('dir'),
    ).toBe('rtl')
  })

  test('shows its own pictures from this site and links to the blog from afar', () => {
    const page = pageOf()
    const picture = withAttribute(page, 'alt', 'Zátoka při odlivu')
    expect(picture?.attributes.get('src')).toBe('../../episodes/priliv/zatoka.jpg')
    expect(hrefOf(page, 'krásně')).toBe('https://www.example.org/item/galileo/')
  })

  test('puts its headings under the title of the page', () => {
    const page = pageOf({ body: '#### Prosinec\n\nA.\n\n##### Leden' })
    expect(page.find(({ text }) => text === 'Prosinec')?.name).toBe('h2')
    expect(page.find(({ text }) => text === 'Leden')?.name).toBe('h3')
  })

  test('has no second player for its own recording', () => {
    const { url } = exampleEpisode().audio
    const page = pageOf({ body: `Text.\n\n<audio controls src="${url}"></audio>\n\nMore.` })
    expect(page.filter(({ name }) => name === 'audio')).toHaveLength(1)
    expect(hrefOf(page, 'Stáhnout')).toBe('../../audio/priliv.mp3')
  })

  test('keeps the links between a footnote and its mark on the page', () => {
    const ids = new Set(pageOf().map(({ attributes }) => attributes.get('id')))
    const fragments = pageOf()
      .map(({ attributes }) => attributes.get('href') ?? '')
      .filter((href) => href.startsWith('#'))
    expect(fragments.some((fragment) => fragment.includes('fn'))).toBe(true)
    expect(fragments.filter((fragment) => !ids.has(fragment.slice(1)))).toEqual([])
  })

  test('says in the language of the article where the link of a footnote leads', () => {
    const body = 'Jedna[^a], dvě[^b], zas jedna[^a].\n\n[^a]: A.\n\n[^b]: B.'
    const namesIn = (language: string) =>
      pageOf({ body, language })
        .filter(({ text }) => text.startsWith('↩'))
        .map(({ attributes }) => attributes.get('aria-label'))
    expect(namesIn('cs')).toEqual([
      'Zpět do textu, poznámka 1',
      'Zpět do textu, poznámka 1, 2',
      'Zpět do textu, poznámka 2',
    ])
    expect(namesIn('fr')[0]).toBe('Retour au texte, note 1')
  })
})

describe('the lead', () => {
  test('is the summary', () => {
    expect(withClass(pageOf(), 'lead')?.text).toMatch(/^Moře se dvakrát denně zvedne/)
  })

  test.each([
    { what: 'the article says the same', summary: 'Voda v zátoce stoupá „dvakrát“ denně.' },
    { what: 'there is no text at all', summary: '' },
  ])('is left out where $what', ({ summary }) => {
    expect(withClass(pageOf({ summary }), 'lead')).toBeUndefined()
  })
})

describe('what can be taken away', () => {
  test('is the recording, with its kind and size', () => {
    const list = withClass(pageOf(), 'takeaways')
    expect(list?.text.replaceAll('\u00A0', ' ')).toContain('Stáhnout MP3 · 2,4 MB')
    expect(hrefOf(pageOf(), 'Stáhnout')).toBe('../../audio/priliv.mp3')
  })

  test('is each transcript', () => {
    expect(hrefOf(pageOf(), 'VTT')).toBe('../../episodes/priliv/transcript.vtt')
    expect(hrefOf(pageOf(), 'HTML')).toBe('https://www.example.org/texts/priliv.html')
  })

  test('is the way to the blog, unless the article lives here', () => {
    const here = 'https://podcast.example.org/episodes/priliv/'
    expect(hrefOf(pageOf(), 'Tento článek na blogu')).toBe('https://www.example.org/item/priliv/')
    expect(hrefOf(pageOf({ link: here }), 'Tento článek na blogu')).toBeUndefined()
  })
})

test.each([
  { names: ['Ann Reader'], authors: ['Petr Kos'], said: ['Read by Ann Reader'] },
  { names: ['Ann Reader', 'Bo Li'], authors: [], said: ['Read by Ann Reader and Bo Li'] },
  // Who wrote it reads it, which needs no word
  { names: ['Petr Kos'], authors: ['Petr Kos'], said: [] },
  { names: [], authors: ['Petr Kos'], said: [] },
])('the page says who reads the article: $said', ({ names, authors, said }) => {
  const persons = names.map((name) => named(name, NARRATOR))
  const episode = exampleEpisode({ authors, persons })
  const page = renderEpisodePage(exampleShow({ language: 'en', episodes: [episode] }), episode)
  expect(page.match(/Read by [^<\n]*/g) ?? []).toEqual(said)
})

test.each([
  { count: 1, link: false },
  { count: 9, link: false },
  { count: 10, link: true },
])('topics lead to the search of a show that has one: $count episodes', ({ count, link }) => {
  const episode = exampleEpisode({ categories: ['Moře & <vítr>'] })
  const others = Array.from({ length: count - 1 }, (_, index) =>
    exampleEpisode({ slug: `e${index}` }),
  )
  const page = renderEpisodePage(exampleShow({ episodes: [episode, ...others] }), episode)
  const href = '?topic=Mo%C5%99e+%26+%3Cv%C3%ADtr%3E"'
  expect(page.includes(href)).toBe(link)
  expect(page).toContain('Moře &amp; &lt;vítr&gt;')
})

test('an episode that waits outside the feed says so, and has no length that nobody knows', () => {
  const audio = { ...exampleEpisode().audio, bytes: null, seconds: null, how: null }
  const page = pageOf({ listed: false, audio })
  expect(withClass(page, 'note')?.text).toMatch(/^Podcastové aplikace tuto epizodu ještě nemají/)
  expect(withClass(page, 'length')).toBeUndefined()
  expect(withAttribute(page, 'data-total')?.text).toBe('–:––')
})

test.each([
  { slug: 'priliv', older: '../../episodes/moonlight/', newer: undefined },
  { slug: 'moonlight', older: '../../episodes/fog/', newer: '../../episodes/priliv/' },
  { slug: 'fog', older: undefined, newer: '../../episodes/moonlight/' },
  { slug: 'unknown', older: undefined, newer: undefined },
])('the page of $slug leads to its neighbours', ({ slug, older, newer }) => {
  const page = pageOf({ slug, page: `/episodes/${slug}/` })
  expect(withAttribute(page, 'rel', 'prev')?.attributes.get('href')).toBe(older)
  expect(withAttribute(page, 'rel', 'next')?.attributes.get('href')).toBe(newer)
})

describe('what search engines and other sites read', () => {
  test.each([
    { what: "the blog's own article", link: 'https://www.example.org/item/a b/' },
    {
      what: 'this page where there is no blog',
      link: 'https://podcast.example.org/episodes/priliv/',
    },
  ])('names $what as canonical', ({ link }) => {
    const canonical = withAttribute(pageOf({ link }), 'rel', 'canonical')
    expect(canonical?.attributes.get('href')).toBe(new URL(link).href)
  })

  test('describes the episode, its recording and the article, with the links between them', () => {
    const script = withAttribute(pageOf(), 'type', 'application/ld+json')
    const page = 'https://podcast.example.org/episodes/priliv/'
    const article = 'https://www.example.org/item/priliv/'
    const common = {
      datePublished: '2025-03-30T04:30:00.000Z',
      inLanguage: 'cs',
      author: [{ '@type': 'Person', name: 'Žofie Říčná' }],
      keywords: 'Příroda, Věda & technika',
    }
    expect(JSON.parse(script?.text ?? '')).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'PodcastEpisode',
      '@id': `${page}#episode`,
      name: '🌊 Příliv & odliv: „proč dvakrát?“',
      url: page,
      mainEntityOfPage: article,
      ...common,
      duration: 'PT301S',
      episodeNumber: 7,
      partOfSeries: {
        '@type': 'PodcastSeries',
        '@id': 'https://podcast.example.org/#series',
        webFeed: 'https://podcast.example.org/feed.xml',
      },
      associatedMedia: {
        '@type': 'AudioObject',
        '@id': `${page}#audio`,
        contentUrl: 'https://podcast.example.org/audio/priliv.mp3',
        embedUrl: `${page}embed/`,
        encodingFormat: 'audio/mpeg',
        contentSize: '2408192',
        duration: 'PT301S',
        encodesCreativeWork: { '@id': `${article}#article` },
      },
      isBasedOn: {
        '@type': 'Article',
        '@id': `${article}#article`,
        headline: '🌊 Příliv & odliv: „proč dvakrát?“',
        url: article,
        ...common,
        audio: { '@id': `${page}#audio` },
      },
    })
  })

  test.each(['</script><script>alert(1)</script>', '<!-- & -->', 'a\u2028b "c" \\u003c'])(
    'describes an episode called %j',
    (title) => {
      const script = withAttribute(pageOf({ title }), 'type', 'application/ld+json')
      expect(JSON.parse(script?.text ?? '')).toHaveProperty('name', title.replace('\u2028', ' '))
    },
  )

  test.each([
    { property: 'twitter:card', content: 'player' },
    { property: 'twitter:player', content: 'https://podcast.example.org/episodes/priliv/embed/' },
    { property: 'og:title', content: '🌊 Příliv & odliv: „proč dvakrát?“' },
    { property: 'og:url', content: 'https://podcast.example.org/episodes/priliv/' },
    { property: 'og:image', content: 'https://www.example.org/assets/zatoka.jpg' },
    { property: 'og:audio', content: 'https://podcast.example.org/audio/priliv.mp3' },
  ])('previews $property', ({ property, content }) => {
    expect(withAttribute(pageOf(), 'property', property)?.attributes.get('content')).toBe(content)
  })
})

describe('a notice under the title', () => {
  const STALE = 'The text was edited after it was recorded, so the recording differs in places.'
  const WAITING = 'Podcast apps do not have this episode yet. You can already listen to it here.'

  test.each([
    { listed: true, textChanged: false, notes: [] },
    { listed: true, textChanged: true, notes: [STALE] },
    { listed: false, textChanged: true, notes: [WAITING, STALE] },
  ])('says what a listener should know: $notes', ({ listed, textChanged, notes }) => {
    const page = pageOf({ listed, textChanged }, { language: 'en' })
    const found = page.filter(({ attributes }) => attributes.get('class') === 'note')
    expect(found.map(({ text }) => text)).toEqual(notes)
  })
})
