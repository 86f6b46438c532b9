import type { Episode } from '../../show/episode.ts'
import { bodyPlace, episodesOf, placeOf, SETTINGS, type Content } from './checked-content.ts'
import { isInsecure } from '../../base/addresses.ts'
import { proseLines } from './prose.ts'
import { lookAt, type Checks, type Found, type Place } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** A text of the author, and where it was written. */
interface Written {
  readonly text: string
  readonly place: Place
}

function textsOf(content: Content, episode: Episode): readonly Written[] {
  return [
    { place: placeOf(content, episode, 'title'), text: episode.title },
    { place: placeOf(content, episode, 'summary'), text: episode.summary },
  ]
}

function linesOf(content: Content, episode: Episode): readonly Written[] {
  return proseLines(episode.body.text()).map(({ index, text }) => ({
    place: bodyPlace(content, episode, index),
    text,
  }))
}

/** The texts of the show, from the settings or else from the configuration of the blog. */
function textsOfShow({ show }: Content): readonly Written[] {
  return (['title', 'description'] as const).map((field) => ({
    place: { file: SETTINGS, field },
    text: show[field],
  }))
}

interface Described extends Written {
  readonly title: string
}

/** The description of the show and the summaries that posts give, with the titles above them. */
function describedIn(content: Content): readonly Described[] {
  const { show, posts } = content
  const isTitle = show.problems.some(
    ({ rule, field }) => rule === 'settings/missing' && field === 'description',
  )
  const ofShow = textsOfShow(content)
    .filter(({ place }) => place.field === 'description' && !isTitle)
    .map((written) => ({ ...written, title: show.title }))
  const ofEpisodes = episodesOf(content).flatMap((episode) => {
    const text = posts.get(episode.file)?.summary ?? null
    const place = placeOf(content, episode, 'summary')
    return text === null ? [] : [{ place, text, title: episode.title }]
  })
  return [...ofShow, ...ofEpisodes]
}

function wordsOf(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ')
}

function foundIn({ place }: Written, _: Content, message: string): Found {
  return { ...place, message }
}

/** Rules on the titles and summaries of the show and its episodes. */
const inTexts = lookAt(
  (content: Content) => [
    ...textsOfShow(content),
    ...episodesOf(content).flatMap((episode) => textsOf(content, episode)),
  ],
  foundIn,
)

/** Rules on the lines of articles. */
const inLines = lookAt(
  (content: Content) => episodesOf(content).flatMap((episode) => linesOf(content, episode)),
  foundIn,
)

/** Rules on articles as a whole. */
const inArticles = lookAt(episodesOf, (episode, content, message) => ({
  ...bodyPlace(content, episode, 0),
  message,
}))

/** Makes a function that finds damage in a text; only the first in each text is reported. */
function damage(pattern: RegExp, what: string): ({ text }: Written) => string | false {
  return ({ text }) => {
    const [found] = pattern.exec(text) ?? []
    return found !== undefined && `"${found}" is ${what}`
  }
}

/** UTF-8 that was read as Windows-1252 or -1250 and saved: č, ž, š, é, “ and others. */
const MOJIBAKE =
  /[ÃÅÄĂĹ][\u0080-\u00BF\u0152-\u0178\u02C6\u02DC\u2013-\u203A\u20AC\u2122ľżŽšŸ]|â€[\u0080-\u00BFœ\u009d\u2013-\u203A\u2122˜¦]|Ã\u00A0|Â[\u00A0-\u00BF]/u
const MARKUP =
  /\[[^[\]\n]+\]\([^)\s]+\)|\*\*|(?<![\p{L}\p{N}_])__(?=\S)|^#{1,6}\s|!\[|<\/?(?:a|b|i|p|em|br|div|span|strong|img)\b[^<>]*>/u
const ENTITY = /&(?:nbsp|amp|lt|gt|quot|apos|#\d{2,6}|#x[0-9a-f]{2,6}|[mn]dash|hellip|shy);/i
const NO_ALT = /!\[\s{0,9}\]\([^()]+\)|<img\b(?![^>]{0,1000}\balt\s*=)[^<>]*>/i
const OPEN_IMAGE = /!\[[^[\]]*\]\((http:[^)\s]+)|<img\b[^>]{0,1000}\bsrc=["'](http:[^"']+)/i

/** Rules on the texts of an author. */
export const WRITING_CHECKS = {
  'writing/mojibake': {
    severity: 'warning',
    says: 'letters were read in the wrong encoding, as Å¡ for š',
    source: from.UNICODE('UTF-8 read as another encoding shows two letters for one'),
    fix: 'retype the letters, and save the file as UTF-8',
    find: lookAt(
      (content) => [
        ...textsOfShow(content),
        ...episodesOf(content).flatMap((episode) =>
          [...textsOf(content, episode), ...linesOf(content, episode)]
            .filter(({ text }) => MOJIBAKE.test(text))
            .slice(0, 1),
        ),
      ],
      foundIn,
    )(damage(MOJIBAKE, 'a letter read in the wrong encoding')),
  },
  'writing/markup': {
    severity: 'warning',
    says: 'a title or summary shows raw markup',
    source: from.VALIDATOR('ContainsHTML: a title is plain text'),
    fix: 'write plain words, or close the markup',
    find: inTexts(damage(MARKUP, 'markup that apps would show literally')),
  },
  'writing/entity': {
    severity: 'warning',
    says: 'a title or summary shows an entity such as &nbsp;',
    source: from.VALIDATOR('a text is escaped once'),
    fix: 'write the character itself',
    find: inTexts(damage(ENTITY, 'an entity that was escaped twice')),
  },
  'writing/alt': {
    severity: 'advice',
    says: 'an image has no alternative text',
    source: from.WCAG('content that is not text has a text that serves the same purpose'),
    fix: 'describe the image in a few words: ![a tide table](…)',
    find: inLines(({ text }) => NO_ALT.test(text) && 'an image has no alternative text'),
  },
  'writing/insecure-image': {
    severity: 'advice',
    says: 'an image in an article is not encrypted, so https pages do not show it',
    source: from.MIXED_CONTENT('https pages load images over https'),
    fix: 'write https',
    find: inLines(({ text }) => {
      const [, markdown, html] = OPEN_IMAGE.exec(text) ?? []
      const url = markdown ?? html ?? ''
      return isInsecure(url) && `expected https, got ${url}`
    }),
  },
  'writing/says-nothing': {
    severity: 'advice',
    says: 'a description or summary has no words, or only those of the title',
    source: from.APPLE('a description says what a show or an episode is about'),
    fix: 'write in a sentence what it is about, or leave it out',
    find: lookAt(
      describedIn,
      foundIn,
    )(({ text, title }) =>
      !/[\p{L}\p{N}]/u.test(text) || wordsOf(text) === wordsOf(title)
        ? `"${text}" says no more than the title`
        : null,
    ),
  },
  'writing/empty': {
    severity: 'advice',
    says: 'a post has no text',
    source: from.PSP('description is recommended'),
    fix: 'write the article, or a few sentences about the recording',
    find: inArticles(({ body }) => body.text().trim() === '' && 'this post has no text'),
  },
} satisfies Checks<Content>
