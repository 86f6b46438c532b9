import * as fc from 'fast-check'

import type { Credits } from '../../src/posts/fields/credits.ts'
import { parseRole, ROLE_NAMES } from '../../src/posts/fields/persons.ts'
import type { Alternate, Episode } from '../../src/show/episode.ts'
import type { RemoteItem } from '../../src/settings/directory-settings.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

/** Without `<!--`: feedsmith takes comments out of CDATA sections, where there are none. */
const MEANINGFUL = [
  ']]>',
  ']',
  '>',
  '<![CDATA[',
  '&amp;',
  '&lt;',
  '&#0;',
  '&',
  '<',
  '</title>',
  '<b>',
  "'",
  '"',
  '<lastBuildDate>',
  '</lastBuildDate>',

  '<?xml',
  '\0',
  '\ud83d',
  '\n',
  ' ',
  'žluť',
]

/** Any UTF-16, halves of surrogate pairs included, mixed with what XML, HTML and CDATA mean. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(...MEANINGFUL),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
const title = text.map((start) => `T${start}`)
const instant = fc.date({
  min: new Date('1995-01-01'),
  max: new Date('2099-12-31'),
  noInvalidDate: true,
})

const url = fc.webPath().map((path) => `https://cdn.example.org/a${path}`)
const nothing = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null })
const word = fc.stringMatching(/^[a-z]{1,9}$/)
const count = fc.integer({ min: 1, max: 999 })
/** Seconds as authors write them: to the millisecond. */
const seconds = (min: number, max: number) =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((milliseconds) => milliseconds / 1000)

function few<T>(thing: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> {
  return fc.array(thing, { maxLength: 2 })
}

const person = fc
  .record({
    name: title,
    role: fc.constantFrom(...ROLE_NAMES),
    url: nothing(url),
    image: nothing(url),
  })
  .map(({ role, ...rest }) => ({ ...rest, ...parseRole(role) }))

const social = fc.record({
  protocol: fc.constantFrom('activitypub', 'atproto', 'nostr', 'matrix'),
  uri: fc.oneof(url, fc.constant('nostr:note1abc'), fc.constant('at://did:plc:abc/app/1')),
  accountId: nothing(title),
  accountUrl: nothing(url),
  priority: nothing(fc.nat({ max: 9 })),
})

const payments = fc.record({
  type: word,
  method: word,
  suggested: nothing(fc.constantFrom('0.00000005', '3', '0.5')),
  recipients: fc.array(
    fc.record({
      name: nothing(title),
      type: word,
      address: word,
      split: count,
      fee: nothing(fc.boolean()),
      customKey: nothing(title),
      customValue: nothing(title),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

const credits: fc.Arbitrary<Credits> = fc.record({
  persons: few(person),
  funding: few(fc.record({ url, text: title })),
  locations: few(
    fc.record({
      name: title,
      rel: nothing(fc.constantFrom('subject', 'creator')),
      geo: nothing(fc.constantFrom('geo:50.0875,14.4213', 'geo:-48.636,-1.5115')),
      osm: nothing(fc.constantFrom('R113314', 'N1#2')),
      country: nothing(fc.constantFrom('CZ', 'FR')),
    }),
  ),
  license: nothing(fc.record({ name: title, url: nothing(url) })),
  social: few(social),
  payments: nothing(payments),
  texts: few(fc.record({ purpose: nothing(title), text: title })),
  aiContent: nothing(fc.boolean()),
})

const remoteItem: fc.Arbitrary<RemoteItem> = fc.record({
  feedGuid: fc.uuid(),
  feedUrl: nothing(url),
  title: nothing(title),
})

const directories = fc.record({
  hubs: few(url),
  complete: fc.boolean(),
  locked: fc.boolean(),
  medium: fc.constantFrom('podcast', 'newsletter', 'audiobookL'),
  blocks: few(fc.record({ service: nothing(word), blocked: fc.boolean() })),
  updateFrequency: nothing(
    fc.record({
      text: title,
      rrule: nothing(fc.constant('FREQ=WEEKLY;BYDAY=MO,TH')),
      start: nothing(fc.constantFrom('2026-05-04', '2026-05-04T08:00:00+02:00')),
    }),
  ),
  podping: nothing(fc.boolean()),
  announce: fc.record({ podping: nothing(url), serve: fc.boolean() }),
  podroll: few(remoteItem),
  publisher: nothing(remoteItem),
})

const alternate = fc
  .record({
    url,
    bytes: count,
    seconds: nothing(seconds(2, 9999)),
    type: fc.constantFrom('audio/ogg', 'audio/x-m4a'),
    integrity: nothing(fc.constant('sha384-OLBgp1GsljhM2TJ')),
  })
  .map((rest): Alternate => ({ ...exampleEpisode().audio, ...rest }))

const artwork = nothing(
  fc
    .record({ url: url.map((start) => `${start}.png`), pixels: nothing(count) })
    .map(({ pixels, ...rest }) => ({
      ...rest,
      path: null,
      file: null,
      type: 'image/png',
      width: pixels,
      height: pixels,
      small: [],
    })),
)

const episode = fc
  .record({
    title,
    summary: text,
    guid: fc.uuid(),
    published: instant,
    authors: fc.array(title, { maxLength: 2 }),
    categories: fc.array(title, { maxLength: 3 }),
    explicit: fc.boolean(),
    season: fc.option(fc.integer({ min: 1, max: 99 })),
    seasonName: nothing(title),
    episode: fc.option(fc.integer({ min: 1, max: 9999 })),
    episodeDisplay: nothing(fc.constantFrom('S01E01', 'p₀1')),
    episodeType: fc.constantFrom('full', 'trailer', 'bonus'),
    blocked: fc.boolean(),
    artwork,
    credits,
    alternates: few(alternate),
    soundbites: few(
      fc.record({ start: seconds(0, 999), seconds: seconds(15, 120), title: nothing(title) }),
    ),
    bytes: fc.integer({ min: 1, max: 2 ** 40 }),
    lasts: fc.option(fc.double({ min: 0.01, max: 1e6, noNaN: true })),
    path: fc.webPath(),
    // With three, their times would be in the description too
    chapters: fc.array(fc.record({ start: fc.integer({ min: 0, max: 1e6 }), title }), {
      maxLength: 2,
    }),
  })
  .map(({ bytes, lasts, path, credits: own, ...rest }): Episode => {
    const address = `https://cdn.example.org/a${path}`
    const { audio } = exampleEpisode()
    return exampleEpisode({
      ...rest,
      ...own,
      audio: { ...audio, bytes, seconds: lasts, url: address },
    })
  })

/** Articles have tests of their own and take most of the time. */
const feed = { notes: 'summary' } as const

/** Shows with every element that a feed can have, or any part of them, in any texts. */
export const generatedShow = fc
  .record({
    title,
    description: title,
    author: fc.option(title),
    explicit: fc.boolean(),
    type: fc.constantFrom('episodic', 'serial'),
    image: artwork,
    credits,
    directories,
    episodes: fc.uniqueArray(episode, { selector: ({ guid }) => guid, maxLength: 4 }),
  })
  .map(({ credits: own, directories: told, ...rest }): Show =>
    exampleShow({ ...rest, ...own, ...told, feed, copyright: rest.title }),
  )
