import { dump } from 'js-yaml'
import * as fc from 'fast-check'
import { stringify } from 'smol-toml'
import { CONVENTIONS } from '../../src/posts/conventions.ts'
import { parsePost } from '../../src/posts/parse-post.ts'
import { permalinkOf } from '../../src/posts/permalink.ts'
import type { PostResult, PostRules } from '../../src/posts/post.ts'
import { toSlug } from '../../src/posts/slug.ts'
import { PLAIN_RULES } from '../posts/plain-rules.ts'
import { countEffort } from '../support/effort.ts'
import { faultFound } from './requests.ts'

/** More than any file may take. */
const MAX_MILLISECONDS = 1000

const RULES: PostRules = {
  ...PLAIN_RULES,
  timezone: 'Europe/Prague',
  audioUrl: 'https://cdn.example.org/{filename}.mp3',
}

const PERMALINKS = { default: 'pretty', sections: { posts: '/:year/:sections/:slug/' } }

const KEYS = {
  title: 'Tides: "ebb" & flow — příliv 🐟',
  date: '2025-01-29 08:00:00 +0100',
  publishDate: 1498579200000,
  audio_url: 'https://example.org/audio/tides 1.mp3?a=1&amp;b=2',
  enclosure: { url: 'tides.mp3', length: '60946851', type: 'audio/mpeg' },
  duration: '1:03:29',
  length: '60946851',
  episode: { number: '016', audio: [{ url: 'a.mp3', size: -1 }] },
  episode_number: 'SEA 391',
  season: 2,
  explicit: 'no',
  chapters: [{ start: '0:00', title: 'Ebb' }, '1:52 Flow', { '2:00': 'Moon' }],
  transcripts: [{ url: 'a.vtt', type: 'text/vtt', language: 'en-us' }, 'b.srt'],
  author: 'Ann Lee, Bob Roy, Jr.; 山田太郎',
  hosts: ['annlee', { name: 'Bob' }, ''],
  tags: ['sea', '', { 'ebb and flow': 'of the sea' }],
  excerpt: 'The *sea* and [the moon](/moon/).\n\nTwo &#8211; paragraphs.\n',
  image: { src: '/a.jpg', alt: 'A' },
  permalink: '/en/:title/',
  lang: 'en_US',
  guid: 'tides//1',
}

const BODY =
  '\n<audio src="a.mp3"></audio>\n\n```js\nconst a = `<audio src="b.mp3">`\n```\n\n---\n\nThe sea.\n'

/** Whole posts in the three formats, and one with every trick of YAML. */
const SAMPLES: readonly string[] = [
  `---\n${dump(KEYS)}---\n${BODY}`,
  `+++\n${stringify(KEYS)}\nd = 2025-01-29T08:00:00+01:00\n[table.in]\nx = 1.10\n+++\n${BODY}`,
  `${JSON.stringify(KEYS, null, 2)}\n${BODY}`,
  `\uFEFF---\r\ntitle: >-\r\n  Folded\r\n  title\r\nmargin: "one\r\n\r\ntwo"\r\n? complex\r\n: &a [x, !!str 1]\r\nagain: *a\r\n"q\\u017E": 'it''s'\r\ntext: |+\r\n  kept\r\n\r\ndate: 31.10.2020\r\nmp3: a.mp3 # why\r\n...\r\n${BODY}`,
]

/** What files break with: fences, quotes, brackets, escapes, characters that nobody sees. */
const SHARDS: readonly string[] = [
  '---|+++|...|{|}|[|]|"|\'|\\|:|: |- |? |#| #|&a |*a|!|!!str |%|@|`|```|>|| |\t|\n|\n\n|\r|\r\n|\n  |\n---\n'.split(
    '|',
  ),
  ['\0', '\u0007', '\u007F', '\u2028', '\uFEFF', '\uD800', '\uFFFD', '🐟', 'ž'],
  ['<audio src="', '<!--', '{{', '{%', '{a: b, ', '[a](', '**', '&nbsp;', '&#x110000;', '\\u017E'],
  ['null', 'true', '~', '""', '[]', '{}', '0', '-1', '1e999', '9'.repeat(400)],
  ['__proto__: ', 'constructor: ', '2025-02-31', '3/5/2025', '1:60'],
].flat()

interface Cut {
  readonly at: number
  readonly length: number
  readonly put: string
}

/** Cuts, splices and flips at places given as parts of the text's length. */
function damage(text: string, cuts: readonly Cut[]): string {
  return cuts.reduce((damaged, { at, length, put }) => {
    const start = Math.floor(at * damaged.length)
    return damaged.slice(0, start) + put + damaged.slice(start + length)
  }, text)
}

// Without fast-check's liking for small numbers: files must break everywhere
const place = fc.noBias(fc.nat(9999)).map((part) => part / 10_000)

const put = fc.oneof(
  fc.constant(''),
  fc.constantFrom(...SHARDS),
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc
    .tuple(fc.constantFrom(...SHARDS), fc.integer({ min: 2, max: 300 }))
    .map(([shard, times]) => shard.repeat(times)),
  // A piece of another sample
  fc.tuple(fc.constantFrom(...SAMPLES), place, fc.nat(200)).map(([sample, at, length]) => {
    const start = Math.floor(at * sample.length)
    return sample.slice(start, start + length)
  }),
)

const cut = fc.record({
  at: place,
  length: fc.noBias(fc.oneof(fc.constant(0), fc.nat(3), fc.nat(40))),
  put,
})

const mutation = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(cut, { minLength: 1, maxLength: 6 }))
  .map(([sample, cuts]) => damage(sample, cuts))

const key = fc.oneof(
  fc
    .constantFrom(...Object.values(CONVENTIONS).flatMap(({ keys }) => keys))
    .map((each) => each.replace('?', '')),
  fc.constantFrom('__proto__', 'constructor', 'draft', 'params', 'filename', ''),
)

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(...Object.values(KEYS), ...SHARDS),
    fc.jsonValue({ maxDepth: 2 }),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(key, fc.string()), tie('any'), { maxKeys: 4 }),
  ),
})).any

/** Well-formed front matter with anything under the keys that are read. */
const invention = fc
  .tuple(fc.dictionary(key, value, { maxKeys: 12 }), fc.boolean())
  .map(([keys, yaml]) => {
    const named = { mp3: 'a.mp3', date: '2025-01-29', ...keys }
    return yaml
      ? `---\n${dump(named, { skipInvalid: true })}---\n${BODY}`
      : `${JSON.stringify(named)}\n${BODY}`
  })

const file = fc.oneof(
  fc.constantFrom('2025-01-29-tides.md', 'content/en/posts/tides/index.md', '_posts/x.md', ''),
  fc.string({ maxLength: 20, unit: 'binary' }),
)

/** What is wrong with the result of a file, whatever the file was. */
export function faultsOfPost(path: string, text: string): readonly string[] {
  const effort = countEffort()
  const result = parsePost(path, text, RULES)
  const spent = effort()
  return [...complaints(result, text), ...(spent > MAX_MILLISECONDS ? [`${spent} ms`] : [])]
}

function complaints(result: PostResult, text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).length
  const wrong = result.problems.flatMap(({ line, message, rule, severity }) => [
    ...(line !== null && (line < 1 || line > lines) ? [`line ${line} of ${lines}`] : []),
    ...(message.length > 810 || message === '' ? [`a message of ${message.length}`] : []),
    ...(/^(?:content|post)\/[a-z-]+$/.test(rule) ? [] : [`rule ${rule}`]),
    ...(result.post !== null && severity === 'error' ? ['a post with an error'] : []),
  ])
  if (result.post === null) {
    const silent = result.reason === null && result.problems.length === 0
    return silent ? [...wrong, 'neither post nor reason nor problem'] : wrong
  }
  const { published, audio, title, chapters, body, bodyLine } = result.post
  return [
    ...wrong,
    ...(Number.isNaN(published.getTime()) ? ['no date'] : []),
    ...(audio.some(({ value: address }) => address.trim() !== address || address === '')
      ? ['an empty reference']
      : []),
    ...(title === '' || /\n/.test(title) ? [`title ${JSON.stringify(title)}`] : []),
    ...((chapters ?? []).every(({ start }) => start >= 0) ? [] : ['a chapter before the start']),
    ...(/^[a-z0-9_-]{1,80}$/.test(toSlug(result.post.slug)) ? [] : [`slug ${result.post.slug}`]),
    ...(permalinkOf(result.post, PERMALINKS, RULES.timezone) === null ? ['no permalink'] : []),
    ...(body.text().split('\n').length + bodyLine - 1 === lines ||
    /[\r]/.test(text) ||
    body.length === 0
      ? []
      : ['a wrong body line']),
  ]
}

function fuzz(texts: fc.Arbitrary<string>, runs: number): string | null {
  const property = fc.property(file, texts, (path, text) => {
    const faults = faultsOfPost(path, text)
    if (faults.length > 0) throw new Error(faults.join('; '))
  })
  return faultFound(property, runs)
}

/** The smallest damaged post that shows a fault; null if none of so many does. */
export function fuzzDamagedPosts(runs: number): string | null {
  return fuzz(mutation, runs)
}

/** The same of well-formed posts with anything under known keys. */
export function fuzzInventedPosts(runs: number): string | null {
  return fuzz(invention, runs)
}
