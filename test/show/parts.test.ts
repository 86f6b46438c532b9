import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { parseYaml } from '../../src/posts/front-matter/yaml.ts'
import { createShowGuid } from '../../src/show/ledger/identity.ts'
import { EMPTY_LEDGER, type LedgerFeed } from '../../src/show/ledger/ledger.ts'
import { readOwnSettings } from '../../src/settings/own-settings.ts'
import { createParts } from '../../src/show/parts.ts'
import type { Part } from '../../src/show/show.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

function settingsOf(yaml: string) {
  const { values, problems } = readOwnSettings(parseYaml(yaml), 'sidecast.yml')
  return { settings: values.feeds ?? [], printed: problems.map(formatProblem) }
}

const EPISODES = [
  exampleEpisode({ slug: 'd', categories: ['Sea', 'C'], authors: ['Ada Reed'], series: ['Tides'] }),
  exampleEpisode({ slug: 'c', categories: ['web-development', 'C++'], language: 'en' }),
  exampleEpisode({ slug: 'b', categories: ['sea', 'Web Development', ' '], language: 'en' }),
  exampleEpisode({ slug: 'a', categories: ['Secret'], listed: false }),
]

function partsOf(yaml: string, feeds: readonly LedgerFeed[] = []): readonly Part[] {
  const show = exampleShow({ title: 'Bay', episodes: EPISODES })
  const ledger = { ...EMPTY_LEDGER, feeds }
  return createParts(show, {
    settings: settingsOf(yaml).settings,
    ledger,
    artworkOf: () => null,
  })
}

describe('the feeds of parts', () => {
  test.each([
    {
      yaml: 'feeds: category',
      expected: [
        '/feeds/c.xml Bay: C (d)',
        '/feeds/category-c.xml Bay: C++ (c)',
        '/feeds/sea.xml Bay: Sea (d b)',
        '/feeds/web-development.xml Bay: web-development (c b)',
      ],
    },
    {
      yaml: 'feeds: [language, series, authors]',
      expected: [
        '/feeds/cs.xml Bay: čeština (d)',
        '/feeds/en.xml Bay: angličtina (c b)',
        '/feeds/tides.xml Bay: Tides (d)',
        '/feeds/ada-reed.xml Bay: Ada Reed (d)',
        '/feeds/zofie-ricna.xml Bay: Žofie Říčná (c b)',
      ],
    },
    { yaml: 'feeds: { category: [SEA] }', expected: ['/feeds/sea.xml Bay: Sea (d b)'] },
    {
      yaml: 'feeds: { category: { sea: { title: The sea, path: /sea.xml }, C: no, C++: yes } }',
      expected: [
        '/feeds/c.xml Bay: C++ (c)',
        '/sea.xml The sea (d b)',
        '/feeds/web-development.xml Bay: web-development (c b)',
      ],
    },
    { yaml: 'feeds: { series: all }', expected: ['/feeds/tides.xml Bay: Tides (d)'] },
    { yaml: 'title: Bay', expected: [] },
  ])('of $yaml', ({ yaml, expected }) => {
    const { settings, printed } = settingsOf(yaml)
    const found = partsOf(yaml).map(
      ({ path, title, episodes }) => `${path} ${title} (${episodes.map((e) => e.slug).join(' ')})`,
    )
    expect({ printed, found }).toEqual({ printed: [], found: expected })
    expect(new Set(settings.map(({ kind }) => kind)).size).toBe(settings.length)
  })

  test('have a guid of their own address, which they keep together with it', () => {
    const [first] = partsOf('feeds: { category: [Sea] }')
    expect(first?.guid).toBe(createShowGuid('https://podcast.example.org/feeds/sea.xml'))
    const known = { kind: 'category', name: 'SEA', path: '/feeds/ocean.xml', guid: 'known' }
    const [again] = partsOf('feeds: { category: [Sea] }', [known])
    expect(again).toMatchObject({ path: '/feeds/ocean.xml', guid: 'known' })
    const [moved] = partsOf('feeds: { category: { sea: { path: /sea/ } } }', [known]).filter(
      ({ name }) => name === 'Sea',
    )
    expect(moved).toMatchObject({ path: '/sea/', archive: '/sea/', guid: 'known' })
  })

  test('take no address that another one has had', () => {
    const gone = { kind: 'series', name: 'Sea', path: '/feeds/sea.xml', guid: 'gone' }
    const [part] = partsOf('feeds: { category: [Sea] }', [gone])
    expect(part?.path).toBe('/feeds/category-sea.xml')
  })

  test('have from the show what nobody says of them', () => {
    const [czech] = partsOf('feeds: language')
    const [ada] = partsOf('feeds: author')
    const show = exampleShow()
    expect(czech).toMatchObject({ language: 'cs', author: show.author, image: show.image })
    expect(ada).toMatchObject({ author: 'Ada Reed', language: 'cs', description: show.description })
  })
})

describe('the setting of feeds', () => {
  test.each([
    {
      yaml: 'feeds: categry',
      printed:
        'sidecast.yml:1 feeds: expected category, author, language or series, got "categry"; did you mean "category"?',
    },
    {
      yaml: 'feeds:\n  category:\n    Sea: { titel: x }',
      printed:
        'sidecast.yml:3 feeds.category.Sea.titel: unknown setting; the settings are title, description, image, path; did you mean "title"?',
    },
    {
      yaml: 'feeds:\n  language:\n    cs: maybe',
      printed: 'sidecast.yml:3 feeds.language.cs: expected true or false, got "maybe"',
    },
    {
      yaml: 'feeds:\n  language:\n    cs: { path: "cs feed" }',
      printed:
        'sidecast.yml:3 feeds.language.cs.path: expected a path such as /feed.xml, with letters, digits and . _ ~ -, got "cs feed"',
    },
    {
      yaml: 'feeds:\n  language:\n    cs: { path: /episodes/tides/ }',
      printed:
        'sidecast.yml:3 feeds.language.cs.path: expected a path that nothing else uses, got "/episodes/tides/"; write another one, such as /feed.xml',
    },
    {
      yaml: 'feed: { old_paths: [/episodes/tides/] }',
      printed:
        'sidecast.yml:1 feed.old_paths[0]: expected a path that nothing else uses, got "/episodes/tides/"; write another one, such as /feed.xml',
    },
  ])('tells of $yaml', ({ yaml, printed }) => {
    expect(settingsOf(yaml).printed).toEqual([printed])
  })
})
