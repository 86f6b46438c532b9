import { parseArticle } from '../../posts/article/parse-article.ts'
import type { Episode } from '../../show/episode.ts'
import { bodyPlace, episodesOf, inEpisodes, placeOf, SETTINGS, type Content } from './content.ts'
import { isInsecure } from '../../net/addresses.ts'
import { proseLines } from './prose.ts'
import type { Check, Checks, Found, Place } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** A text that goes out as it stands, and where it was written. */
interface Written extends Place {
  readonly text: string
}

function textsOf(content: Content, episode: Episode): readonly Written[] {
  return [
    { ...placeOf(content, episode, 'title'), text: episode.title },
    { ...placeOf(content, episode, 'summary'), text: episode.summary },
  ]
}

function linesOf(content: Content, episode: Episode): readonly Written[] {
  return proseLines(episode.body).map(({ index, text }) => ({
    ...bodyPlace(content, episode, index),
    text,
  }))
}

/** What the settings, or else the config of the blog, say of the show. */
function textsOfShow({ show }: Content): readonly Written[] {
  return (['title', 'description'] as const).map((field) => ({
    file: SETTINGS,
    field,
    text: show[field],
  }))
}

/** Looks for damage in titles and summaries of show and episodes; the first of each is told. */
function damage(pattern: RegExp, what: string): Check<Content>['find'] {
  return (content) =>
    [
      ...textsOfShow(content),
      ...episodesOf(content).flatMap((episode) => textsOf(content, episode)),
    ].flatMap((written) => [...damaged(written, pattern, what)])
}

function* damaged({ text, ...place }: Written, pattern: RegExp, what: string): Iterable<Found> {
  const [found] = pattern.exec(text) ?? []
  if (found !== undefined) yield { ...place, message: `"${found}" is ${what}` }
}

/** UTF-8 that was read as Windows-1252 or -1250 and saved: č, ž, š, é, “ and the like. */
const MOJIBAKE =
  /[ÃÅÄĂĹ][\u0080-\u00BF\u0152-\u0178\u02C6\u02DC\u2013-\u203A\u20AC\u2122ľżŽšŸ]|â€[\u0080-\u00BFœ\u009d\u2013-\u203A\u2122˜¦]|Ã\u00A0|Â[\u00A0-\u00BF]/u
const MARKUP =
  /\[[^\]\n]+\]\([^)\s]+\)|\*\*|(?<![\p{L}\p{N}_])__(?=\S)|^#{1,6}\s|!\[|<\/?(?:a|b|i|p|em|br|div|span|strong|img)\b[^>]*>/u
const ENTITY = /&(?:nbsp|amp|lt|gt|quot|apos|#\d{2,6}|#x[0-9a-f]{2,6}|[mn]dash|hellip|shy);/i
const NO_ALT = /!\[\s*\]\([^)]+\)|<img\b(?![^>]*\balt\s*=)[^>]*>/i
const OPEN_IMAGE = /!\[[^\]]*\]\((http:[^)\s]+)|<img\b[^>]*\bsrc=["'](http:[^"']+)/i

/** What is wrong with the words that an author wrote. */
export const WRITING_CHECKS = {
  'writing/mojibake': {
    severity: 'warning',
    says: 'letters were read in the wrong encoding, as Å¡ for š',
    source: from.UNICODE('UTF-8 read as another encoding shows two letters for one'),
    fix: 'write the letters anew, and save the file as UTF-8',
    find: inEpisodes(function* (episode, content) {
      const all = [...textsOf(content, episode), ...linesOf(content, episode)]
      const first = all.find(({ text }) => MOJIBAKE.test(text))
      if (first !== undefined) yield* damaged(first, MOJIBAKE, 'a letter read in a wrong encoding')
    }),
  },
  'writing/markup': {
    severity: 'warning',
    says: 'a title or summary shows raw markup',
    source: from.VALIDATOR('ContainsHTML: a title is plain text'),
    fix: 'write plain words, or close the markup',
    find: damage(MARKUP, 'markup that apps would show as it stands'),
  },
  'writing/entity': {
    severity: 'warning',
    says: 'a title or summary shows an entity such as &nbsp;',
    source: from.VALIDATOR('a text is escaped once'),
    fix: 'write the character itself',
    find: damage(ENTITY, 'an entity that was escaped twice'),
  },
  'writing/too-much': {
    severity: 'warning',
    says: 'an article is too long or nests too deep to be read, so it goes out as it is written',
    source: from.POSTS_GUIDE('the text of a post is Markdown, and the HTML in it'),
    fix: 'divide the article, or close the elements, lists and quotations in it',
    find: inEpisodes(function* (episode, content) {
      if (!parseArticle(episode.body).plain) return
      const message =
        'is too much to be read as Markdown, so its paragraphs go out as they are written'
      yield { ...bodyPlace(content, episode, 0), message }
    }),
  },
  'writing/alt': {
    severity: 'advice',
    says: 'a picture has no alternative text',
    source: from.WCAG('what is no text has a text that serves its purpose'),
    fix: 'say in a few words what the picture shows: ![a tide table](…)',
    find: inEpisodes(function* (episode, content) {
      for (const { text, ...place } of linesOf(content, episode)) {
        if (NO_ALT.test(text)) yield { ...place, message: 'a picture has no alternative text' }
      }
    }),
  },
  'writing/insecure-image': {
    severity: 'advice',
    says: 'a picture in an article is not encrypted, so pages under https do not show it',
    source: from.MIXED_CONTENT('pages under https load pictures by https'),
    fix: 'write https',
    find: inEpisodes(function* (episode, content) {
      for (const { text, ...place } of linesOf(content, episode)) {
        const [, markdown, html] = OPEN_IMAGE.exec(text) ?? []
        const url = markdown ?? html ?? ''
        if (isInsecure(url)) yield { ...place, message: `expected https, got ${url}` }
      }
    }),
  },
  'writing/empty': {
    severity: 'advice',
    says: 'a post has no text',
    source: from.PSP('description is recommended'),
    fix: 'write the article, or a few sentences on the recording',
    find: inEpisodes(function* (episode, { posts }) {
      if (episode.body.trim() !== '') return
      const { file } = episode
      yield { file, line: posts.get(file)?.bodyLine ?? null, message: 'this post has no text' }
    }),
  },
} satisfies Checks<Content>
