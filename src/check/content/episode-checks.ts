import type { FieldName } from '../../posts/conventions.ts'
import type { Episode } from '../../show/episode.ts'
import { episodesOf, inField, placeOf, type Content } from './content.ts'
import { isInsecure } from '../../base/addresses.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'

const DAY = 24 * 60 * 60 * 1000
/** Nobody schedules an article further ahead. */
const FAR = 366 * DAY

/** `Ep. 12`, `#12`, `S01E02`, `Díl 3` at the start; numbers further on belong to the title. */
const NUMBERED =
  /^\s*(?:(?:episode|ep|díl|dil|folge|épisode|episodio|odcinek|part)\s*[.:#]?\s*\d{1,4}\b|#\s*\d{1,4}\b|s\d{1,2}\s*[.:]?\s*e\d{1,3}\b)/iu

const RECORDING_NAME = /\.(?:mp3|m4a|m4b|mp4|aac|ogg|opus|flac|wav)(?:$|[?#])/i

function plainTitle({ title, language }: Episode): string {
  return `${language} ${(
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ')}`
}

/** What storage services put into addresses that work for some time only, in small letters. */
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

/** The part of an address that says that it works for some time only; null where none does. */
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
  const oldest = episodes.toSorted((a, b) => a.published.getTime() - b.published.getTime())
  return [...Map.groupBy(oldest, valueOf).values()].flatMap(([first, ...others]) =>
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

function* numberGaps(content: Content): Iterable<Found> {
  if (content.show.type !== 'serial') return
  for (const season of Map.groupBy(numberedEpisodes(content), (each) => each.season).values()) {
    const sorted = season.toSorted((a, b) => (a.episode ?? 0) - (b.episode ?? 0))
    for (const [index, episode] of sorted.entries()) {
      const before = sorted[index - 1]?.episode ?? null
      const number = episode.episode ?? 0
      if (before === null || number <= before + 1) continue
      const message = `expected ${before + 1} after ${before}, got ${number}`
      yield { ...placeOf(content, episode, 'episode'), message }
    }
  }
}

/** What is wrong with an episode, apart from its recording and its text. */
export const EPISODE_CHECKS = {
  'episode/title-repeated': {
    severity: 'warning',
    says: 'two episodes have the same title',
    source: from.APPLE('a title distinguishes an episode from others'),
    fix: 'give one of them another title, or remove a post that is a copy',
    find: repeatedTitles,
  },
  'episode/title-number': {
    severity: 'warning',
    says: 'a title begins with a season or episode number',
    source: from.PSP('numbers have elements of their own and do not belong in the title'),
    fix: 'write episode: 12, and only the words in the title',
    find: inField('title')(({ title }) => {
      const [found] = NUMBERED.exec(title) ?? []
      return found !== undefined && `"${found.trim()}" is a number; apps show numbers themselves`
    }),
  },
  'episode/title-long': {
    severity: 'warning',
    says: 'a title is cut, because it is longer than 255 characters',
    source: from.PSP('values have at most 255 characters'),
    fix: 'shorten it',
    find: inField('title')(
      ({ title }) => title.length > 255 && `expected at most 255 characters, got ${title.length}`,
    ),
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
    says: 'a number is missing in a serial',
    source: from.PSP('itunes:episode orders the episodes of a season'),
    fix: 'correct the number, or publish the missing episode',
    find: numberGaps,
  },
  'episode/date-far': {
    severity: 'warning',
    says: 'a post is scheduled for more than a year from now',
    source: from.VALIDATOR('ImplausibleDate: far in the future'),
    fix: 'correct the year, if it is a typing mistake',
    find: inField('date')(({ published }, { now }) => {
      const isFar = published.getTime() - now.getTime() > FAR
      return isFar && `${published.toISOString().slice(0, 10)} is more than a year away`
    }),
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
