import {
  parseBytes,
  type EpisodeName,
  type Warn,
  addressesOf,
  describe,
  flagOf,
  readAddress,
  readEpisode,
  readEpisodeType,
  readExplicit,
  readGuid,
  readLabels,
  readLanguage,
  readLine,
  readMediaType,
  readNumber,
  readPermalink,
  readSlug,
  readSummary,
  readText,
} from './fields/convert.ts'
import { type Chapters, readChapters } from './fields/chapters-field.ts'
import type { Credits } from './fields/credits.ts'
import { readFunding, readPayments } from './fields/support.ts'
import { readLicense } from './fields/license.ts'
import { readLocations } from './fields/location.ts'
import { parseName } from './fields/part-values.ts'
import { type People, readPeople } from './fields/people.ts'
import { readPersons, type Person } from './fields/persons.ts'
import type { Post, TranscriptReference } from './post.ts'
import { readSocial } from './fields/social.ts'
import { readSoundbites, type Soundbite } from './fields/soundbites.ts'
import { readTexts } from './fields/texts.ts'
import { parseDuration } from './fields/timestamp.ts'
import { readTranscripts } from './fields/transcripts.ts'
import type { Value } from './front-matter/values.ts'

/** How blogs write one field in front matter. */
export interface Convention<T> {
  /**
   * Keys in the order to try; the first with a value counts. Keys are compared by `sameKey`; `a.b` is a
   * key inside a map. A key that ends in `?` has another meaning in most blogs, and counts only if its
   * value is `telling`.
   */
  readonly keys: readonly string[]
  /**
   * Reads a value; null if it is empty, so that the next key is tried.
   *
   * @throws {RangeError} If it cannot be read.
   */
  readonly read: (value: Value, warn: Warn) => T | null
  readonly telling?: (value: Value) => boolean
}

/** The fields of a post, by the names for which settings may add keys. */
export interface Fields {
  /** One line of plain text. */
  readonly title: string
  readonly slug: string
  readonly permalink: string
  /** Addresses as written. */
  readonly audio: readonly string[]
  /** Seconds. */
  readonly duration: number
  readonly bytes: number
  /** Media type. */
  readonly type: string
  /** As written; see `parseDate`. */
  readonly date: string
  /** As written. */
  readonly expires: string
  readonly guid: string
  readonly image: string
  readonly summary: string
  readonly season: number
  readonly episode: EpisodeName
  readonly episodeType: Post['episodeType']
  readonly explicit: boolean
  readonly chapters: Chapters
  readonly transcripts: readonly TranscriptReference[]
  readonly authors: People
  /** Speakers, if no author is named. */
  readonly hosts: People
  readonly categories: readonly string[]
  readonly series: readonly string[]
  readonly language: string
  /** Who reads the article aloud. */
  readonly narrators: People
  readonly guests: People
  readonly translators: People
  /** Other people, each with a role. */
  readonly persons: readonly Person[]
  readonly seasonName: string
  readonly soundbites: readonly Soundbite[]
  readonly funding: Credits['funding']
  readonly locations: Credits['locations']
  readonly license: NonNullable<Credits['license']>
  readonly social: Credits['social']
  readonly payments: NonNullable<Credits['payments']>
  readonly texts: Credits['texts']
  readonly aiContent: boolean
  /** Whether directories are asked not to list the episode. */
  readonly blocked: boolean
}

export type FieldName = keyof Fields

/** The ending of a recording's name, in a path or in a query. */
export const AUDIO_NAME = /\.(?:mp3|m4a|m4b|mp4|aac|ogg|oga|opus|flac|wav|aiff?|wma)(?=[.?#&\n]|$)/i
const EPISODE_TYPE = /^(?:full|trailer|bonus)$/i
const MAX_ADDRESS = 2000
const MAX_ADDRESSES = 20
/** A path of the blog: from the root, or, as in Hugo, of several parts without a host. */
const SITE_PATH = /^\s*(?:\/(?!\/)|[^\s/.:?#{}<>\\]+\/[^\s:{}<>\\]*\s*$)/
const CLOCK = /^\s*\d+:/

/** Whether an address has the extension of a recording, in the path or in the query. */
function looksLikeAudio(value: Value): boolean {
  return addressesOf(value).some((address) => AUDIO_NAME.test(address))
}

/**
 * Field → the keys of the generators and podcast themes → how the value is read.
 *
 * Sources: Jekyll (with Jekyll-Podcast-Feed, yattecast), Hugo (with castanet, hugo-podcast,
 * empire), Eleventy, Astro, Next; `podcast_alt_file` and similar keys are the second choice in blogs
 * with several files.
 */
export const CONVENTIONS: { readonly [Name in FieldName]: Convention<Fields[Name]> } = {
  title: { keys: words('title episode_title headline'), read: readLine },
  slug: { keys: words('slug'), read: readSlug },
  permalink: {
    keys: words('permalink permalink_pattern url?'),
    read: readPermalink,
    telling: (value) =>
      typeof value === 'string' && SITE_PATH.test(value) && !looksLikeAudio(value),
  },
  audio: {
    keys: words(
      `audio_url podcast_url podcast_link media_override podcast_file podcast_alt_file podcast_ogg_file
      enclosure enclosure_url mp3 mp3_url audio_file_path audio_file audio_src audio_link audio_path
      audio_repo_url audio_release_url efile audio.file audio.url audio.src episode.audio episode.audio_url podcast.audio podcast.file
      audio? file? url? link? podcast? podcast.url? episode_url? media? media_url? recording?`,
    ),
    read: readAudio,
    telling: looksLikeAudio,
  },
  duration: {
    keys: words(
      `duration podcast_duration audio_duration itunes_duration episode_duration episode.duration
      audio.duration enclosure.duration podcast.duration length?`,
    ),
    read: (value) => parseNumber(value, parseDuration),
    telling: (value) => typeof value === 'string' && CLOCK.test(value),
  },
  bytes: {
    keys: words(
      `length? audio_bytes audio_length podcast_length podcast_bytes filesize file_size audio_file_size
      audio_size length_bytes bytes audio.bytes audio.size audio.length episode.audio.size
      episode.audio.length enclosure.length enclosure.size podcast.bytes podcast.length`,
    ),
    read: (value) => parseNumber(value, parseBytes),
    telling: (value) => typeof value === 'string' && !CLOCK.test(value),
  },
  type: {
    keys: words(
      `audio_type podcast_type mime_type audio.type audio.mime_type episode.audio.mime_type
      episode.audio.type enclosure.type type?`,
    ),
    read: readMediaType,
    telling: (value) => typeof value === 'string' && /^\s*audio\//i.test(value),
  },
  date: {
    keys: words(
      'publish_date date pub_date published published_at published_date date_published post_date',
    ),
    read: (value) => (isSwitch(value) ? null : readText(value)),
  },
  expires: { keys: words('expiry_date unpublish_date'), read: (value) => readText(value) },
  guid: { keys: words('guid episode_guid podcast_guid itunes_guid'), read: readGuid },
  image: {
    keys: words(
      `thumbnail image cover_image cover hero_image episode_image featured_image feature_image
      header_image og_image images episode.poster episode.image poster hero episode_banner banner`,
    ),
    read: readAddress,
  },
  summary: {
    keys: words('post_excerpt excerpt description summary subtitle episode.summary summary_points'),
    read: readSummary,
  },
  season: {
    keys: words('season season_number itunes_season podcast_season episode.season'),
    read: readNumber,
  },
  episode: {
    keys: words(
      'episode episode_number number podcast_episode itunes_episode episode_no episode.number',
    ),
    read: readEpisode,
  },
  episodeType: {
    keys: words('episode_type itunes_episode_type podcast_episode_type episode.type type?'),
    read: readEpisodeType,
    telling: (value) => typeof value === 'string' && EPISODE_TYPE.test(value.trim()),
  },
  explicit: {
    keys: words('explicit itunes_explicit podcast_explicit episode.explicit'),
    read: readExplicit,
  },
  chapters: {
    keys: words(
      'chapters podcast_chapters episode.chapters chapters_file chapters_url chapters_json',
    ),
    read: readChapters,
  },
  transcripts: {
    keys: words(
      `transcripts transcript transcript_url transcript_file transcript_path podcast_transcript
      podcast_transcripts episode.transcript`,
    ),
    read: readTranscripts,
  },
  authors: { keys: words('authors author by byline writer'), read: readPeople },
  hosts: {
    keys: words('hosts host presenters presenter voices contributors speakers'),
    read: readPeople,
  },
  categories: {
    keys: words('categories category taxonomies.categories tags tag taxonomies.tags keywords'),
    read: readLabels,
  },
  series: { keys: words('series series_title serie'), read: readLabels },
  language: { keys: words('lang language locale'), read: readLanguage },
  narrators: {
    keys: words('narrator narrators narrated_by read_by spoken_by'),
    read: readPeople,
  },
  guests: { keys: words('guests guest interviewees interviewee'), read: readPeople },
  translators: { keys: words('translator translators translated_by'), read: readPeople },
  persons: { keys: words('persons podcast_person podcast_persons'), read: readPersons },
  seasonName: {
    keys: words('season_name season_title episode.season_name'),
    read: (value) => {
      const line = readLine(value)
      return line === null ? null : parseName(line)
    },
  },
  soundbites: { keys: words('soundbites soundbite podcast_soundbite'), read: readSoundbites },
  funding: { keys: words('funding podcast_funding'), read: readFunding },
  locations: {
    keys: words('podcast_location location locations place'),
    read: readLocations,
  },
  license: { keys: words('license licence podcast_license'), read: readLicense },
  social: {
    keys: words('social_interact podcast_social_interact comments_url mastodon_url comments?'),
    read: readSocial,
    telling: (value) => typeof value === 'object' || (typeof value === 'string' && /:/.test(value)),
  },
  payments: { keys: words('podcast_value value4value value_for_value'), read: readPayments },
  texts: { keys: words('podcast_txt txt'), read: readTexts },
  aiContent: {
    keys: words('ai_content synthetic_voice'),
    read: readFlag,
  },
  blocked: { keys: words('podcast_block block_in_directories'), read: readFlag },
}

/** The names of the fields, for which settings may add keys. */
export const FIELD_NAMES: readonly string[] = Object.keys(CONVENTIONS)

/** Whether a name is that of a field. */
export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(CONVENTIONS, name)
}

/** `published: true` says that a post is published, but not when. */
function isSwitch(value: Value): boolean {
  if (typeof value === 'string') return flagOf(value) !== null && !/\d/.test(value)
  return typeof value === 'boolean'
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

function readFlag(value: Value): boolean | null {
  const flag = flagOf(value)
  if (flag !== null || readText(value) === null) return flag
  throw new RangeError(`expected true or false, got ${describe(value)}`)
}

function readAudio(value: Value): readonly string[] | null {
  // WordPress keeps URL, bytes and type in lines of one text.
  const addresses = addressesOf(value).map((address) => address.split('\n', 1)[0]?.trim() ?? '')
  if (addresses.some((address) => address.length > MAX_ADDRESS)) {
    throw new RangeError(`expected a URL, a path or a file name, got ${describe(value)}`)
  }
  return addresses.length === 0 ? null : addresses.slice(0, MAX_ADDRESSES)
}

function parseNumber(value: Value, parse: (text: string) => number | null): number | null {
  const text = typeof value === 'boolean' ? null : readText(value)
  return text === null ? null : parse(text)
}
