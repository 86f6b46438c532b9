import { withoutAddress } from '../posts/fields/people.ts'
import { toPlainText } from '../posts/article/plain-text.ts'
import { parseFlag, parseWord, parseEmail } from '../posts/fields/part-values.ts'
import { CATEGORY_NAMES, parseCategory, type Category } from '../base/categories.ts'
import { parseLanguage } from './feed-language.ts'
import { oneOrMore, setting, TEXT, YES_OR_NO, type JsonSchema } from './setting.ts'
import { listOf, one } from './setting-readers.ts'
import {
  expandHome,
  parseCopyright,
  parseDescription,
  parseFileOrUrl,
  parseLine,
} from './setting-values.ts'

/** One of Apple's categories. */
export const CATEGORY_SCHEMA: JsonSchema = { enum: CATEGORY_NAMES }

/** Settings on the show itself: what readers and directories see first. */
export const SHOW_SETTINGS = {
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
    schema: oneOrMore(CATEGORY_SCHEMA),
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
}
