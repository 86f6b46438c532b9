import { describe, expect, test } from 'vitest'
import { DIRECTORIES } from '../../src/check/directories.ts'
import { ALL_RULES } from '../../src/check/all-rules.ts'
import type { Answer } from '../audio/support/recording-server.ts'
import { makeFolder } from '../support/folder.ts'
import { refusals, runCheck } from './check-files.ts'
import { picture, type Store } from './good-server.ts'
import { goodShow } from './good-show.ts'
import { serveWith, type ServerMistake } from './server-mistakes.ts'

const ALL = Object.keys(DIRECTORIES)

/** Directory → the one rule for which it refuses; the others accept. */
function refusedBy(rule: string, names: readonly string[]): Readonly<Record<string, string[]>> {
  return Object.fromEntries(ALL.map((name) => [name, names.includes(name) ? [rule] : []]))
}

describe('the table of directories', () => {
  test('names rules that exist, each requirement with its source', () => {
    const requirements = Object.values(DIRECTORIES).flat()
    const unknown = requirements.flatMap(({ rules }) => rules).filter((id) => !(id in ALL_RULES))
    expect(unknown).toEqual([])
    for (const { source, rules } of requirements) {
      expect(source.url).toMatch(/^https:\/\//)
      expect(source.words).not.toBe('')
      expect(new Set(rules).size).toBe(rules.length)
    }
  })

  test('has every rule on a feed that is an error', () => {
    const known = new Set(
      Object.values(DIRECTORIES)
        .flat()
        .flatMap(({ rules }) => rules),
    )
    const errors = Object.entries(ALL_RULES).filter(
      ([id, { severity }]) => /^(?:feed|item|served)\//.test(id) && severity === 'error',
    )
    expect(errors.map(([id]) => id).filter((id) => !known.has(id))).toEqual([])
  })

  test('ends a check of a folder, and of a server', async () => {
    const folder = await makeFolder(goodShow())
    const accepted = ALL.map((name) => `${name.padEnd(16)}accepted`)
    for (const options of [{}, { live: await serveWith({}) }]) {
      const { printed } = await runCheck(folder, options)
      expect(printed.split('\n').slice(-ALL.length - 1)).toEqual(['', ...accepted])
    }
  })

  test.each([
    { what: 'no image', found: /image:.*\n/, put: '', refusedBy: [] },
    {
      what: 'an image that does not exist',
      found: /image:.*\n/,
      put: 'image: gone.jpg\n',
      refusedBy: [],
    },
    {
      what: 'no image, and no drawn one',
      found: /image:.*\n/,
      put: 'artwork: { draw: no }\n',
      refusedBy: ['feed/image'],
    },
    { what: 'no owner', found: /owner:.*\n/, put: '', refusedBy: ['feed/email'] },
    {
      what: 'several shows without images',
      found: /image:.*\n/,
      put: 'shows:\n  one: { posts: "*.md" }\n  two: { posts: none }\n',
      refusedBy: ['feed/empty'],
    },
  ])('of a folder that is not built yet, with $what: $refusedBy', async (given) => {
    const { 'sidecast.yml': settings, ...files } = goodShow()
    const changed = String(settings).replace(given.found, given.put)
    expect(changed).not.toBe(String(settings))
    const folder = await makeFolder({ ...files, 'sidecast.yml': changed })
    const { printed } = await runCheck(folder, { format: 'json' })
    const { directories } = JSON.parse(printed) as {
      directories: readonly { refusals: readonly { rules: readonly string[] }[] }[]
    }
    const rules = directories.flatMap((each) => each.refusals.flatMap((refusal) => refusal.rules))
    expect([...new Set(rules)]).toEqual(given.refusedBy)
  })

  test('says why and where that is written', async () => {
    const folder = await makeFolder({
      ...goodShow(),
      'sidecast.yml': String(goodShow()['sidecast.yml']).replace(/owner:.*\n/, ''),
    })
    const { printed } = await runCheck(folder)
    expect(printed).toContain(
      'YouTube Music   would refuse it, or episodes of it. Not met:\n                a code is sent to the e-mail address in the feed  [feed/email]  https://support.google.com/youtube/answer/13525207\n',
    )
  })

  test.each([
    {
      without: 'image: cover.jpg\n',
      rule: 'feed/image',
      names: ALL.filter((name) => name !== 'Podcast Index'),
    },
    {
      without: 'owner: { name: Ann Reader, email: ann@example.org }\n',
      rule: 'feed/email',
      names: ['Spotify', 'Amazon Music', 'YouTube Music'],
    },
    { without: 'author: Ann Reader\n', rule: 'feed/author', names: ['Spotify'] },
    {
      without: 'category: Science\n',
      rule: 'feed/category',
      names: ['Apple Podcasts', 'PSP-1'],
    },
  ])('tells of a folder without $without', async ({ without, rule, names }) => {
    const settings = String(goodShow()['sidecast.yml'])
    expect(settings).toContain(without)
    const folder = await makeFolder({
      ...goodShow(),
      'sidecast.yml': `${settings.replace(without, '')}artwork: { draw: no }\n`,
    })
    expect(await refusals(folder)).toEqual(refusedBy(rule, names))
  })

  test.each<Partial<ServerMistake> & { rule: string; names: readonly string[] }>([
    {
      rule: 'served/status',
      names: ALL,
      answer: () => (_, response) => void response.writeHead(404).end(),
    },
    {
      rule: 'item/guid',
      names: ['Spotify', 'Podcast Index', 'PSP-1'],
      feed: (xml: string) => xml.replace('<guid isPermaLink="false">moon-1</guid>', ''),
    },
    {
      rule: 'feed/description-long',
      names: ['PSP-1'],
      feed: (xml: string) => xml.replace('Of the moon.', 'The moon. '.repeat(500)),
    },
    {
      rule: 'served/artwork-pixels',
      names: ALL.filter((name) => name !== 'Podcast Index'),
      store: async (store: Store) => {
        const stored = store['/cover.jpg']
        if (stored !== undefined)
          store['/cover.jpg'] = { ...stored, body: await picture(undefined, 600) }
      },
    },
    {
      rule: 'served/artwork-ending',
      names: ['PSP-1'],
      store: async (store: Store) => {
        const stored = store['/cover.jpg']
        if (stored !== undefined)
          store['/cover.jpg'] = { ...stored, body: await picture((image) => image.png()) }
      },
    },
    {
      rule: 'served/recording-range',
      names: ['Apple Podcasts'],
      answer: (good: Answer) => (request, response, count) => {
        if (request.url === '/moon.mp3') delete request.headers.range
        good(request, response, count)
      },
    },
    {
      rule: 'item/duration-missing',
      names: [],
      feed: (xml: string) => xml.replace(/<itunes:duration>8<[^>]*>/, ''),
    },
  ])('tells of a server that breaks $rule', async ({ rule, names, ...mistake }) => {
    expect(await refusals('', { live: await serveWith(mistake) })).toEqual(refusedBy(rule, names))
  })
})
