import { withoutAddress } from '../posts/fields/people.ts'
import { toPlainText } from '../posts/article/plain-text.ts'
import { FIELD_NAMES } from '../posts/conventions.ts'
import { parseFlag, parseWord } from '../posts/fields/part-values.ts'
import { parseColour } from '../base/colour.ts'
import { AUDIO_SETTINGS } from './audio-settings.ts'
import { CATEGORY_NAMES, parseCategory, type Category } from '../base/categories.ts'
import { parseLanguage } from './language.ts'
import type { Value } from '../posts/front-matter/values.ts'
import { DIRECTORY_SETTINGS } from './directory-settings.ts'
import { FEED_SETTINGS } from './feed-settings.ts'
import { NARRATION_SETTINGS } from './narration-settings.ts'
import { PUBLISH_SETTINGS } from './publish-settings.ts'
import type { Setting } from './setting.ts'
import { HTTP_URL, oneOrMore, setting, TEXT, YES_OR_NO } from './setting.ts'
import type { Report } from './setting-readers.ts'
import { PARTS_SCHEMA, readParts } from './part-settings.ts'
import { readShows } from './shows-setting.ts'
import { listOf, mapOf, one } from './setting-readers.ts'
import {
  expandHome,
  parseCopyright,
  parseDescription,
  parseEmail,
  parseField,
  parseFileOrUrl,
  parseFolder,
  parseGlob,
  parseLine,
  parsePermalink,
  parseSiteUrl,
  parseTimezone,
} from './setting-values.ts'

const TABLE = {
  title: setting({
    read: one(parseLine),
    show: true,
    help: 'The title of the show.',
    example: 'The Long Minute',
    schema: TEXT,
    saidBy: {
      jekyll: ['title', 'name'],
      hugo: ['title'],
      hexo: ['title'],
      zola: ['title'],
      pelican: ['SITENAME'],
      nikola: ['BLOG_TITLE'],
    },
    spelling: toPlainText,
    otherNames: ['name'],
    missing:
      'no title here or in the configuration of a blog, so the name of the folder is used; write title: My show',
  }),
  description: setting({
    read: one(parseDescription),
    show: true,
    help: 'What the show is about, in at most 4000 bytes.',
    example: 'Short articles, read aloud by their author.',
    schema: { ...TEXT, maxLength: 4000 },
    saidBy: {
      jekyll: ['description', 'tagline'],
      hugo: [
        'params.feed.apple_podcasts_summary',
        'params.feed.itunes_summary',
        'params.description',
        'description',
      ],
      hexo: ['description', 'subtitle'],
      zola: ['description', 'extra.description'],
      pelican: ['SITEDESCRIPTION', 'SITESUBTITLE'],
      nikola: ['BLOG_DESCRIPTION'],
    },
    spelling: toPlainText,
    otherNames: ['summary', 'subtitle', 'tagline'],
    missing:
      'no description here or in the configuration of a blog, so the title is used; write description: what the show is about',
  }),
  author: setting({
    read: one(parseLine),
    default: null,
    show: true,
    help: 'Who writes the articles; posts may name their own authors.',
    example: 'Anna Říhová',
    schema: TEXT,
    saidBy: {
      jekyll: ['author.name', 'author'],
      hugo: [
        'params.feed.apple_podcasts_author',
        'params.feed.itunes_author',
        'params.author.name',
        'params.author',
        'author.name',
        'author',
      ],
      hexo: ['author'],
      zola: ['extra.author.name', 'extra.author', 'author'],
      pelican: ['AUTHOR'],
      nikola: ['BLOG_AUTHOR'],
    },
    spelling: (text) => toPlainText(withoutAddress(text)),
    otherNames: ['creator'],
  }),
  'owner.name': setting({
    read: one(parseLine),
    show: true,
    help: 'The contact for directories; by default the author.',
    example: 'Anna Říhová',
    schema: TEXT,
    saidBy: { hugo: ['params.feed.apple_podcasts_owner_name', 'params.feed.itunes_owner_name'] },
  }),
  'owner.email': setting({
    read: one(parseEmail),
    show: true,
    help: 'The address to which directories send a code that proves who owns the show; it is public in the feed.',
    example: 'anna@example.org',
    schema: { type: 'string', format: 'email' },
    saidBy: {
      jekyll: ['author.email', 'email'],
      hugo: [
        'params.feed.apple_podcasts_owner_email',
        'params.feed.itunes_owner_email',
        'params.author.email',
        'params.email',
        'author.email',
      ],
      hexo: ['email'],
      zola: ['extra.author.email', 'extra.email'],
      nikola: ['BLOG_EMAIL'],
    },
    otherNames: ['email', 'mail'],
    missing:
      'no e-mail address of the owner, without which directories cannot verify the owner of the show; write owner: { email: me@example.org }',
  }),
  language: setting({
    read: one(parseLanguage),
    default: 'en',
    show: true,
    help: 'The language of the show as a code (ISO 639, with a region where needed); posts may have their own.',
    example: 'cs',
    schema: { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$' },
    saidBy: {
      jekyll: ['lang', 'locale', 'language'],
      hugo: ['params.feed.language', 'locale', 'languageCode', 'defaultContentLanguage'],
      hexo: ['language'],
      zola: ['default_language'],
      pelican: ['DEFAULT_LANG'],
      nikola: ['DEFAULT_LANG'],
    },
    spelling: (locale) => locale.replace(/\..*$/, '').replaceAll('_', '-'),
    otherNames: ['lang', 'locale'],
    missing:
      'no language here or in the configuration of a blog, so "en" is assumed; write language: en, or cs, de …',
  }),
  category: setting({
    read: listOf(parseCategory),
    default: [],
    place: 'categories',
    convert: (categories: readonly Category[]) => [...new Set(categories)],
    show: true,
    help: 'One or more of Apple\'s categories, the best match first; "Main > Sub" names a subcategory.',
    example: ['Technology', 'Society & Culture > Documentary'],
    schema: oneOrMore({ enum: CATEGORY_NAMES }),
    saidBy: { hugo: ['params.feed.category'] },
    otherNames: ['categories'],
    missing:
      'no category, which Apple requires; write category: Technology, or another of https://podcasters.apple.com/support/1691-apple-podcasts-categories',
  }),
  explicit: setting({
    read: one(parseFlag),
    default: false,
    show: true,
    help: 'Whether the show is unsuitable for children; posts may set it for themselves.',
    example: false,
    schema: YES_OR_NO,
  }),
  type: setting({
    read: one(parseWord('episodic', 'serial')),
    default: 'episodic',
    show: true,
    help: 'Whether apps start with the newest episode (episodic) or with the first (serial).',
    example: 'episodic',
    schema: { enum: ['episodic', 'serial'] },
  }),
  copyright: setting({
    read: one(parseCopyright),
    default: null,
    show: true,
    help: 'The name of the copyright holder: the word, the sign and the years are removed, as directories require.',
    example: 'Anna Říhová',
    schema: TEXT,
    saidBy: {
      jekyll: ['copyright'],
      hugo: ['params.feed.copyright', 'copyright'],
      zola: ['extra.copyright'],
    },
    spelling: toPlainText,
    otherNames: ['rights'],
  }),
  image: setting({
    read: one(parseFileOrUrl),
    default: null,
    convert: expandHome,
    help: 'The cover, square, 1400 to 3000 pixels, JPEG or PNG: a file from this folder, or an address.',
    example: 'cover.jpg',
    schema: TEXT,
    saidBy: { hugo: ['params.feed.apple_podcasts_image', 'params.feed.itunes_image'] },
    otherNames: ['cover', 'artwork', 'logo'],
    missing:
      'no cover, so one is drawn from the title; write image: cover.jpg (square, 1400 to 3000 pixels, JPEG or PNG)',
  }),
  ...DIRECTORY_SETTINGS,
  site: setting({
    read: one(parseSiteUrl),
    default: null,
    show: true,
    help: 'The address of the blog that this show belongs to.',
    example: 'https://www.example.org',
    schema: HTTP_URL,
    saidBy: {
      jekyll: ['url'],
      hugo: ['baseURL'],
      hexo: ['url'],
      zola: ['base_url'],
      pelican: ['SITEURL'],
      nikola: ['SITE_URL'],
    },
    otherNames: ['url', 'link', 'website', 'homepage'],
  }),
  base_url: setting({
    read: one(parseSiteUrl),
    default: null,
    help: 'The public address of the site that Sidecast serves or exports.',
    example: 'https://podcast.example.org',
    schema: HTTP_URL,
  }),
  timezone: setting({
    read: one(parseTimezone),
    default: 'UTC',
    show: true,
    help: 'The time zone of dates without one.',
    example: 'Europe/Prague',
    schema: TEXT,
    saidBy: {
      jekyll: ['timezone'],
      hugo: ['timeZone'],
      hexo: ['timezone'],
      pelican: ['TIMEZONE'],
      nikola: ['TIMEZONE'],
    },
    otherNames: ['tz', 'zone'],
  }),
  permalink: setting({
    read: one(parsePermalink),
    help: "The permalink rule of the blog, in Jekyll's or Hugo's variables (:title) and front-matter keys in braces ({number}, {season|0}, {date:%Y}); it decides the guid of new episodes.",
    example: '/item/:title/',
    schema: TEXT,
    otherNames: ['permalinks'],
  }),
  posts: setting({
    read: listOf(parseGlob),
    default: [],
    help: 'Which files are posts: globs or folders, from this folder; by default every Markdown file.',
    example: ['_posts/**/*.md'],
    schema: oneOrMore(TEXT),
    otherNames: ['files', 'content'],
  }),
  outside: setting({
    read: listOf(parseFolder),
    help: 'Folders outside this one and the blog whose files may be published: the targets of links.',
    example: ['/mnt/large/audio'],
    schema: oneOrMore(TEXT),
    otherNames: ['roots'],
  }),
  fields: setting({
    read: mapOf(parseField, listOf(parseLine)),
    default: new Map(),
    convert: (fields: ReadonlyMap<string, readonly string[]>) => Object.fromEntries(fields),
    help: 'The front-matter keys that this blog uses; they are tried before the usual ones.',
    example: { audio: 'efile', summary: ['perex', 'post_excerpt'] },
    schema: {
      type: 'object',
      properties: Object.fromEntries(FIELD_NAMES.map((name) => [name, oneOrMore(TEXT)])),
      additionalProperties: false,
    },
  }),
  ...AUDIO_SETTINGS,
  'artwork.make': setting({
    read: one(parseFlag),
    default: true,
    help: 'Whether square artwork that directories accept is made from images; with no, images are published unchanged.',
    example: true,
    schema: YES_OR_NO,
  }),
  'artwork.draw': setting({
    read: one(parseFlag),
    default: true,
    help: 'Whether a cover is drawn if there is no image; with no, such an episode, or the feed of a part, has the cover of the show.',
    example: true,
    schema: YES_OR_NO,
  }),
  'artwork.colours': setting({
    read: listOf(parseColour),
    default: [],
    help: 'The colours of drawn covers, as in CSS; by default those of the cover of the show.',
    example: ['#0f4c81', '#c8553d'],
    schema: oneOrMore(TEXT),
    otherNames: ['colors', 'palette'],
  }),
  ...FEED_SETTINGS,
  ...NARRATION_SETTINGS,
  feeds: setting({
    read: readParts,
    default: [],
    place: 'parts',
    help: 'Feeds for parts of the show: one for each category, author, language or series. A map selects some of them, or gives one its own title, description, image or path.',
    example: { category: { Travel: { title: 'Travels, read aloud' } }, language: 'all' },
    schema: PARTS_SCHEMA,
    otherNames: ['sections', 'parts'],
  }),
  shows: setting({
    read: readShows,
    help: 'Several shows in one folder: their names, each with what it has of its own; all else they have from the top level.',
    example: {
      travel: { title: 'Travels', posts: 'travel' },
      science: { where: { category: 'Science' } },
    },
    schema: {
      anyOf: [
        { type: 'array', items: TEXT },
        { type: 'object', additionalProperties: { $ref: '#/definitions/show' } },
      ],
    },
    otherNames: ['podcasts'],
  }),
  ...PUBLISH_SETTINGS,
}

/** The rows with their exact types. */
export type SettingRows = typeof TABLE

/** Path of a setting in `sidecast.yml`. */
export type SettingName = keyof typeof TABLE

/** The type of each setting as it is read. */
export type SettingTypes = {
  [Name in SettingName]: NonNullable<ReturnType<(typeof TABLE)[Name]['read']>>
}

/** Every setting by its path, in the order of the reference. */
export const SETTINGS: { readonly [Name in SettingName]: Setting<SettingTypes[Name]> } = TABLE

/** The names of all settings, in the order of the table. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName)

/** Whether a key is the path of a setting. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(TABLE, name)
}

/** The values of one source, read and checked. */
export type SettingValues = { readonly [Name in SettingName]?: SettingTypes[Name] }

/** Reads one setting; a wrong value is reported and left out. */
export function readSetting<Name extends SettingName>(
  values: { [Key in Name]?: SettingTypes[Key] },
  name: Name,
  value: Value,
  report: Report,
): void {
  const read = SETTINGS[name].read(value, report)
  if (read !== undefined) values[name] = read
}

/** The simple defaults; lists and maps are empty by default. */
export const DEFAULTS: Readonly<Record<string, unknown>> = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, SETTINGS[name].default]).filter(
    ([, value]) => value !== undefined && typeof value !== 'object',
  ),
)
