import { expect, test } from 'vitest'
import type { CountedRecording } from '../../src/stats/recordings.ts'
import { count, episode, line, PHONE, TIDES, type Asked } from './logs.ts'

/** What is left out of a list of requests, by the reason; nothing where all became downloads. */
interface Case {
  readonly name: string
  readonly asked: readonly Asked[]
  readonly downloads: number
  readonly leftOut?: Readonly<Record<string, number>>
}

const WATCH = 'atc/1.0 watchOS/7.3 model/Watch6,4 hwp/t8301 build/18S801 (6; dt:227)'
const RANGE = ' "bytes=0-"'

test.each<Case>([
  { name: 'a whole download', asked: [{}], downloads: 1 },
  { name: 'a minute behind the tag', asked: [{ sent: 481_000 }], downloads: 1 },
  {
    name: 'the tag and less than a minute',
    asked: [{ sent: 480_999 }],
    downloads: 0,
    leftOut: { short: 1 },
  },
  {
    name: 'HEAD, up to date, not found, moved and refused',
    asked: [
      { method: 'HEAD' },
      { status: 304, sent: 0 },
      { status: 404 },
      { status: 301 },
      { status: 416 },
    ],
    downloads: 0,
    leftOut: { method: 1, status: 4 },
  },
  {
    name: 'a probe, and the rest',
    asked: [
      { status: 206, sent: 2, more: ' "bytes=0-1"' },
      { status: 206, sent: 961_000, more: RANGE },
    ],
    downloads: 1,
    leftOut: { probe: 1 },
  },
  {
    name: 'parts of one client on one day, in any order',
    asked: [
      { status: 206, sent: 300_000, more: ' "bytes=500000-799999"' },
      { status: 206, sent: 300_000, more: ' "bytes=0-299999"' },
    ],
    downloads: 1,
  },
  {
    name: 'parts of which the log does not say where they are',
    asked: [
      { status: 206, sent: 250_000 },
      { status: 206, sent: 250_000 },
    ],
    downloads: 1,
  },
  {
    name: 'the same part again and again',
    asked: [
      { status: 206, sent: 300_000, more: RANGE },
      { status: 206, sent: 300_000, more: RANGE },
      { status: 206, sent: 290_000, more: ' "bytes=5000-294999"' },
    ],
    downloads: 0,
    leftOut: { short: 3 },
  },
  {
    name: 'aborted and begun anew from the start',
    asked: [{ sent: 300_000 }, { sent: 300_000 }, { sent: 310_000 }],
    downloads: 0,
    leftOut: { short: 3 },
  },
  {
    name: 'aborted and taken up again',
    asked: [{ sent: 300_000 }, { status: 206, sent: 200_000, more: ' "bytes=300000-"' }],
    downloads: 1,
  },
  {
    name: 'the end alone, which is no tag',
    asked: [{ status: 206, sent: 480_000, more: ' "bytes=-480000"' }],
    downloads: 1,
  },
  {
    name: 'more than the range that was asked for, since headers are counted',
    asked: [{ status: 206, sent: 700, more: ' "bytes=0-1"' }],
    downloads: 0,
    leftOut: { probe: 1 },
  },
  {
    name: 'parts of two days',
    asked: [
      { at: '05 23:59:00', sent: 300_000 },
      { at: '06 00:01:00', status: 206, sent: 300_000, more: ' "bytes=300000-"' },
    ],
    downloads: 0,
    leftOut: { short: 2 },
  },
  { name: 'again on the same day', asked: [{}, { at: '05 23:59:59' }], downloads: 1 },
  { name: 'again on the next day', asked: [{}, { at: '06 00:00:00' }], downloads: 2 },
  {
    name: 'two apps at one address',
    asked: [{}, { by: 'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)' }],
    downloads: 2,
  },
  { name: 'one app at two addresses', asked: [{}, { from: '198.51.100.8' }], downloads: 2 },
  {
    name: 'one household of IPv6',
    asked: [{ from: '2001:db8:1:2::1' }, { from: '2001:DB8:1:2:ffff:0:0:9' }],
    downloads: 1,
  },
  {
    name: 'two households of IPv6',
    asked: [{ from: '2001:db8:1:2::1' }, { from: '2001:db8:1:3::1' }],
    downloads: 2,
  },
  {
    name: 'one address in two forms',
    asked: [{ from: '198.51.100.7' }, { from: '::ffff:198.51.100.7' }],
    downloads: 1,
  },
  {
    name: 'robots, libraries, the nameless and the copy of a watch',
    asked: [
      { by: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
      { by: 'curl/8.5.0' },
      { by: '-' },
      { by: WATCH },
    ],
    downloads: 0,
    leftOut: { bot: 2, nameless: 1, watch: 1 },
  },
  {
    name: 'the watch beside its phone, but not a watch that is listened to',
    asked: [
      { by: 'Podcasts/1430.46 CFNetwork/978.0.7 Darwin/18.6.0' },
      { by: WATCH },
      { by: 'AppleCoreMedia/1.0.0.18S801 (Apple Watch; U; CPU OS 7_3 like Mac OS X; de_de)' },
    ],
    downloads: 2,
    leftOut: { watch: 1 },
  },
  {
    name: 'a path that a CDN has changed, with a query',
    asked: [
      { path: '/bucket/show/audio/tides.mp3?utm=1' },
      { path: 'https://cdn.example.org/tides.mp3' },
    ],
    downloads: 1,
  },
])('$name', async ({ asked, downloads, leftOut = {} }) => {
  const { statistics } = await count([asked.map(line)])
  const found = Object.entries(statistics.counting.leftOut).filter(([, number]) => number > 0)
  expect({ downloads: statistics.downloads, leftOut: Object.fromEntries(found) }).toEqual({
    downloads,
    leftOut,
  })
})

test('a day is one of the time zone of the show', async () => {
  const asked = ['05 22:59:00', '05 23:01:00', '06 22:59:00', '06 23:01:00']
  const lines = asked.map((at, index) => line({ at, from: `198.51.100.${index}` }))
  const daysIn = async (timezone: string): Promise<readonly number[]> => {
    const { statistics } = await count([lines], { timezone })
    return statistics.days.map(({ downloads }) => downloads)
  }
  expect([await daysIn('UTC'), await daysIn('Europe/Prague')]).toEqual([
    [2, 2],
    [1, 2, 1],
  ])
})

test('of a short recording all is needed, of one of unknown size a minute at 128 kbit/s', async () => {
  const short = { address: '/audio/short.mp3', bytes: 100_000, seconds: 20, tagBytes: 0 }
  const unknown = { address: '/audio/unknown.mp3', bytes: null, seconds: null, tagBytes: 0 }
  const lines = [
    line({ path: '/audio/short.mp3', sent: 99_999 }),
    line({ path: '/audio/short.mp3', sent: 100_000, from: '198.51.100.8' }),
    line({ path: '/audio/unknown.mp3', sent: 959_999 }),
    line({ path: '/audio/unknown.mp3', sent: 960_000, from: '198.51.100.8' }),
  ]
  const episodes = [episode('short', short), episode('unknown', unknown)]
  const { statistics } = await count([lines], { episodes })
  expect(statistics.episodes.map(({ downloads }) => downloads)).toEqual([1, 1])
})

test('an episode in two formats is downloaded once', async () => {
  const ogg = { address: '/audio/tides.ogg', bytes: 500_000, seconds: 120, tagBytes: 0 }
  const lines = [line(), line({ path: '/audio/tides.ogg', sent: 500_000 })]
  const { statistics } = await count([lines], { episodes: [episode('tides', TIDES, ogg)] })
  expect(statistics.downloads).toBe(1)
})

function tidesIn(folder: string): CountedRecording {
  return { ...TIDES, address: `https://example.org/${folder}/audio/1.mp3` }
}

test('recordings of one name are told apart by their folders, and else belong to nobody', async () => {
  const lines = ['/travel/audio/1.mp3', '/x/food/audio/1.mp3', '/audio/1.mp3', '/other.mp3'].map(
    (path) => line({ path }),
  )
  const episodes = [episode('travel', tidesIn('travel')), episode('food', tidesIn('food'))]
  const { statistics } = await count([lines], { episodes })
  expect(statistics.episodes.map(({ downloads }) => downloads)).toEqual([1, 1])
  expect(statistics.counting.strangers.map(({ name }) => name)).toEqual([
    '/audio/1.mp3',
    '/other.mp3',
  ])
})

test('names outside of ASCII are found in every form', async () => {
  const episodes = [
    episode('moon', { ...TIDES, address: 'https://example.org/audio/m%C4%9Bs%C3%ADc.mp3' }),
  ]
  const paths = [
    '/audio/m%C4%9Bs%C3%ADc.mp3',
    '/audio/m%c4%9bs%c3%adc.mp3',
    '/audio/měsíc.mp3',
    '/audio/me%CC%8Csi%CC%81c.mp3',
  ]
  const lines = paths.map((path, index) => line({ path, from: `198.51.100.${index}` }))
  const { statistics } = await count([lines], { episodes })
  expect(statistics.downloads).toBe(4)
})

test('only the days that are asked for are counted', async () => {
  const lines = ['04', '05', '06', '07'].map((day) => line({ at: `${day} 10:00:00` }))
  const { statistics } = await count([lines], { from: '2026-11-05', to: '2026-11-06' })
  expect(statistics.days.map(({ day, downloads }) => `${day} ${downloads}`)).toEqual([
    '2026-11-05 1',
    '2026-11-06 1',
  ])
})

test('the first days of an episode are known only where the logs have all of them', async () => {
  const lines = ['01', '07', '08', '30'].map((day) => line({ at: `${day} 10:00:00` }))
  const of = async (from: string) => {
    const [first] = (await count([lines], { from, to: '2026-11-30' })).statistics.episodes
    return [first?.first7Days, first?.first30Days]
  }
  expect([await of('2026-11-01'), await of('2026-11-02')]).toEqual([
    [2, 4],
    [null, null],
  ])
})

test('a client is known for no longer than its day, and by no address', async () => {
  const { statistics } = await count([[line({ by: PHONE }), line({ at: '09 10:00:00' })]])
  expect(JSON.stringify(statistics)).not.toContain('198.51.100')
  expect(statistics.downloads).toBe(2)
})
