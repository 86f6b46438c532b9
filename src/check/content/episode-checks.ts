import type { Episode } from '../../show/episode.ts'
import { episodesOf, inEpisodes, placeOf, type Content } from './content.ts'
import { isInsecure } from '../../net/addresses.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'

const DAY = 24 * 60 * 60 * 1000
/** Further ahead than anybody schedules an article. */
const FAR = 366 * DAY

/** `Ep. 12`, `#12`, `S01E02`, `Díl 3` at the start; a year or a count in the midst is a part of it. */
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

/** Full episodes; trailers and bonus ones need no number. */
function fullEpisodes(content: Content): readonly Episode[] {
  return episodesOf(content).filter(({ episodeType }) => episodeType === 'full')
}

/** Each episode with the older one that is the same in one trait. */
function repeated(
  episodes: readonly Episode[],
  trait: (episode: Episode) => string,
): readonly (readonly [Episode, Episode])[] {
  const oldest = episodes.toSorted((a, b) => a.published.getTime() - b.published.getTime())
  return [...Map.groupBy(oldest, trait).values()].flatMap(([first, ...others]) =>
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
  const numbered = fullEpisodes(content).filter(({ episode }) => episode !== null)
  for (const [episode, first] of repeated(numbered, ({ season, episode: n }) => `${season}/${n}`)) {
    const message = `${episode.episode} is also the number of ${first.file}`
    yield { ...placeOf(content, episode, 'episode'), message }
  }
}

function* numberGaps(content: Content): Iterable<Found> {
  if (content.show.type !== 'serial') return
  const numbered = fullEpisodes(content).filter(({ episode }) => episode !== null)
  for (const season of Map.groupBy(numbered, (each) => each.season).values()) {
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

/** What is wrong with an episode beside its recording and its words. */
export const EPISODE_CHECKS = {
  'episode/title-repeated': {
    severity: 'warning',
    says: 'two episodes have one title',
    source: from.APPLE('a title tells episodes apart'),
    fix: 'give one of them another title, or take a post out that was copied',
    find: repeatedTitles,
  },
  'episode/title-number': {
    severity: 'warning',
    says: 'a title begins with a season or episode number',
    source: from.PSP('numbers have elements of their own and stay out of the title'),
    fix: 'write episode: 12, and only the words in the title',
    find: inEpisodes(function* (episode, content) {
      const [found] = NUMBERED.exec(episode.title) ?? []
      if (found === undefined) return
      const message = `"${found.trim()}" is a number; apps show their own`
      yield { ...placeOf(content, episode, 'title'), message }
    }),
  },
  'episode/title-long': {
    severity: 'warning',
    says: 'a title is cut, since it is longer than 255 characters',
    source: from.PSP('values have at most 255 characters'),
    fix: 'shorten it',
    find: inEpisodes(function* (episode, content) {
      if (episode.title.length <= 255) return
      const message = `expected at most 255 characters, got ${episode.title.length}`
      yield { ...placeOf(content, episode, 'title'), message }
    }),
  },
  'episode/number-repeated': {
    severity: 'warning',
    says: 'two episodes of a season have one number',
    source: from.PSP('itunes:episode orders the episodes of a season'),
    fix: 'correct one of them',
    find: repeatedNumbers,
  },
  'episode/number-gap': {
    severity: 'advice',
    says: 'the numbers of a serial leave one out',
    source: from.PSP('itunes:episode orders the episodes of a season'),
    fix: 'correct the number, or publish what is missing',
    find: numberGaps,
  },
  'episode/date-far': {
    severity: 'warning',
    says: 'a post is scheduled for more than a year from now',
    source: from.VALIDATOR('ImplausibleDate: far in the future'),
    fix: 'correct the year, if it is a slip',
    find: inEpisodes(function* (episode, content) {
      if (episode.published.getTime() - content.now.getTime() <= FAR) return
      const message = `${dayOf(episode)} is more than a year away`
      yield { ...placeOf(content, episode, 'date'), message }
    }),
  },
  'episode/guid-recording': {
    severity: 'advice',
    says: 'a guid is made of the recording, so a new file would be a new episode',
    source: from.PSP('a guid never changes, whatever becomes of the file'),
    fix: 'once it is out, keep it for ever; for new posts leave guid out',
    find: inEpisodes(function* (episode, content) {
      const guid = content.posts.get(episode.file)?.guid ?? null
      if (guid === null || !(RECORDING_NAME.test(guid) || guid === episode.audio.url)) return
      const message = `"${guid}" is made of the recording`
      yield { ...placeOf(content, episode, 'guid'), message }
    }),
  },
  'episode/insecure-image': {
    severity: 'warning',
    says: 'the picture of an episode is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https',
    find: inEpisodes(function* (episode, content) {
      if (episode.image === null || !isInsecure(episode.image)) return
      const message = `expected https, got ${episode.image}`
      yield { ...placeOf(content, episode, 'image'), message }
    }),
  },
} satisfies Checks<Content>

function dayOf({ published }: Episode): string {
  return published.toISOString().slice(0, 10)
}
