import { describe, expect, test } from 'vitest'
import { createAgentReader } from '../../src/stats/agents.ts'
import { readAgentLists } from '../../src/stats/opawg.ts'
import { makeFolder } from '../support/folder.ts'

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1'
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36'

describe('a user agent', () => {
  test.each([
    ['Podcasts/1430.46 CFNetwork/978.0.7 Darwin/18.6.0', 'Apple Podcasts'],
    [
      '%D0%9F%D0%BE%D0%B4%D0%BA%D0%B0%D1%81%D1%82%D1%8B/1575.1.2 CFNetwork/1240 Darwin/20.6.0',
      'Apple Podcasts',
    ],
    ['Podcasty/1490.3 CFNetwork/1220.1 Darwin/20.3.0', 'Apple Podcasts'],
    ['AppleCoreMedia/1.0.0.20E247 (iPhone; U; CPU OS 16_4 like Mac OS X; en_us)', 'Apple devices'],
    ['Overcast/3.0 (+http://overcast.fm/; iOS podcast app)', 'Overcast'],
    ['Overcast (+http://overcast.fm/; Apple Watch podcast app)', 'Overcast'],
    ['Pocket Casts', 'Pocket Casts'],
    ['Shifty Jelly Pocket Casts, Android v6.4', 'Pocket Casts'],
    ['AntennaPod/3.4.0', 'AntennaPod'],
    ['PodcastAddict/v5 (+https://podcastaddict.com/; Android podcast app)', 'Podcast Addict'],
    ['Spotify/8.8.12 iOS/17.1 (iPhone14,2)', 'Spotify'],
    ['Castbox/8.21.1 (Android)', 'Castbox'],
    ['gPodder/3.10.17 (+http://gpodder.org/) Linux', 'gPodder'],
    ['VLC/3.0.18 LibVLC/3.0.18', 'VLC'],
    ['AlexaMediaPlayer/2.1.4676.0 (Linux;Android 5.1.1) ExoPlayerLib/1.5.9', 'Alexa'],
    ['Linux UPnP/1.0 Sonos/79.1 (ZPS9)', 'Sonos'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0', 'Firefox'],
    [`${CHROME} Edg/120.0`, 'Edge'],
    [CHROME, 'Chrome'],
    [SAFARI, 'Safari'],
    ['', 'nameless'],
    ['atc/1.0 watchOS', 'watch'],
    ['Podcasts/1.0 (null)/(null) watchOS/7.0.1 model/Watch5,4', 'watch'],
    [
      'AppleCoreMedia/1.0.0.18S821 (Apple Watch; U; CPU OS 7_3_2 like Mac OS X; de_de)',
      'Apple devices',
    ],
    [
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1) Chrome/120.0 Safari/537.36',
      'bot',
    ],
    ['Overcast/1.0 Podcast Sync (12 subscribers; feed-id=3; +http://overcast.fm/)', 'bot'],
    ['Spotify/1.0', 'bot'],
    ['iTMS', 'bot'],
    ['PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)', 'bot'],
    ['curl/8.5.0', 'bot'],
    ['python-requests/2.31.0', 'bot'],
    ['okhttp/4.9.3', 'bot'],
    ['Go-http-client/2.0', 'bot'],
    ['UnheardOf/1.2', 'bot'],
    ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'bot'],
    ['%E0%A4%A', 'bot'],
  ])('%s is of %s', (agent, expected) => {
    const found = createAgentReader()(agent, '')
    expect('app' in found ? found.app : found.not).toBe(expected)
  })

  test('of a browser is of the player whose page it was on', () => {
    const read = createAgentReader()
    expect(read(CHROME, 'https://podcasts.apple.com/cz/podcast/1')).toEqual({
      app: 'Apple Podcasts on the web',
    })
    expect(read(CHROME, 'https://example.org/?https://podcasts.apple.com/')).toMatchObject({
      app: 'Chrome',
    })
    expect(read('AntennaPod/3.4.0', 'https://podcasts.apple.com/')).toEqual({ app: 'AntennaPod' })
  })
})

function listOf(...entries: readonly object[]): string {
  return JSON.stringify({ entries })
}

describe('the lists of OPAWG', () => {
  test('come before our own', async () => {
    const folder = await makeFolder({
      'apps.runtime.json': listOf({ name: 'Unheard Of', pattern: '^UnheardOf/' }),
      'bots.runtime.json': listOf({ name: 'Sly', pattern: 'AntennaPod/9' }),
      'libraries.runtime.json': listOf(
        { name: 'Lib', pattern: '^Lib/' },
        { name: 'Robo', pattern: '^Robo/', category: 'bot' },
      ),
      'browsers.runtime.json': listOf({ name: 'Mosaic', pattern: 'Mozilla/5.0 .Mosaic' }),
      'referrers.runtime.json': listOf({ name: 'Caster', pattern: '^https://caster\\.example/' }),
    })
    const told: string[] = []
    const read = createAgentReader(
      await readAgentLists(folder, (sentence) => void told.push(sentence)),
    )
    const agents = ['UnheardOf/1.2', 'AntennaPod/9', 'AntennaPod/3', 'Lib/1', 'Robo/1']
    expect(agents.map((agent) => read(agent, ''))).toEqual([
      { app: 'Unheard Of' },
      { not: 'bot' },
      { app: 'AntennaPod' },
      { app: 'Lib' },
      { not: 'bot' },
    ])
    expect(read('Mozilla/5.0 (Mosaic; x64) Engine', '')).toMatchObject({ app: 'Mosaic' })
    expect(read(CHROME, 'https://caster.example/1')).toEqual({ app: 'Caster on the web' })
    expect(told).toEqual([])
  })

  test('are found in a clone of their repository, and lose only entries that are broken', async () => {
    const folder = await makeFolder({
      'build/apps.runtime.json': listOf(
        { name: 'Broken\u{1B}[2J', pattern: '(' },
        { name: 'No pattern' },
        { name: 'Good', pattern: '^Good/' },
      ),
    })
    const told: string[] = []
    const lists = await readAgentLists(folder, (sentence) => void told.push(sentence))
    expect(lists.apps.map(([name]) => name)).toEqual(['Good'])
    expect(told).toEqual([
      expect.stringMatching(
        /entry 1 \("Broken\\u001b\[2J"\) is ignored: Invalid regular expression/,
      ),
      expect.stringMatching(
        /entry 2 \("No pattern"\) is ignored: expected a "name" and a "pattern"$/,
      ),
    ])
  })

  test.each([
    ['has none', {}, /has no list of user agents; expected apps\.runtime\.json/],
    [
      'has one that is no JSON',
      { 'apps.runtime.json': '<!doctype html>' },
      /apps\.runtime\.json cannot be read \(.+\); download it again$/,
    ],
    [
      'has one without entries',
      { 'apps.runtime.json': '{}' },
      /expected a JSON object with a list of "entries"/,
    ],
  ])('are asked for again where a folder %s', async (_, files, message) => {
    const folder = await makeFolder(files)
    await expect(readAgentLists(folder, () => undefined)).rejects.toThrow(message)
  })
})

test('no user agent takes long to read', () => {
  const read = createAgentReader()
  const began = process.cpuUsage()
  const parts = [
    'Mozilla/5.0 ('.repeat(3000),
    '('.repeat(50_000),
    'a/'.repeat(50_000),
    ' '.repeat(50_000),
  ]
  for (const part of parts) read(part, part)
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(500)
})
