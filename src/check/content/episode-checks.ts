import { SOUND } from '../../base/media-types.ts'
import type { FieldName } from '../../posts/conventions.ts'
import type { Episode } from '../../show/episode.ts'
import { episodesOf, inField, oldestFirst, placeOf, type Content } from './checked-content.ts'
import { isAtHome, isInsecure } from '../../base/addresses.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { DAY, utcDay } from '../../base/written-times.ts'

/** Bytes of a summary that directories take. */
const MOST_SUMMARY = 4000
/** Milliseconds; an article is not scheduled further ahead. */
const FAR = 366 * DAY

const RECORDING_NAME = new RegExp(`\\.(?:${SOUND}|mp4)(?:$|[?#])`, 'i')

function plainTitle({ title, language }: Episode): string {
  return `${language} ${(
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ')}`
}

/** Parameters of addresses that storage services let expire, in lower case. */
const SIGNED: ReadonlySet<string> = new Set([
  'x-amz-expires',
  'x-amz-signature',
  'x-goog-expires',
  'x-goog-signature',
  'x-oss-expires',
  'expires',
  'signature',
  'key-pair-id',
  'sig',
])

/** The parameter because of which an address expires; null if there is none. */
function expiryOf(address: string): string | null {
  const { searchParams } = new URL(address)
  return [...searchParams.keys()].find((key) => SIGNED.has(key.toLowerCase())) ?? null
}

function isElsewhere({ path }: { readonly path: string | null }): boolean {
  return path === null
}

/** The addresses of other hosts that an episode sends its listeners to, by the field that names them. */
function addressesOf(episode: Episode): readonly (readonly [FieldName, string])[] {
  const { audio, alternates, image, chaptersUrl, transcripts } = episode
  return [
    ...[audio, ...alternates].filter(isElsewhere).map(({ url }) => ['audio', url] as const),
    ...transcripts.filter(isElsewhere).map(({ url }) => ['transcripts', url] as const),
    ...(image === null ? [] : [['image', image] as const]),
    ...(chaptersUrl === null ? [] : [['chapters', chaptersUrl] as const]),
  ]
}

function* expiring(content: Content): Iterable<Found> {
  for (const episode of episodesOf(content)) {
    for (const [field, address] of addressesOf(episode)) {
      const sign = expiryOf(address)
      if (sign === null) continue
      const { host, pathname } = new URL(address)
      const message = `expected an address that lasts, got one of ${host}${pathname} that is signed (${sign})`
      yield { ...placeOf(content, episode, field), message }
    }
  }
}

/** Numbered full episodes; trailers and bonus episodes need no number. */
function numberedEpisodes(content: Content): readonly Episode[] {
  return episodesOf(content).filter(
    ({ episodeType, episode }) => episodeType === 'full' && episode !== null,
  )
}

/** Each episode with the oldest one that has the same value. */
function repeated(
  episodes: readonly Episode[],
  valueOf: (episode: Episode) => string,
): readonly (readonly [Episode, Episode])[] {
  return [...Map.groupBy(oldestFirst(episodes), valueOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : others.map((other) => [other, first] as const),
  )
}

function* repeatedTitles(content: Content): Iterable<Found> {
  for (const [episode, first] of repeated(episodesOf(content), plainTitle)) {
    const message = `"${episode.title}" is also the title of ${first.file}`
    yield { ...placeOf(content, episode, 'title'), message }
  }
}

function* repeatedNumbers(content: Content): Iterable<Found> {
  const numbered = numberedEpisodes(content)
  for (const [episode, first] of repeated(numbered, ({ season, episode: n }) => `${season}/${n}`)) {
    const message = `${episode.episode} is also the number of ${first.file}`
    yield { ...placeOf(content, episode, 'episode'), message }
  }
}

/** The share of numbers up to which missing ones are a slip; a blog that reads only some of its posts aloud lacks many. */
const FEW = 0.25

// The first number of a season that is lower than that of an older episode.
function* fallingNumbers(content: Content): Iterable<Found> {
  for (const season of Map.groupBy(numberedEpisodes(content), (each) => each.season).values()) {
    if (season.length < 3) continue
    const oldest = oldestFirst(season)
    const at = oldest.findIndex(({ episode, published }, index) => {
      const before = oldest[index - 1]
      const fall = (before?.episode ?? 0) - (episode ?? 0)
      // One that falls by far is an episode of another show
      return fall > 0 && fall <= season.length && published > (before?.published ?? published)
    })
    const [before, found] = [oldest[at - 1], oldest[at]]
    if (before === undefined || found === undefined) continue
    const message = `expected a number above ${before.episode}, that of the older ${before.file}, got ${found.episode}`
    yield { ...placeOf(content, found, 'episode'), message }
  }
}

function* missingSeasons(content: Content): Iterable<Found> {
  const numbered = numberedEpisodes(content)
  const without = numbered.filter(({ season }) => season === null)
  const [first] = without
  if (first === undefined || without.length === numbered.length) return
  const message = `${without.length} of ${numbered.length} numbered episodes have no season, e.g. ${first.file}`
  yield { ...placeOf(content, first, 'episode'), message }
}

function* numberGaps(content: Content): Iterable<Found> {
  // A post with an error, or one that has expired, is reported by itself, and its number is taken
  const taken = new Set(
    [...content.posts.values()].map(({ season, episode }) => `${season}/${episode}`),
  )
  const isSerial = content.show.type === 'serial'
  for (const season of Map.groupBy(numberedEpisodes(content), (each) => each.season).values()) {
    const sorted = season.toSorted((a, b) => (a.episode ?? 0) - (b.episode ?? 0))
    const gaps = sorted.flatMap((episode, index) => {
      const before = sorted[index - 1]?.episode ?? null
      const number = episode.episode ?? 0
      const isNext = before === null || number <= before + 1
      return isNext || taken.has(`${episode.season}/${before + 1}`)
        ? []
        : [{ episode, before, number }]
    })
    if (!isSerial && (sorted.length < 3 || gaps.length > Math.max(1, sorted.length * FEW))) continue
    for (const { episode, before, number } of gaps) {
      const message = `expected ${before + 1} after ${before}, got ${number}`
      yield { ...placeOf(content, episode, 'episode'), message }
    }
  }
}

/** Rules on episodes, apart from their recordings and texts. */
export const EPISODE_CHECKS = {
  'episode/title-repeated': {
    severity: 'warning',
    says: 'two episodes have the same title',
    source: from.APPLE('a title distinguishes an episode from others'),
    fix: 'give one of them another title, or remove a post that is a copy',
    find: repeatedTitles,
  },
  'episode/number-repeated': {
    severity: 'warning',
    says: 'two episodes of a season have the same number',
    source: from.PSP('itunes:episode orders the episodes of a season'),
    fix: 'correct one of them',
    find: repeatedNumbers,
  },
  'episode/number-gap': {
    severity: 'advice',
    says: 'the numbers of episodes jump',
    source: from.PSP('itunes:episode orders the episodes of a season'),
    fix: 'correct the number, or publish the missing episode',
    find: numberGaps,
  },
  'episode/number-falls': {
    severity: 'advice',
    says: 'an episode has a lower number than an older one',
    source: from.PSP('itunes:episode orders the episodes of a season'),
    fix: 'correct the number, or the date',
    find: fallingNumbers,
  },
  'episode/season-missing': {
    severity: 'advice',
    says: 'some numbered episodes have a season and others none',
    source: from.PSP('itunes:season groups the episodes of a show'),
    fix: 'write season: 1 in the others, too, or leave the season out everywhere',
    find: missingSeasons,
  },
  'episode/summary-long': {
    severity: 'advice',
    says: 'a summary is longer than what directories show',
    source: from.PSP('a description has at most 4000 bytes'),
    fix: 'shorten it to a few sentences; the article is in the notes anyway',
    find: inField('summary')(({ file }, { posts }) => {
      const bytes = Buffer.byteLength(posts.get(file)?.summary ?? '')
      return bytes > MOST_SUMMARY && `expected at most ${MOST_SUMMARY} bytes, got ${bytes}`
    }),
  },
  'episode/date-far': {
    severity: 'warning',
    says: 'a post is scheduled for more than a year from now',
    source: from.VALIDATOR('ImplausibleDate: far in the future'),
    fix: 'correct the year, if it is a typing mistake',
    find: inField('date')(({ published }, { now }) => {
      const isFar = published.getTime() - now.getTime() > FAR
      return isFar && `${utcDay(published)} is more than a year away`
    }),
  },
  'episode/at-home': {
    severity: 'warning',
    says: 'a file of an episode is at an address of this computer or of a private network',
    source: from.RSS('the addresses in a feed are absolute'),
    fix: 'put the file beside the post, or write the address that listeners have',
    *find(content) {
      if (isAtHome(content.show.baseUrl)) return
      for (const episode of episodesOf(content)) {
        for (const [field, address] of addressesOf(episode)) {
          if (!isAtHome(address)) continue
          const message = `listeners cannot reach ${new URL(address).host}`
          yield { ...placeOf(content, episode, field), message }
        }
      }
    },
  },
  'episode/guid-recording': {
    severity: 'advice',
    says: 'a guid is derived from the recording, so a new file would become a new episode',
    source: from.PSP('a guid never changes, even if the file does'),
    fix: 'once it is published, keep it for ever; omit guid in new posts',
    find: inField('guid')(({ file, audio }, { posts }) => {
      const guid = posts.get(file)?.guid ?? ''
      const isRecording = RECORDING_NAME.test(guid) || guid === audio.url
      return isRecording && `"${guid}" is derived from the recording`
    }),
  },
  'episode/address-expires': {
    severity: 'warning',
    says: 'a file is published by a signed address, which expires',
    source: from.PSP(
      'the enclosure can be downloaded at its address, for as long as the feed has it',
    ),
    fix: 'make the file public, and give its address without the signature',
    find: expiring,
  },
  'episode/insecure-image': {
    severity: 'warning',
    says: 'the image of an episode is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https',
    find: inField('image')(
      ({ image }) => image !== null && isInsecure(image) && `expected https, got ${image}`,
    ),
  },
} satisfies Checks<Content>
