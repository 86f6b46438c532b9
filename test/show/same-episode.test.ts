import { describe, expect, test } from 'vitest'
import { FEED_DATES, LEDGER_DATES, pairEpisodes } from '../../src/show/ledger/same-episode.ts'
import { NO_TRAITS, type Traits } from '../../src/show/ledger/traits.ts'

const DAY = 24 * 60 * 60 * 1000
const FIRST = Date.UTC(2025, 0, 1, 8)

/** Episodes of a show that comes out every day, of which only the day is new. */
function daily(count: number, changes: (index: number) => Partial<Traits>): readonly Traits[] {
  return Array.from({ length: count }, (_, index) => ({
    ...NO_TRAITS,
    title: 'News',
    slug: 'news',
    enclosure: `https://cdn.example/${index}/news.mp3`,
    published: new Date(FIRST + index * DAY),
    ...changes(index),
  }))
}

/** An episode of which only its day and its sound are known. */
const heardOn = (day: number): Traits => ({
  ...NO_TRAITS,
  sound: 'a1b2',
  published: new Date(FIRST + day * DAY),
})

const dayAfter = (count: number): Date => new Date(FIRST + count * DAY)

/** The places of pairs on either side. */
function placesOf(
  ours: readonly Traits[],
  theirs: readonly Traits[],
  dates = LEDGER_DATES,
): readonly (readonly number[])[] {
  return [...pairEpisodes(ours, theirs, dates)].map(([own, their]) => [
    ours.indexOf(own),
    theirs.indexOf(their),
  ])
}

describe('pairEpisodes', () => {
  test('pairs a daily show by its days, however alike its episodes are', () => {
    const moved = daily(5, (index) => ({ file: `new/${index}.md` }))
    const known = daily(5, (index) => ({ file: `old/${index}.md` }))
    expect(placesOf(moved, known)).toEqual([0, 1, 2, 3, 4].map((place) => [place, place]))
    const tomorrow = daily(6, () => ({})).slice(5)
    expect(placesOf(tomorrow, known.slice(4))).toEqual([])
  })

  test('takes a surer sign before a weaker one', () => {
    const published = new Date(FIRST)
    const ours = [{ ...NO_TRAITS, link: 'https://a.example/x/', title: 'Tides', published }]
    const theirs = [
      { ...NO_TRAITS, title: 'Tides', published },
      { ...NO_TRAITS, link: 'http://www.a.example/x', title: 'Ebb', published },
    ]
    expect(placesOf(ours, theirs)).toEqual([[0, 1]])
  })

  test.each([
    { name: 'tides.mp3', others: 0, pairs: [[0, 0]] },
    { name: 'audio.mp3', others: 1, pairs: [] },
  ])('goes by the name $name of a recording and its day, if $others others have it', (given) => {
    const at = (host: string, day: number): Traits => ({
      ...NO_TRAITS,
      enclosure: `https://${host}.example/${given.name}`,
      published: new Date(FIRST + day * DAY),
    })
    const others = Array.from({ length: given.others }, (_, index) => at('c', 9 + index))
    expect(placesOf([at('a', 0), ...others], [at('b', 0)])).toEqual(given.pairs)
  })

  test.each([
    { others: 0, pairs: [[0, 0]] },
    { others: 1, pairs: [] },
    { others: 2, pairs: [] },
  ])('goes by what is heard alone, if $others others sound the same: $pairs', (given) => {
    const others = Array.from({ length: given.others }, (_, index) => heardOn(9 + index))
    expect(placesOf([heardOn(0), ...others], [heardOn(3)])).toEqual(given.pairs)
    expect(placesOf([heardOn(3)], [heardOn(0), ...others])).toEqual(given.pairs)
    // Others that are known by a surer sign have the sound all the same
    const known = others.map((each, index) => ({ ...each, guid: `other ${index}` }))
    const places = known.map((_, index) => [index + 1, index + 1])
    const all = placesOf([heardOn(0), ...known], [heardOn(3), ...known])
    expect(all.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([...given.pairs, ...places])
  })

  test.each([
    { days: 1, dates: FEED_DATES, pairs: [[0, 0]] },
    { days: 40, dates: FEED_DATES, pairs: [[0, 0]] },
    { days: 50, dates: FEED_DATES, pairs: [] },
    { days: 1, dates: LEDGER_DATES, pairs: [] },
  ])('believes a title alone over $days days only in feeds: $pairs', ({ days, dates, pairs }) => {
    const [first, last] = [0, days].map((day) => ({
      ...NO_TRAITS,
      title: 'Tides',
      published: new Date(FIRST + day * DAY),
    }))
    expect(placesOf([first ?? NO_TRAITS], [last ?? NO_TRAITS], dates)).toEqual(pairs)
  })

  test.each([
    { what: 'of one day', dates: [dayAfter(0), dayAfter(0.4)], in: { ledger: true, feed: true } },
    { what: 'a day apart', dates: [dayAfter(0), dayAfter(1)], in: { ledger: false, feed: true } },
    {
      what: 'a month apart',
      dates: [dayAfter(0), dayAfter(30)],
      in: { ledger: false, feed: true },
    },
    {
      what: 'a season apart',
      dates: [dayAfter(0), dayAfter(46)],
      in: { ledger: false, feed: false },
    },
    {
      what: 'of which one has no date',
      dates: [null, dayAfter(0)],
      in: { ledger: false, feed: true },
    },
    { what: 'without dates', dates: [null, null], in: { ledger: false, feed: true } },
  ])('pairs two of one title $what alone as among others of that title', (given) => {
    const [own, their] = given.dates.map((published) => ({
      ...NO_TRAITS,
      title: 'News',
      published,
    }))
    const other = {
      ...NO_TRAITS,
      title: 'News',
      published: dayAfter(900),
      link: 'https://a.example/',
    }
    for (const [dates, isPair] of [
      [LEDGER_DATES, given.in.ledger],
      [FEED_DATES, given.in.feed],
    ] as const) {
      const pair = isPair ? [[0, 0]] : []
      expect(placesOf([own ?? NO_TRAITS], [their ?? NO_TRAITS], dates)).toEqual(pair)
      // The other is paired by its link, and so is no rival.
      const [ours, theirs] = [
        [own ?? NO_TRAITS, other],
        [their ?? NO_TRAITS, other],
      ]
      expect(placesOf(ours, theirs, dates)).toEqual([[1, 1], ...pair])
      const rival = { ...other, link: null }
      const among = placesOf([own ?? NO_TRAITS, rival], [their ?? NO_TRAITS, rival], dates)
      expect(among.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([...pair, [1, 1]])
    }
  })

  test.each([
    { what: 'that differ', of: (index: number) => ({ title: `News ${index}` }) },
    { what: 'that are all alike', of: () => ({ enclosure: 'https://cdn.example/news.mp3' }) },
    { what: 'without dates', of: () => ({ published: null }) },
  ])('pairs 10000 episodes $what in no time', ({ of }) => {
    const start = performance.now()
    for (const dates of [FEED_DATES, LEDGER_DATES]) {
      pairEpisodes(daily(10_000, of), daily(10_000, of), dates)
    }
    // Each with each other would be 100 million looks a sign.
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
