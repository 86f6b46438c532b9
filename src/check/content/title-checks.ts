import type { Episode } from '../../show/episode.ts'
import { episodesOf, inField, placeOf, SETTINGS, type Content } from './checked-content.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** What an episode is called beside its number. */
const EPISODE =
  'episode|ep|díl|dil|folge|épisode|episodio|episódio|episodi|odcinek|part|parte|partie|teil|aflevering|avsnitt|afsnit|jakso|rész|bölüm|epizoda|epizóda|epizodă|epizod|выпуск|эпизод|серия|випуск|епізод|епизод|επεισόδιο|פרק|الحلقة|حلقة|エピソード|에피소드|tập'
const SEASON =
  'season|staffel|saison|temporada|stagione|sezon|sezonul|sezóna|řada|seizoen|säsong|sæson|kausi|évad|сезон|σεζόν|الموسم|シーズン|시즌'
const SHORT = String.raw`s\d{1,2}\s*[.:,]?\s*ep?\.?\s*\d{1,4}`
const LONG = String.raw`(?:(?:${SEASON})\s*\d{1,3}\s*[.:,–—-]?\s*)?(?:${EPISODE})\s*[.:#№]?\s*\d{1,4}`
const NAMED = String.raw`${LONG}|${SHORT}|[#№]\s*\d{1,4}|第\s*\d{1,4}\s*[回集期話话]|제\s*\d{1,4}\s*회`

/** `Ep. 12`, `#12`, `S01E02`, `Season 1 Episode 2`, `Díl 3` at the start; numbers further on belong to the title. */
const AT_START = new RegExp(String.raw`^\s*[([]?\s*(?:${NAMED})(?![\p{L}\p{N}])`, 'iu')
/** The same at the end, in brackets or after a dash. */
const AT_END = new RegExp(
  String.raw`(?:[([]\s*(?:${NAMED})\s*[)\]]|\s[-–—|]\s*(?:${NAMED}))\s*$`,
  'iu',
)
/** A bare number and a dash, or one with leading zeros; `2001: …` may be a title, and `1. května` a date. */
const DASHED = /^\s*(?:\d{1,3}\s+[-–—|]|0\d{1,3}(?:\s+[-–—|]|[.:)\]]))\s+(?=\S)/u
const BARE = /^\s*[([]?(\d{1,4})\s*[.:)\]–—|-]\s+(?=\S)/u

/** The number of an episode in its title, as it is written there; null for none. */
function numberIn({ title, episode }: Episode): string | null {
  const bare = BARE.exec(title)
  const own = bare !== null && Number(bare[1]) === episode ? bare : null
  const [found] = AT_START.exec(title) ?? AT_END.exec(title) ?? DASHED.exec(title) ?? own ?? []
  return found?.trim() ?? null
}

/** Fewer episodes do not show a habit. */
const HABIT = 3

/** Whether a title begins or ends with the name of the show, separated from its own words. */
function bearsName(title: string, name: string): boolean {
  const [all, show] = [title, name].map((text) => text.normalize('NFKC').toLowerCase().trim())
  if (all === undefined || show === undefined || show === '' || all === show) return false
  if (all.startsWith(show)) return /^\s*(?:[:|–—#№•·]|-\s|\s\d)/u.test(all.slice(show.length))
  return all.endsWith(show) && /(?:[:|–—•·]|\s-)\s*$/u.test(all.slice(0, -show.length))
}

function* showInTitles(content: Content): Iterable<Found> {
  const { title: name } = content.show
  const episodes = episodesOf(content)
  const bearing = episodes.filter(({ title }) => bearsName(title, name))
  const [first] = bearing
  if (first === undefined || bearing.length < HABIT || bearing.length < episodes.length * 0.75)
    return
  const message = `"${name}" is in ${bearing.length} of ${episodes.length} titles, e.g. "${first.title}"`
  yield { ...placeOf(content, first, 'title'), message }
}

/** Letters of a title that are enough to distinguish capitals from an abbreviation. */
const SHOUTED = 10

/** Whether a text of several words has capitals only. */
function isShouted(text: string): boolean {
  const words = text.match(/[\p{L}\p{M}]{3,}/gu) ?? []
  const letters = text.match(/[\p{Lu}\p{Ll}]/gu) ?? []
  return words.length >= 2 && letters.length >= SHOUTED && !/\p{Ll}/u.test(text)
}

/** Repeated punctuation or emoji, which call for attention. */
const SIGNS = /[!?]{3,}|(?:\p{Emoji_Presentation}\uFE0F?\s*){3,}/u

/** How a title shouts; null if it does not. */
function shout(title: string): string | null {
  if (isShouted(title)) return 'the title is in capitals only'
  const [signs] = SIGNS.exec(title) ?? []
  return signs === undefined ? null : `the title shouts "${signs.trim()}"`
}

function* capitals(content: Content): Iterable<Found> {
  const { title } = content.show
  const ofShow = shout(title)
  if (ofShow !== null) yield { file: SETTINGS, field: 'title', message: ofShow }
  for (const episode of episodesOf(content)) {
    const message = shout(episode.title)
    if (message !== null) yield { ...placeOf(content, episode, 'title'), message }
  }
}

/** Labels of a post; apps and directories look at the first dozen at most. */
const MOST_LABELS = 25
/** Categories of a show that some directory takes. */
const MOST_CATEGORIES = 3
/** Parts of a title: more are a list of keywords. */
const MOST_PARTS = 5
const BARS = /\s*[|•·]\s*/u
const PARTS = /\s*[|•·,;/]\s*|\s[-–—]\s/u

/** Why a title is a list of keywords; null if it is not. */
function stuffing(text: string): string | null {
  const parts = partsOf(text, PARTS)
  const bars = partsOf(text, BARS)
  if (bars.length >= 4) return `it has ${bars.length} parts divided by bars`
  if (parts.length < 4) return null
  const isList = parts.every((part) => part.split(/\s+/).length <= 3)
  if (parts.length > MOST_PARTS && isList) return `it is a list of ${parts.length} keywords`
  const words = text.toLowerCase().match(/[\p{L}\p{M}]{4,}/gu) ?? []
  const [most] = [...Map.groupBy(words, (word) => word)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  if (most === undefined || most[1].length < 3) return null
  return `"${most[0]}" is in it ${most[1].length} times`
}

function partsOf(text: string, divided: RegExp): readonly string[] {
  return text.split(divided).filter((part) => part !== '')
}

function* keywords(content: Content): Iterable<Found> {
  for (const field of ['title', 'author'] as const) {
    const why = stuffing(content.show[field] ?? '')
    if (why !== null) yield { file: SETTINGS, field, message: `the ${field} is stuffed: ${why}` }
  }
  const { length: given } = content.show.categories
  if (given > MOST_CATEGORIES) {
    const message = `expected one to ${MOST_CATEGORIES} categories, got ${given}; Apple takes the first`
    yield { file: SETTINGS, field: 'category', message }
  }
  for (const episode of episodesOf(content)) {
    const why = stuffing(episode.title)
    const { length } = episode.categories
    if (why !== null) {
      yield { ...placeOf(content, episode, 'title'), message: `the title is stuffed: ${why}` }
    }
    if (length > MOST_LABELS) {
      const message = `expected a few categories, got ${length}`
      yield { ...placeOf(content, episode, 'categories'), message }
    }
  }
}

/** `moon_final.mp3`, `2026-05-11-the-moon`, `the_moon_v2`: no spaces, and an extension, a date or underscores. */
const FILE_NAME =
  /^\S+\.(?:mp3|m4a|wav|flac|ogg|opus|aac|md|docx?)$|^\d{4}-\d\d-\d\d[-_]\S+$|^[\p{Ll}\d]+(?:_[\p{Ll}\d]+){2,}$/iu

const TRAILERS = 'trailer|teaser|tráiler|bande[- ]annonce|zwiastun|trejler|трейлер|予告編?|予告'
const TYPED: readonly (readonly [RegExp, Episode['episodeType']])[] = [
  [
    new RegExp(
      String.raw`^\W*(?:(?:official|season \d+|series|podcast)\s+)?(?:${TRAILERS})(?:\s*$|\s*[:–—|(!]|\s-\s)|(?:[:–—|(]|\s-)\s*(?:(?:official|season \d+)\s+)?(?:${TRAILERS})\W*$`,
      'iu',
    ),
    'trailer',
  ],
  [
    /^\W*bonus(?:\s+(?:episode|episodio|folge|track))?\s*[:–—|]|[([]\s*bonus(?:\s+\p{L}+)?\s*[)\]]\s*$/iu,
    'bonus',
  ],
]

/** In seconds; a longer recording only mentions a trailer in its title. */
const LONGEST_TRAILER = 300

/** Rules on the titles of episodes. */
export const TITLE_CHECKS = {
  'episode/title-number': {
    severity: 'warning',
    says: 'a title begins or ends with a season or episode number',
    source: from.PSP('numbers have elements of their own and do not belong in the title'),
    fix: 'write episode: 12, and only the words in the title',
    find: inField('title')((episode) => {
      const found = numberIn(episode)
      return found !== null && `"${found}" is a number; apps show numbers themselves`
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
  'episode/title-file': {
    severity: 'warning',
    says: 'a title is the name of a file',
    source: from.APPLE('a title distinguishes an episode from others'),
    fix: 'write the title in words',
    find: inField('title')(
      ({ title }) => FILE_NAME.test(title) && `"${title}" reads like the name of a file`,
    ),
  },
  'episode/title-show': {
    severity: 'advice',
    says: 'the titles of episodes repeat the title of the show',
    source: from.APPLE('a title distinguishes an episode from others'),
    fix: 'leave the title of the show out of those of the episodes; apps show it beside them',
    find: showInTitles,
  },
  'episode/title-capitals': {
    severity: 'advice',
    says: 'a title shouts: it is all in capitals, or repeats punctuation marks',
    source: from.APPLE('titles are plain, without effects'),
    fix: 'write it in lower case, with capitals only where words have them, and one punctuation mark at a time',
    find: capitals,
  },
  'episode/keywords': {
    severity: 'advice',
    says: 'a title, an author or the categories are stuffed with keywords',
    source: from.APPLE('shows whose titles or authors hold lists of keywords are refused'),
    fix: 'keep the name alone, and the few categories that fit best',
    find: keywords,
  },
  'episode/type': {
    severity: 'advice',
    says: 'a trailer or bonus is published as a full episode',
    source: from.PSP('itunes:episodeType is full, trailer or bonus'),
    fix: 'write episode_type: trailer, or episode_type: bonus',
    find: inField('title')(({ title, episodeType, audio }) => {
      if (episodeType !== 'full') return null
      const [, type] = TYPED.find(([pattern]) => pattern.test(title)) ?? []
      const isLong = type === 'trailer' && (audio.seconds ?? 0) > LONGEST_TRAILER
      return (
        type !== undefined &&
        !isLong &&
        `the title says ${type}, but the type of the episode is full`
      )
    }),
  },
} satisfies Checks<Content>
