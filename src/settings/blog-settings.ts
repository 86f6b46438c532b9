import { FIELD_NAMES } from '../posts/conventions.ts'
import { HTTP_URL, setting, TEXT, TEXTS } from './setting.ts'
import { listOf, mapOf, one } from './setting-readers.ts'
import {
  parseField,
  parseFolder,
  parseGlob,
  parseLine,
  parsePermalink,
  parseSiteUrl,
  parseTimezone,
} from './setting-values.ts'

/** Settings on the blog that the show belongs to: its address, and which of its files are posts. */
export const BLOG_SETTINGS = {
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
    schema: TEXTS,
    otherNames: ['files', 'content'],
  }),
  outside: setting({
    read: listOf(parseFolder),
    help: 'Folders outside this one and the blog whose files may be published: the targets of links.',
    example: ['/mnt/large/audio'],
    schema: TEXTS,
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
      properties: Object.fromEntries(FIELD_NAMES.map((name) => [name, TEXTS])),
      additionalProperties: false,
    },
  }),
}
