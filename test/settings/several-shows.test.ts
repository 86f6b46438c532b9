import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { makeFolder } from '../support/folder.ts'

const COMMON = `title: Radio
description: Heard here.
author: Ann
owner: { email: ann@example.org }
language: en
category: Science
image: cover.jpg
`

async function load(shows: string, common = COMMON) {
  const folder = await makeFolder({ 'sidecast.yml': `${common}${shows}` })
  const { settings, shows: settled, problems } = await loadSettings(folder)
  return { settings, shows: settled, printed: problems.map(formatProblem) }
}

describe('shows', () => {
  test.each([
    { yaml: 'shows: [travel]', path: '/travel/', folder: 'travel', files: null },
    { yaml: 'shows: { travel: }', path: '/travel/', folder: 'travel', files: null },
    { yaml: 'shows: { Öl & Meer: {} }', path: '/ol-meer/', folder: 'Öl & Meer', files: null },
    { yaml: 'shows: { 2024: {} }', path: '/2024/', folder: '2024', files: null },
    { yaml: 'shows: { a: { posts: sea/ } }', path: '/a/', folder: null, files: ['sea'] },
    { yaml: 'shows: { a: { path: x/y } }', path: '/x/y/', folder: 'a', files: null },
  ])('$yaml', async ({ yaml, path, folder, files }) => {
    const { shows, printed } = await load(yaml)
    expect(printed).toEqual([])
    expect(shows).toMatchObject([{ path, selection: { folder, files, where: [] } }])
  })

  test('have from the top level what they do not say, but for what can be of one only', async () => {
    const feed =
      'feed: { guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810, episodes: 7, old_paths: /old.xml, new_url: https://x.example/f }\n'
    const { shows } = await load(
      'shows:\n  a: { owner: { name: Bo }, feed: { path: /podcast.xml } }\n  b:',
      `${COMMON}${feed}`,
    )
    expect(shows.map(({ settings }) => settings)).toMatchObject([
      {
        title: 'a',
        description: 'Heard here.',
        owner: { name: 'Bo', email: 'ann@example.org' },
        image: 'cover.jpg',
        guid: null,
        feed: { path: '/podcast.xml', episodes: 7, oldPaths: [], newUrl: null },
      },
      { title: 'b', owner: { name: 'Ann' }, feed: { path: '/feed.xml' } },
    ])
  })

  test.each([
    {
      yaml: 'shows:\n  a:\n    langage: cs',
      printed: 'sidecast.yml:10 shows.a.langage: unknown setting; did you mean "language"?',
    },
    {
      yaml: 'shows:\n  a:\n    feed: { episodes: none }',
      printed: 'sidecast.yml:10 shows.a.feed.episodes: expected a whole number above 0, got "none"',
    },
    {
      yaml: 'shows:\n  a:\n    base_url: https://a.example',
      printed:
        'sidecast.yml:10 shows.a.base_url: this holds for all shows; write it at the top level',
    },
    {
      yaml: 'shows:\n  a:\n    where: { topic: x }',
      printed:
        'sidecast.yml:10 shows.a.where.topic: expected category, author, language or series, got "topic"',
    },
    {
      yaml: 'shows:\n  a:\n    path: ../x',
      printed:
        'sidecast.yml:10 shows.a.path: expected a path such as /feed.xml, with letters, digits and . _ ~ -, got "/../x/"',
    },
    {
      yaml: 'shows:\n  a b:\n  A-B:',
      printed:
        'sidecast.yml:10 shows.A-B: its folder /a-b/ is taken by a b (/a-b/), so this show is left out; write another one for it, e.g. path: /my-show/',
    },
    {
      yaml: 'shows:\n  a:\n  b: { path: /a/episodes/ }',
      printed:
        'sidecast.yml:10 shows.b.path: its folder /a/episodes/ is taken by a (/a/), so this show is left out; write another one for it, e.g. path: /my-show/',
    },
    {
      yaml: 'shows:\n  a:\n  healthz:',
      printed:
        'sidecast.yml:10 shows.healthz: its folder /healthz/ is taken by what every site has, so this show is left out; write another one for it, e.g. path: /my-show/',
    },
    {
      yaml: 'shows:\n  a:\n    old_feeds: /player.js',
      printed:
        'sidecast.yml:10 shows.a.old_feeds: expected a path that nothing else uses, got "/player.js"; write another one, such as /feed.xml',
    },
  ])('$yaml is told with its line', async ({ yaml, printed }) => {
    const { shows, printed: told } = await load(yaml)
    expect(told).toEqual([printed])
    expect(shows[0]?.name).toMatch(/^a/)
  })

  test('what is missing is told once, with the shows that miss it', async () => {
    const common = COMMON.replace('category: Science\n', '').replace('language: en\n', '')
    const { printed } = await load('shows:\n  a: { category: Arts }\n  b:\n  c:', common)
    expect(printed.map((line) => line.replace(/(: no \w+).*/, '$1'))).toEqual([
      expect.stringMatching(/^sidecast.yml language: no language/),
      expect.stringMatching(/^sidecast.yml category: for b, c: no category/),
    ])
  })
})
