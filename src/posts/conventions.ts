import {
  flagOf,
  readAddress,
  readEpisode,
  readEpisodeType,
  readExplicit,
  readFlag,
  readGuid,
  readLabels,
  readLanguage,
  readLine,
  readNumber,
  readPermalink,
  readSlug,
  readSummary,
  readText,
} from './fields/convert.ts'
import { readChapters } from './fields/chapters-field.ts'
import { CREDIT_FIELDS } from './fields/credits.ts'
import { looksLikeAudio } from './fields/audio-references.ts'
import { type Field, field, type PlainOf, type ValueOf, words } from './fields/field.ts'
import { parseName } from './fields/part-values.ts'
import { readPeople } from './fields/people.ts'
import { readPersons } from './fields/persons.ts'
import { readSoundbites } from './fields/soundbites.ts'
import { RECORDING_FIELDS } from './fields/recording-fields.ts'
import { readTranscripts } from './fields/transcripts-field.ts'
import type { Value } from './front-matter/values.ts'

const EPISODE_TYPE = /^(?:full|trailer|bonus)$/i
/** A path of the blog: from the root, or, as in Hugo, of several parts without a host. */
const SITE_PATH = /^\s*(?:\/(?!\/)|[^\s/.:?#{}<>\\]+\/[^\s:{}<>\\]*\s*$)/

/**
 * All fields of the front matter: the keys of the generators and podcast themes, how a value is read, and
 * what becomes of it.
 *
 * Sources of the keys: Jekyll (with Jekyll-Podcast-Feed, yattecast), Hugo (with castanet, hugo-podcast,
 * empire), Eleventy, Astro, Next; `podcast_alt_file` and similar keys are the second choice in blogs with
 * several files.
 */
const TABLE = {
  title: field({
    keys: words('title episode_title headline'),
    read: readLine,
    rule: 'post/title',
    help: 'The title, one line of plain text.',
  }),
  slug: field({
    keys: words('slug'),
    read: readSlug,
    rule: 'post/slug',
    help: 'The part of the address of the episode page that names the episode.',
  }),
  permalink: field({
    keys: words('permalink permalink_pattern url?'),
    read: readPermalink,
    telling: (value) =>
      typeof value === 'string' && SITE_PATH.test(value) && !looksLikeAudio(value),
    rule: 'post/permalink',
    help: 'The address of the article on the blog.',
    default: null,
  }),
  ...RECORDING_FIELDS,
  date: field({
    keys: words(
      'publish_date date pub_date published published_at published_date date_published post_date',
    ),
    read: (value) => (isSwitch(value) ? null : readText(value)),
    rule: 'post/date-doubtful',
    help: 'When the post is published. A time without a zone is in the time zone of the show.',
  }),
  expires: field({
    keys: words('expiry_date unpublish_date'),
    read: (value) => readText(value),
    rule: 'post/expiry',
    help: 'When the blog stops showing the post; the episode is removed as well.',
  }),
  /** Null for a placeholder, too. */
  guid: field({
    keys: words('guid episode_guid podcast_guid itunes_guid'),
    read: readGuid,
    rule: 'post/guid',
    help: 'The permanent identity of the episode. Leave it out unless a feed that is already published has it.',
    default: null,
  }),
  /** As written: absolute, from the root of the site, or beside the post. */
  image: field({
    keys: words(
      `thumbnail image cover_image cover hero_image episode_image featured_image feature_image
      header_image og_image images episode.poster episode.image poster hero episode_banner banner`,
    ),
    read: readAddress,
    rule: 'episode/image',
    help: 'The image of the episode: a file or a URL.',
    default: null,
  }),
  summary: field({
    keys: words('post_excerpt excerpt description summary subtitle episode.summary summary_points'),
    read: readSummary,
    rule: 'post/summary',
    help: 'One or two sentences; the beginning of the article where it is left out.',
  }),
  season: field({
    keys: words('season season_number itunes_season podcast_season episode.season'),
    read: readNumber,
    rule: 'post/season',
    help: 'The number of the season.',
    default: null,
    episode: true,
  }),
  episode: field({
    keys: words(
      'episode episode_number number podcast_episode itunes_episode episode_no episode.number',
    ),
    read: readEpisode,
    rule: 'post/episode',
    help: 'The number of the episode, or a map with a number and what is displayed instead.',
  }),
  episodeType: field({
    keys: words('episode_type itunes_episode_type podcast_episode_type episode.type type?'),
    read: readEpisodeType,
    telling: (value) => typeof value === 'string' && EPISODE_TYPE.test(value.trim()),
    rule: 'post/episode-type',
    help: '`full`, `trailer` or `bonus`.',
    default: 'full',
    episode: true,
  }),
  explicit: field({
    keys: words('explicit itunes_explicit podcast_explicit episode.explicit'),
    read: readExplicit,
    rule: 'post/explicit',
    help: 'Whether the episode is for adults only.',
    default: null,
  }),
  chapters: field({
    keys: words(
      'chapters podcast_chapters episode.chapters chapters_file chapters_url chapters_json',
    ),
    read: readChapters,
    rule: 'post/chapters',
    help: 'A list of chapters (`"1:35 Title"`), or the JSON file that holds them.',
  }),
  transcripts: field({
    keys: words(
      `transcripts transcript transcript_url transcript_file transcript_path podcast_transcript
      podcast_transcripts episode.transcript`,
    ),
    read: readTranscripts,
    rule: 'post/transcripts',
    help: 'The transcript: a file, a URL, or a list of them.',
    default: [],
  }),
  authors: field({
    keys: words('authors author by byline writer'),
    read: readPeople,
    rule: 'post/persons',
    help: 'Who wrote the article.',
  }),
  hosts: field({
    keys: words('hosts host presenters presenter voices contributors speakers'),
    read: readPeople,
    rule: 'post/persons',
    help: 'Who speaks, where no author is named.',
  }),
  categories: field({
    keys: words('categories category taxonomies.categories tags tag taxonomies.tags keywords'),
    read: readLabels,
    rule: 'post/categories',
    help: 'Topics of the episode.',
  }),
  series: field({
    keys: words('series series_title serie'),
    read: readLabels,
    rule: 'post/series',
    help: 'The series that the episode belongs to; see the setting `feeds`.',
    default: [],
    episode: true,
  }),
  language: field({
    keys: words('lang language locale'),
    read: readLanguage,
    rule: 'post/language',
    help: 'The language of the episode, e.g. `cs`.',
  }),
  narrators: field({
    keys: words('narrator narrators narrated_by read_by spoken_by'),
    read: readPeople,
    rule: 'post/persons',
    help: 'Who reads the article aloud.',
  }),
  guests: field({
    keys: words('guests guest interviewees interviewee'),
    read: readPeople,
    rule: 'post/persons',
    help: 'Guests.',
  }),
  translators: field({
    keys: words('translator translators translated_by'),
    read: readPeople,
    rule: 'post/persons',
    help: 'Translators.',
  }),
  persons: field({
    keys: words('persons podcast_person podcast_persons'),
    read: readPersons,
    rule: 'post/persons',
    help: 'Everybody else, each with a role.',
  }),
  seasonName: field({
    keys: words('season_name season_title episode.season_name'),
    read: (value) => {
      const line = readLine(value)
      return line === null ? null : parseName(line)
    },
    rule: 'post/season-name',
    help: 'The name of the season.',
    default: null,
    episode: true,
  }),
  soundbites: field({
    keys: words('soundbites soundbite podcast_soundbite'),
    read: readSoundbites,
    rule: 'post/soundbites',
    help: 'Short stretches that apps may play as a sample.',
    default: [],
    episode: true,
  }),
  ...CREDIT_FIELDS,
  blocked: field({
    keys: words('podcast_block block_in_directories'),
    read: readFlag,
    rule: 'post/blocked',
    help: 'Whether directories are asked to leave the episode out.',
    default: false,
    episode: true,
  }),
}

type FieldRows = typeof TABLE

export type FieldName = keyof FieldRows

/** The type of each field as it is read. */
export type Fields = { readonly [Name in FieldName]: ValueOf<FieldRows[Name]> }

/** The fields that a post has as they are read: the rows with a default. */
export type PlainFields = PlainOf<FieldRows>

type Kept = {
  [Name in keyof PlainFields]: FieldRows[Name] extends { episode: true } ? Name : never
}[keyof PlainFields]

/** The fields that an episode has as its post has them. */
export type EpisodeFields = Pick<PlainFields, Kept>

export const CONVENTIONS: { readonly [Name in FieldName]: Field<Fields[Name]> } = TABLE

/** The names of all fields, for which settings may add keys, in the order of the table. */
export const FIELD_NAMES: readonly FieldName[] = Object.keys(TABLE).filter(isFieldName)

/** Whether a name is that of a field. */
export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(TABLE, name)
}

const PLAIN = FIELD_NAMES.filter((name) => CONVENTIONS[name].default !== undefined)

/** Reads the fields that a post has as they are. */
export function plainFields(
  first: <Name extends FieldName>(name: Name) => Fields[Name] | null,
): PlainFields {
  const fields = chosen(PLAIN, (name) => first(name) ?? CONVENTIONS[name].default)
  // Each is of the type of its row.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return fields as PlainFields
}

const KEPT = PLAIN.filter((name) => CONVENTIONS[name].episode)

/** Selects the fields that an episode has as its post has them. */
export function episodeFields(post: EpisodeFields): EpisodeFields {
  const values: Readonly<Record<string, unknown>> = post
  const kept = chosen(KEPT, (name) => values[name])
  // Each is as the post has it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return kept as EpisodeFields
}

/** Makes an object of fields. Of thousands of posts, one object for each field would be much. */
function chosen(
  names: readonly FieldName[],
  valueOf: (name: FieldName) => unknown,
): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {}
  for (const name of names) fields[name] = valueOf(name)
  return fields
}

/** `published: true` says that a post is published, but not when. */
function isSwitch(value: Value): boolean {
  if (typeof value === 'string') return flagOf(value) !== null && !/\d/.test(value)
  return typeof value === 'boolean'
}
