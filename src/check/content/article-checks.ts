import { isAtHome } from '../../base/addresses.ts'
import type { Episode } from '../../show/episode.ts'
import { isExample, isExampleMail } from './placeholder-checks.ts'
import { bodyPlace, episodesOf, oldestFirst, type Content } from './checked-content.ts'
import { proseLines } from './prose.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { parseClock } from '../../base/written-times.ts'

/** The address of a link or an image, or in an attribute. */
const LINK =
  /\]\(\s*(?:<([^>\n]*)>|([^\s)]*))|<(https?:[^<>\s]+)>|<(?:a|img|audio|video|source|iframe)\b[^<>]{0,1000}?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi
/** A quick test whether an article has any. */
const LINKS = /\]\(|<https?:|\b(?:href|src)\s*=/i
/** Characters of a line that are looked at. */
const LONGEST = 20_000
/** An unusual scheme, such as `htps:`. */
const ODD_SCHEME = /^(?!(?:https?|mailto|tel|data|file):)[a-z][a-z\d+.-]+:/i

/** Why only the author can follow a link; the first reason that applies counts. */
const DEAD_ENDS: readonly (readonly [
  fits: (address: string, episode: Episode) => boolean,
  why: string,
])[] = [
  [(address) => address === '', 'has no address'],
  [
    (address) => /^file:|^[a-z]:[\\/]|^\\\\/i.test(address),
    'leads to a file of one computer; put the file beside the post, and write its name',
  ],
  [
    (address) => /^data:/i.test(address),
    'is a file within the text, which apps and pages do not show; save it beside the post, and write its name',
  ],
  [
    (address) => /^https?:\/(?!\/)|^https?\/\//i.test(address),
    'has a slip in its beginning; write https://',
  ],
  [
    (address) => ODD_SCHEME.test(address),
    'is not published, as only https, http, mailto and tel are',
  ],
  [isAtHome, 'leads to a computer or network of your own; write the public address'],
  [
    (address) =>
      isExample(address) ||
      (/^mailto:/i.test(address) && isExampleMail(address.slice('mailto:'.length))),
    'is an example address, at which nobody can be reached; write your own address',
  ],
  [
    (address) =>
      /^https?:/i.test(address) && /\/wp-admin\/|[?&]preview=true\b|\/ghost\/#/.test(address),
    'leads to where only an author can sign in; write the public address',
  ],
  [isPastEnd, 'leads past the end of the recording; correct the time'],
]

/** Whether an address such as `#t=45:00` is a time after the end of the recording. */
function isPastEnd(address: string, { audio }: Episode): boolean {
  const [, time] = /^#t=(\d+(?::\d+){0,2})$/.exec(address) ?? []
  return time !== undefined && audio.seconds !== null && parseClock(time) > audio.seconds
}

function* deadEnds(content: Content): Iterable<Found> {
  for (const episode of episodesOf(content)) {
    const told = new Set<string>()
    const body = episode.body.text()
    if (!LINKS.test(body)) continue
    for (const { index, text } of proseLines(body)) {
      for (const [all, ...groups] of text.slice(0, LONGEST).matchAll(LINK)) {
        const address = groups.find((group) => group !== undefined)?.trim() ?? ''
        const [, why] = DEAD_ENDS.find(([fits]) => fits(address, episode)) ?? []
        if (why === undefined || told.has(address)) continue
        told.add(address)
        const shown = address === '' ? all : short(address)
        yield { ...bodyPlace(content, episode, index), message: `"${shown}" ${why}` }
      }
    }
  }
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** Markup that readers see because it was not converted: pattern → what it is. */
const RAW: readonly (readonly [RegExp, (found: RegExpExecArray, body: string) => string | null])[] =
  [
    [
      /\[\^([^\]\s]+)\](?!:)/,
      ([, name = ''], body) =>
        isDefined(`^${name}`, body) ? null : 'a footnote that does not exist',
    ],
    [
      /(?<![^\s(])\[[^\]\n]{3,}\]\[([^\]\n]+)\]/,
      ([, name = ''], body) =>
        isDefined(name, body) ? null : 'a link whose address is not defined',
    ],
    [/<!-(?!-).*/, () => 'a comment that shows, as it does not begin with <!--'],
    [
      /<!--(?!.*-->)/,
      (found, body) =>
        body.includes('-->', body.indexOf(found[0]))
          ? null
          : 'a comment that never ends, so the text after it is not shown',
    ],
    [
      /^\s*&lt;([a-z][a-z\d]*)\b.*?&gt;.*&lt;\/\1&gt;/i,
      () => 'markup that was escaped, so that its tags show',
    ],
  ]

function isDefined(name: string, body: string): boolean {
  const wanted = `[${name.toLowerCase()}]:`
  return body.split('\n').some((line) => line.trimStart().toLowerCase().startsWith(wanted))
}

function* rawMarkup(content: Content): Iterable<Found> {
  for (const episode of episodesOf(content)) {
    const body = episode.body.text()
    if (!/\[\^|\]\[|<!-|&lt;/.test(body)) continue
    const first = proseLines(body).flatMap(({ index, text }) =>
      RAW.flatMap(([pattern, judge]) => {
        const found = pattern.exec(text.slice(0, LONGEST))
        const what = found === null ? null : judge(found, body)
        return what === null
          ? []
          : [{ index, message: `"${short(found?.[0].trim() ?? '')}" is ${what}` }]
      }),
    )[0]
    if (first !== undefined)
      yield { ...bodyPlace(content, episode, first.index), message: first.message }
  }
}

/** Characters; shorter texts may be the same in several posts, such as "Out on Monday." */
const LONG_TEXT = 200

function plainBody({ body }: Episode): string {
  return body.text().replaceAll(/\s+/g, ' ').trim()
}

function* copiedTexts(content: Content): Iterable<Found> {
  const groups = Map.groupBy(oldestFirst(episodesOf(content)), plainBody)
  for (const [text, [first, ...others]] of groups) {
    if (text.length < LONG_TEXT || first === undefined) continue
    for (const other of others) {
      yield { ...bodyPlace(content, other, 0), message: `the text is that of ${first.file}` }
    }
  }
}

/** Rules on articles as readers see them. */
export const ARTICLE_CHECKS = {
  'writing/link': {
    severity: 'warning',
    says: 'a link or an image of an article works for nobody but its author',
    source: from.HTTP('an address identifies a resource'),
    fix: 'write the address that readers have, or remove the link',
    find: deadEnds,
  },
  'writing/raw-markup': {
    severity: 'warning',
    says: 'an article shows markup that was not processed',
    source: from.HTML('markup is not shown'),
    fix: 'complete the markup, or remove it',
    find: rawMarkup,
  },
  'writing/copied': {
    severity: 'warning',
    says: 'two posts have the same text',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'put the right text into the post, or remove one of the posts',
    find: copiedTexts,
  },
} satisfies Checks<Content>
