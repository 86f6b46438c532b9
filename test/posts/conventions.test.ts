import { dump } from 'js-yaml'
import { stringify } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { Body } from '../../src/posts/body.ts'
import type { FieldName } from '../../src/posts/conventions.ts'
import { CONVENTIONS } from '../../src/posts/conventions.ts'
import { parsePost } from '../../src/posts/parse-post.ts'
import type { Post } from '../../src/posts/post.ts'
import type { Problem } from '../../src/base/problem.ts'
import { PLAIN_RULES, postOf } from './plain-rules.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Keys = Record<string, Json>

const BODY = 'The sea comes and goes.\n'

const FORMATS: Readonly<Record<string, (keys: Keys) => string>> = {
  YAML: (keys) => `---\n${dump(keys)}---\n${BODY}`,
  TOML: (keys) => `+++\n${stringify(withoutNull(keys))}\n+++\n${BODY}`,
  JSON: (keys) => `${JSON.stringify(keys, null, 2)}\n${BODY}`,
}

const SPELLINGS: Readonly<Record<string, (key: string) => string>> = {
  snake_case: (key) => key,
  camelCase: (key) => key.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
  'kebab-case': (key) => key.replaceAll('_', '-'),
  Capital: (key) => key.replace(/^./, (letter) => letter.toUpperCase()),
  UPPER: (key) => key.toUpperCase(),
  together: (key) => key.replaceAll('_', '').toLowerCase(),
}

/** TOML has no null; a key without a value is left out. */
function withoutNull(keys: Keys): Keys {
  return Object.fromEntries(
    Object.entries(keys)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, mapNull(value)]),
  )
}

function mapNull(value: Json): Json {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(mapNull)
  return typeof value === 'object' && value !== null ? withoutNull(value) : value
}

interface Shape {
  readonly value: Json
  readonly expected: unknown
  /** Whether the value itself shows what it is, so that it counts under doubtful keys too. */
  readonly telling?: true
}

interface FieldTest {
  readonly read: (post: Post) => unknown
  readonly shapes: readonly Shape[]
}

const CHAPTERS = [
  { start: 0, title: 'Ebb' },
  { start: 112, title: 'Flow' },
]

const NOWHERE = { rel: null, geo: null, osm: null, country: null }

function peopleTest(role: string): FieldTest {
  return {
    read: ({ persons }) => persons.flatMap((person) => (person.role === role ? [person.name] : [])),
    shapes: [
      { value: 'Ada Reed, Bob Roy', expected: ['Ada Reed', 'Bob Roy'] },
      { value: [{ name: 'Ada Reed' }], expected: ['Ada Reed'] },
      { value: '', expected: [] },
    ],
  }
}

/** Every field of the table, with the shapes in which its value is found. */
const FIELDS: Readonly<Record<FieldName, FieldTest>> = {
  title: {
    read: ({ title }) => title,
    shapes: [
      { value: 'Tides', expected: 'Tides' },
      { value: '  Ebb   &amp;\n flow\n', expected: 'Ebb & flow' },
      { value: 'Moře a&nbsp;měsíc &#8211; příliv', expected: 'Moře a měsíc – příliv' },
      { value: '🐟 Příliv', expected: '🐟 Příliv' },
      { value: '2025', expected: '2025' },
    ],
  },
  slug: {
    read: ({ slug }) => slug,
    shapes: [
      { value: 'Low_Tide-č', expected: 'Low_Tide-č' },
      { value: '/low-tide/', expected: 'low-tide' },
      { value: 'Low  tide\n', expected: 'Low-tide' },
      { value: '', expected: 'a' },
      { value: null, expected: 'a' },
    ],
  },
  permalink: {
    read: ({ permalink }) => permalink,
    shapes: [
      { value: '/sea/tides/', expected: '/sea/tides/', telling: true },
      { value: 'https://example.org/tides', expected: 'https://example.org/tides' },
      { value: 'sea/tides', expected: 'sea/tides', telling: true },
      { value: true, expected: null },
    ],
  },
  audio: {
    read: ({ audio }) => audio.map(({ value }) => value),
    shapes: [
      {
        value: ' https://example.org/a.mp3',
        expected: ['https://example.org/a.mp3'],
        telling: true,
      },
      { value: '/audio/příliv 1.m4a', expected: ['/audio/příliv 1.m4a'], telling: true },
      { value: 'a.ogg', expected: ['a.ogg'], telling: true },
      {
        value: 'https://example.org/get?file=a.mp3&x=1',
        expected: ['https://example.org/get?file=a.mp3&x=1'],
        telling: true,
      },
      { value: 'a.mp3\n1234\naudio/mpeg\n', expected: ['a.mp3'], telling: true },
      { value: 'sea_podcast0', expected: ['sea_podcast0'] },
      { value: ['a.mp3', 'a.ogg'], expected: ['a.mp3', 'a.ogg'], telling: true },
      { value: { url: 'a.mp3', title: 'A' }, expected: ['a.mp3'], telling: true },
      { value: { src: 'a.mp3' }, expected: ['a.mp3'], telling: true },
      { value: { file: 'a.mp3' }, expected: ['a.mp3'], telling: true },
      { value: [{ url: 'a.mp3' }, { url: 'b.mp3' }], expected: ['a.mp3', 'b.mp3'], telling: true },
    ],
  },
  duration: {
    read: ({ declared }) => declared.seconds,
    shapes: [
      { value: '1:03:29', expected: 3809, telling: true },
      { value: '71:31', expected: 4291, telling: true },
      { value: '00:03:25.61', expected: 205.61, telling: true },
      { value: 2449, expected: 2449 },
      { value: '2449', expected: 2449 },
      { value: '', expected: null },
      { value: '0:00', expected: null, telling: true },
    ],
  },
  bytes: {
    read: ({ declared }) => declared.bytes,
    shapes: [
      { value: 60946851, expected: 60946851, telling: true },
      { value: '60946851', expected: 60946851, telling: true },
      { value: '47480832 ', expected: 47480832, telling: true },
      { value: -1, expected: null, telling: true },
      { value: 0, expected: null, telling: true },
    ],
  },
  type: {
    read: ({ declared }) => declared.type,
    shapes: [
      { value: 'audio/mpeg', expected: 'audio/mpeg', telling: true },
      { value: 'Audio/X-M4A', expected: 'audio/x-m4a', telling: true },
    ],
  },
  date: {
    read: ({ published }) => published.toISOString(),
    shapes: [
      { value: '2020-10-31', expected: '2020-10-31T00:00:00.000Z' },
      { value: '31.10.2020', expected: '2020-10-31T00:00:00.000Z' },
      { value: '2020-10-31 8:00', expected: '2020-10-31T08:00:00.000Z' },
      { value: '2020-10-31T08:00:00+01:00', expected: '2020-10-31T07:00:00.000Z' },
      { value: 1604131200000, expected: '2020-10-31T08:00:00.000Z' },
      { value: 'Sat, 31 Oct 2020 08:00:00 +0000', expected: '2020-10-31T08:00:00.000Z' },
    ],
  },
  expires: {
    read: ({ expires }) => expires?.toISOString() ?? null,
    shapes: [
      { value: '2030-10-31', expected: '2030-10-31T00:00:00.000Z' },
      { value: '2030-10-31T08:00:00+01:00', expected: '2030-10-31T07:00:00.000Z' },
      { value: '', expected: null },
    ],
  },
  guid: {
    read: ({ guid }) => guid,
    shapes: [
      { value: 'station//episode/001', expected: 'station//episode/001' },
      { value: '1e3', expected: '1e3' },
      { value: '', expected: null },
    ],
  },
  image: {
    read: ({ image }) => image,
    shapes: [
      { value: 'https://example.org/a.png', expected: 'https://example.org/a.png' },
      { value: 'images/a.jpg', expected: 'images/a.jpg' },
      { value: ['a.jpg', 'b.jpg'], expected: 'a.jpg' },
      { value: { src: '/a.jpg', alt: 'A' }, expected: '/a.jpg' },
      { value: { url: '/a.jpg' }, expected: '/a.jpg' },
      { value: { image: '/a.jpg', relative: true }, expected: '/a.jpg' },
      { value: false, expected: null },
    ],
  },
  summary: {
    read: ({ summary }) => summary,
    shapes: [
      { value: 'The *sea* and [the moon](/moon/).\n', expected: 'The sea and the moon.' },
      { value: 'Two\n\nparagraphs', expected: 'Two paragraphs' },
      { value: ['The sea', 'The moon.'], expected: 'The sea. The moon.' },
      { value: '', expected: null },
      { value: [], expected: null },
    ],
  },
  season: {
    read: ({ season }) => season,
    shapes: [
      { value: 2, expected: 2 },
      { value: '02', expected: 2 },
      { value: 0, expected: null },
      { value: '', expected: null },
    ],
  },
  episode: {
    read: ({ episode, episodeDisplay }) => episode ?? episodeDisplay,
    shapes: [
      { value: 16, expected: 16 },
      { value: '016', expected: 16 },
      { value: '#16', expected: 16 },
      { value: 0, expected: '0' },
      { value: 'p01', expected: 'p01' },
      { value: 'T-0', expected: 'T-0' },
      { value: 'Bonus', expected: 'Bonus' },
      { value: 'SEA 391', expected: 'SEA 391' },
      { value: '055j', expected: '055j' },
      { value: '', expected: null },
    ],
  },
  episodeType: {
    read: ({ episodeType }) => episodeType,
    shapes: [
      { value: 'bonus', expected: 'bonus', telling: true },
      { value: 'Trailer', expected: 'trailer', telling: true },
      { value: '', expected: 'full' },
    ],
  },
  explicit: {
    read: ({ explicit }) => explicit,
    shapes: [
      { value: true, expected: true },
      { value: 'yes', expected: true },
      { value: 'No', expected: false },
      { value: 'false', expected: false },
      { value: 'clean', expected: false },
      { value: '', expected: null },
    ],
  },
  chapters: {
    read: ({ chapters, chaptersFile }) => chapters ?? chaptersFile,
    shapes: [
      { value: ['00:00:00 Ebb', '00:01:52.0 Flow'], expected: CHAPTERS },
      { value: ['0:00 - Ebb', '[@1:52] Flow'], expected: CHAPTERS },
      { value: '0:00 Ebb\n1:52 Flow\n', expected: CHAPTERS },
      {
        value: [
          { start: '1:52', title: 'Flow' },
          { start: 0, title: 'Ebb' },
        ],
        expected: CHAPTERS,
      },
      {
        value: [
          { time: '0:00', name: 'Ebb' },
          { timestamp: '01:52', label: 'Flow' },
        ],
        expected: CHAPTERS,
      },
      { value: [{ '0:00': 'Ebb' }, { '1:52': 'Flow' }], expected: CHAPTERS },
      { value: { '0:00': 'Ebb', '1:52': 'Flow' }, expected: CHAPTERS },
      {
        value: {
          version: '1.2.0',
          chapters: [
            { startTime: 0, title: 'Ebb' },
            { startTime: 50, title: 'Only a picture', toc: false },
            { startTime: 60, toc: false, img: 'b.jpg' },
            {
              startTime: 112,
              endTime: 113.5,
              title: 'Flow',
              img: 'a.jpg',
              url: 'https://example.org/',
            },
          ],
        },
        expected: [
          CHAPTERS[0],
          { start: 50, title: 'Only a picture', hidden: true },
          { start: 60, title: '', hidden: true, image: 'b.jpg' },
          { ...CHAPTERS[1], end: 113.5, image: 'a.jpg', url: 'https://example.org/' },
        ],
      },
      {
        value:
          '{"chapters": [{"startTime": 0, "title": "Ebb"}, {"startTime": 112, "title": "Flow"}]}',
        expected: CHAPTERS,
      },
      {
        value: '[{"startTime": 0, "title": "Ebb"}, {"startTime": "1:52", "title": "Flow"}]',
        expected: CHAPTERS,
      },
      { value: 'tides.chapters.json', expected: 'tides.chapters.json' },
      { value: 'https://example.org/chapters', expected: 'https://example.org/chapters' },
      { value: { version: '1.1.0', chapters: [] }, expected: null },
      { value: null, expected: null },
      { value: [], expected: null },
    ],
  },
  transcripts: {
    read: ({ transcripts }) => transcripts,
    shapes: [
      { value: 'a.vtt', expected: [transcript('a.vtt', 'text/vtt')] },
      { value: '/a.SRT?x', expected: [transcript('/a.SRT?x', 'application/x-subrip')] },
      { value: 'notes/a.md', expected: [transcript('notes/a.md', null)] },
      {
        value: ['a.json', 'a.html'],
        expected: [transcript('a.json', 'application/json'), transcript('a.html', 'text/html')],
      },
      {
        value: [
          { url: 'a', type: 'application/srt', language: 'en-US', rel: 'captions' },
          { file: 'a.txt', type: 'text/plain' },
        ],
        expected: [
          { value: 'a', type: 'application/x-subrip', language: 'en-us', rel: 'captions' },
          transcript('a.txt', 'text/plain'),
        ],
      },
      { value: true, expected: [] },
      { value: '', expected: [] },
    ],
  },
  authors: {
    read: ({ authors }) => authors,
    shapes: [
      { value: 'Ann Lee', expected: ['Ann Lee'] },
      { value: '山田太郎,鈴木花子', expected: ['山田太郎', '鈴木花子'] },
      { value: 'Ann Lee, Bob Roy', expected: ['Ann Lee', 'Bob Roy'] },
      { value: 'Ann Lee; Bob Roy, Jr.', expected: ['Ann Lee', 'Bob Roy, Jr.'] },
      { value: 'Jan Novák, Ph.D., Eva Malá', expected: ['Jan Novák, Ph.D.', 'Eva Malá'] },
      { value: 'Lee, Ann', expected: ['Lee, Ann'] },
      { value: 'Ann Lee & Bob Roy', expected: ['Ann Lee', 'Bob Roy'] },
      { value: 'Ann Lee and Vincent van Gogh', expected: ['Ann Lee', 'Vincent van Gogh'] },
      { value: 'Jan Novák a Eva Malá', expected: ['Jan Novák', 'Eva Malá'] },
      { value: ['Ann Lee & Bob Roy'], expected: ['Ann Lee', 'Bob Roy'] },
      { value: 'Ann, Bob und Cid', expected: ['Ann', 'Bob', 'Cid'] },
      { value: 'Ann, Bob, and Cid', expected: ['Ann', 'Bob', 'Cid'] },
      {
        value: 'Ann Lee, Bob Roy & Cid Day & Di Fox',
        expected: ['Ann Lee', 'Bob Roy', 'Cid Day', 'Di Fox'],
      },
      { value: 'Smith & Wesson', expected: ['Smith & Wesson'] },
      { value: 'José Ortega y Gasset', expected: ['José Ortega y Gasset'] },
      { value: 'Artur da Costa e Silva', expected: ['Artur da Costa e Silva'] },
      { value: 'Ann and Bob Roy', expected: ['Ann and Bob Roy'] },
      { value: 'Marks Jones & Ray Sons', expected: ['Marks Jones & Ray Sons'] },
      { value: 'Ann Lee, Roy & Co.', expected: ['Ann Lee', 'Roy & Co.'] },
      { value: 'Ann Lee <ann@example.org>', expected: ['Ann Lee'] },
      { value: 'ann@example.org (Ann Lee)', expected: ['Ann Lee'] },
      {
        value: ['Ann Lee (ann@example.org)', 'Bob Roy <https://bob.example>'],
        expected: ['Ann Lee', 'Bob Roy'],
      },
      {
        value: 'Ann Lee <ann@example.org>, Bob Roy <bob@example.org> (https://bob.example)',
        expected: ['Ann Lee', 'Bob Roy'],
      },
      {
        value: 'Ann Lee <ann@example.org> and Bob Roy <bob@example.org>',
        expected: ['Ann Lee', 'Bob Roy'],
      },
      { value: 'ann@example.org', expected: ['ann@example.org'] },
      { value: ['Ann Lee', '', null, 'Roy, Bob'], expected: ['Ann Lee', 'Roy, Bob'] },
      {
        value: [{ name: 'Ann Lee', url: 'https://example.org/' }, { name: 'Bob' }],
        expected: ['Ann Lee', 'Bob'],
      },
      { value: { name: 'Ann Lee' }, expected: ['Ann Lee'] },
      { value: 'ann-lee', expected: ['ann-lee'] },
      { value: '', expected: [] },
    ],
  },
  hosts: {
    read: ({ authors }) => authors,
    shapes: [
      { value: ['Ann Lee', 'Bob Roy'], expected: ['Ann Lee', 'Bob Roy'] },
      { value: ['annlee', 'bob2', ''], expected: [] },
      { value: [{ name: 'Ann Lee' }], expected: ['Ann Lee'] },
    ],
  },
  categories: {
    read: ({ categories }) => categories,
    shapes: [
      { value: ['AI', 'Umělá inteligence', 'AI'], expected: ['AI', 'Umělá inteligence'] },
      { value: ['sea', '', null, '  moon '], expected: ['sea', 'moon'] },
      { value: 'sea, moon,', expected: ['sea', 'moon'] },
      { value: 'Umělá inteligence', expected: ['Umělá inteligence'] },
      {
        value: [{ 'ebb and flow': 'stories of the sea' }],
        expected: ['ebb and flow: stories of the sea'],
      },
      { value: '', expected: [] },
    ],
  },
  series: {
    read: ({ series }) => series,
    shapes: [
      { value: 'A Year by the Sea', expected: ['A Year by the Sea'] },
      { value: ['tides', 'moons', 'tides'], expected: ['tides', 'moons'] },
      { value: '', expected: [] },
    ],
  },
  language: {
    read: ({ language }) => language,
    shapes: [
      { value: 'cs', expected: 'cs' },
      { value: 'en_US', expected: 'en-us' },
      { value: '', expected: null },
    ],
  },
  narrators: peopleTest('narrator'),
  guests: peopleTest('guest'),
  translators: peopleTest('translator'),
  persons: {
    read: ({ persons }) => persons.map(({ name, role, group }) => [name, role, group]),
    shapes: [
      { value: 'Ada Reed', expected: [['Ada Reed', 'host', 'cast']] },
      {
        value: [{ name: 'Ada Reed', role: 'Fact_Checker' }, { name: 'Bob Roy' }],
        expected: [
          ['Ada Reed', 'fact checker', 'writing'],
          ['Bob Roy', 'host', 'cast'],
        ],
      },
    ],
  },
  seasonName: {
    read: ({ seasonName }) => seasonName,
    shapes: [
      { value: ' By the *sea*', expected: 'By the sea' },
      { value: '', expected: null },
    ],
  },
  soundbites: {
    read: ({ soundbites }) => soundbites,
    shapes: [
      { value: '1:05 - 1:35.5 Ebb', expected: [{ start: 65, seconds: 30.5, title: 'Ebb' }] },
      {
        value: [
          { start: 5, duration: 15 },
          { startTime: '0:10', end: '2:10', title: 'Flow' },
        ],
        expected: [
          { start: 5, seconds: 15, title: null },
          { start: 10, seconds: 120, title: 'Flow' },
        ],
      },
    ],
  },
  funding: {
    read: ({ funding }) => funding,
    shapes: [
      {
        value: { url: 'https://example.org/give', text: 'Give & take' },
        expected: [{ url: 'https://example.org/give', text: 'Give & take' }],
      },
      {
        value: [{ href: 'https://example.org/a', title: 'A' }],
        expected: [{ url: 'https://example.org/a', text: 'A' }],
      },
      {
        value: 'https://www.example.org/ann/',
        expected: [{ url: 'https://www.example.org/ann/', text: 'example.org/ann' }],
      },
      {
        value: ['https://example.org/', { url: 'https://example.org/b' }],
        expected: [
          { url: 'https://example.org/', text: 'example.org' },
          { url: 'https://example.org/b', text: 'example.org/b' },
        ],
      },
    ],
  },
  locations: {
    read: ({ locations }) => locations,
    shapes: [
      { value: 'Praha', expected: [{ ...NOWHERE, name: 'Praha' }] },
      {
        value: {
          name: 'Praha',
          geo: '50.0875, -14.4213',
          osm: 'r435514',
          country: 'cz',
          rel: 'creator',
        },
        expected: [
          {
            name: 'Praha',
            rel: 'creator',
            geo: 'geo:50.0875,-14.4213',
            osm: 'R435514',
            country: 'CZ',
          },
        ],
      },
    ],
  },
  license: {
    read: ({ license }) => license,
    shapes: [
      { value: 'CC-BY-4.0', expected: { name: 'cc-by-4.0', url: null } },
      { value: 'CC BY-SA 4.0', expected: { name: 'cc-by-sa-4.0', url: null } },
      {
        value: 'https://creativecommons.org/licenses/by-nc/4.0/deed.cs',
        expected: { name: 'cc-by-nc-4.0', url: null },
      },
      {
        value: 'https://creativecommons.org/publicdomain/zero/1.0/',
        expected: { name: 'cc0-1.0', url: null },
      },
      {
        value: { name: 'Sea licence', url: 'https://example.org/l' },
        expected: { name: 'Sea licence', url: 'https://example.org/l' },
      },
      { value: false, expected: null },
    ],
  },
  social: {
    read: ({ social }) => social.map(({ protocol, uri }) => [protocol, uri]),
    shapes: [
      {
        value: 'https://social.example/@ann/1234',
        expected: [['activitypub', 'https://social.example/@ann/1234']],
        telling: true,
      },
      {
        value: [{ protocol: 'Nostr', uri: 'nostr:note1abc' }, 'https://bsky.app/profile/a/post/b'],
        expected: [
          ['nostr', 'nostr:note1abc'],
          ['atproto', 'https://bsky.app/profile/a/post/b'],
        ],
        telling: true,
      },
      {
        value: { host: 'social.example', username: 'ann', id: 1234 },
        expected: [['activitypub', 'https://social.example/@ann/1234']],
        telling: true,
      },
      { value: true, expected: [] },
      { value: { protocol: 'disabled' }, expected: [['disabled', null]], telling: true },
    ],
  },
  payments: {
    read: ({ payments }) => payments,
    shapes: [
      {
        value: {
          suggested: '0.00000005',
          recipients: [{ name: 'Ann', type: 'lnaddress', address: 'ann@wallet.example', split: 9 }],
        },
        expected: {
          type: 'lightning',
          method: 'keysend',
          suggested: '0.00000005',
          recipients: [
            {
              name: 'Ann',
              type: 'lnaddress',
              address: 'ann@wallet.example',
              split: 9,
              fee: null,
              customKey: null,
              customValue: null,
            },
          ],
        },
      },
      { value: false, expected: null },
    ],
  },
  texts: {
    read: ({ texts }) => texts,
    shapes: [
      { value: 'abc', expected: [{ purpose: null, text: 'abc' }] },
      {
        value: { verify: ['a', 'b'], release: 'c' },
        expected: [
          { purpose: 'verify', text: 'a' },
          { purpose: 'verify', text: 'b' },
          { purpose: 'release', text: 'c' },
        ],
      },
      { value: { purpose: 'verify', text: 'a' }, expected: [{ purpose: 'verify', text: 'a' }] },
      {
        value: [{ purpose: 'verify', text: 'a' }, { text: 'b' }],
        expected: [
          { purpose: 'verify', text: 'a' },
          { purpose: null, text: 'b' },
        ],
      },
    ],
  },
  aiContent: {
    read: ({ aiContent }) => aiContent,
    shapes: [
      { value: true, expected: true },
      { value: 'no', expected: false },
      { value: '', expected: null },
    ],
  },
  blocked: {
    read: ({ blocked }) => blocked,
    shapes: [
      { value: true, expected: true },
      { value: 'no', expected: false },
    ],
  },
}

function transcript(value: string, type: string | null): Post['transcripts'][number] {
  return { value, type, language: null, rel: null }
}

/** What a post needs besides the field under test. */
const BASE: Readonly<Record<string, Json>> = {
  title: 'Tides',
  date: '2001-02-03',
  audio_url: 'base.mp3',
}

/** Which key of the base goes when a field is tested. */
const REPLACED: Readonly<Record<string, string>> = {
  title: 'title',
  date: 'date',
  audio: 'audio_url',
}

/** A path of keys with a value, in another spelling: `a.b` → `{ A: { B: value } }`. */
function nest(path: string, spell: (key: string) => string, value: Json): Keys {
  const [first = '', ...rest] = path.split('.')
  return { [spell(first)]: rest.length === 0 ? value : nest(rest.join('.'), spell, value) }
}

interface Outcome {
  readonly is: unknown
  readonly problems: readonly Problem[]
}

function outcome(text: string, read: FieldTest['read']): Outcome {
  const { post, problems } = parsePost('posts/a.md', text, PLAIN_RULES)
  return { is: post === null ? 'no post' : read(post), problems }
}

/** Each spelling once and each format once: the two do not touch each other. */
const VARIANTS = [
  ...Object.keys(SPELLINGS).map((spelling) => ({ format: 'YAML', spelling })),
  ...['TOML', 'JSON'].map((format) => ({ format, spelling: 'snake_case' })),
].flatMap((variant) =>
  Object.keys(FIELDS)
    .filter(isField)
    .map((field) => ({ field, ...variant })),
)

function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name)
}

/** Keys that blogs and themes use, in the order in which they win. */
const KNOWN: Readonly<Partial<Record<FieldName, string>>> = {
  audio: `audio_url podcast_url podcast_link media_override podcast_file podcast_alt_file
    podcast_ogg_file enclosure mp3 mp3_url audio_file_path audio_file audio_src audio_release_url efile
    audio.file episode.audio audio? file? url? link? podcast? episode_url?`,
  duration:
    'duration podcast_duration audio_duration itunes_duration episode.duration audio.duration',
  bytes: `length? audio_bytes audio_length podcast_length podcast_bytes filesize file_size
    audio_file_size length_bytes audio.bytes episode.audio.size enclosure.length`,
  type: 'audio_type episode.audio.mime_type enclosure.type type?',
  date: 'publish_date date pub_date published published_at post_date',
  expires: 'expiry_date unpublish_date',
  guid: 'guid episode_guid',
  image: `thumbnail image cover_image cover hero_image episode_image header_image images
    episode.poster episode_banner`,
  summary: 'post_excerpt excerpt description summary subtitle summary_points',
  season: 'season',
  episode: 'episode episode_number number',
  episodeType: 'episode_type',
  chapters: 'chapters podcast_chapters',
  transcripts: 'transcripts transcript',
  authors: 'author',
  hosts: 'hosts voices contributors',
  categories: 'categories tags keywords',
  language: 'lang language locale',
  narrators: 'narrator',
  guests: 'guests guest',
  translators: 'translator',
  persons: 'persons',
  seasonName: 'season_name',
  soundbites: 'soundbites',
  funding: 'funding',
  locations: 'podcast_location location',
  license: 'license',
  social: 'social_interact comments?',
  payments: 'podcast_value',
  texts: 'podcast_txt',
  aiContent: 'ai_content',
  blocked: 'podcast_block',
}

describe('the table', () => {
  test.each(Object.entries(KNOWN))('knows the keys of %s in their order', (field, keys) => {
    const known = keys.trim().split(/\s+/)
    const { keys: all } = Object.entries(CONVENTIONS).find(([name]) => name === field)?.[1] ?? {}
    expect(all?.filter((key) => known.includes(key))).toEqual(known)
  })
})

describe('every key of every field, in every shape of its value', () => {
  test.each(VARIANTS)('$field in $format, $spelling', ({ field, format, spelling }) => {
    const { [REPLACED[field] ?? '']: _, ...base } = BASE
    const { read, shapes } = FIELDS[field]
    for (const key of CONVENTIONS[field].keys) {
      for (const { value, expected, telling } of shapes) {
        if (key.endsWith('?') && telling !== true) continue
        if (format === 'TOML' && value === null) continue
        const keys = {
          ...base,
          ...nest(key.replace('?', ''), SPELLINGS[spelling] ?? String, value),
        }
        const text = FORMATS[format]?.(keys) ?? ''
        expect({ key, value, ...outcome(text, read) }).toEqual({
          key,
          value,
          is: expected,
          problems: [],
        })
      }
    }
  })
})

interface Blog {
  readonly blog: string
  readonly file: string
  readonly keys: Keys
  readonly expected: Record<string, unknown>
  readonly rules?: Partial<typeof PLAIN_RULES>
}

/** Whole posts as the generators and themes have them. */
const BLOGS: readonly Blog[] = [
  {
    blog: 'a Jekyll blog with an audio widget',
    file: '_posts/2025/2025-01-29-tides.md',
    keys: {
      audio_url: 'http://www.example.org/audio/2025-01-29-tides.mp3',
      audiooff: false,
      author: 'Ann Lee',
      categories: ['Sea', 'Moon', 'AI', 'Knihy'],
      ID: 1,
      excerpt: null,
      featured: true,
      layout: 'post',
      post_date: '2025-01-29 17:10:00',
      post_excerpt: '',
      published: true,
      summary_points: ['The moon pulls', 'The sea follows.'],
      thumbnail: '/assets/tides.jpg',
      title: '🌊 Tides',
    },
    expected: {
      slug: 'tides',
      published: new Date('2025-01-29T17:10:00Z'),
      authors: ['Ann Lee'],
      categories: ['Sea', 'Moon', 'AI', 'Knihy'],
      summary: 'The moon pulls. The sea follows.',
      image: '/assets/tides.jpg',
      guid: null,
      audio: [{ value: 'http://www.example.org/audio/2025-01-29-tides.mp3', field: 'audio_url' }],
    },
  },
  {
    blog: 'the same blog in Hugo',
    file: 'content/posts/2025/2025-01-29-tides.md',
    rules: { fileNameDateFirst: true },
    keys: {
      slug: 'tides',
      audio: true,
      audio_generated: '2025-08-11T09:43:47.431643',
      audio_url: 'https://www.example.org/audio/2025-01-29-tides.mp3',
      date: '2025-01-29 08:00:00',
      hide: false,
      summary_points: [],
      title: 'Tides',
    },
    expected: {
      slug: 'tides',
      published: new Date('2025-01-29T08:00:00Z'),
      summary: null,
      audio: [{ value: 'https://www.example.org/audio/2025-01-29-tides.mp3', field: 'audio_url' }],
    },
  },
  {
    blog: 'yattecast',
    file: '_posts/2016-11-10-1.md',
    keys: {
      title: '1. Tides',
      date: '2016-11-10 00:00:00 +0900',
      audio_file_path: '/audio/1.mp3',
      audio_file_size: 12345678,
      duration: '00:00',
      description: 'The sea',
      actor_ids: ['ann', 'bob'],
    },
    expected: {
      title: '1. Tides',
      published: new Date('2016-11-09T15:00:00Z'),
      declared: { bytes: 12345678, seconds: null, type: null },
      authors: [],
      audio: [{ value: '/audio/1.mp3', field: 'audio_file_path' }],
    },
  },
  {
    blog: 'a collection of Jekyll’s with file and length',
    file: '_episodes/interviews/2019-08-08-tides.md',
    keys: {
      title: 'Tides',
      date: '2019-08-08T11:45:00+00:00',
      slug: '001-tides',
      file: 'https://audio.example.org/e001.mp3',
      duration: '1:03:29',
      length: '60946851',
      guid: 'station//episode/001-tides',
      reddit: 'https://reddit.example.org/tides',
    },
    expected: {
      slug: '001-tides',
      guid: 'station//episode/001-tides',
      declared: { bytes: 60946851, seconds: 3809, type: null },
      audio: [{ value: 'https://audio.example.org/e001.mp3', field: 'file' }],
    },
  },
  {
    blog: 'a Jekyll blog with three keys for one recording',
    file: '_posts/2025-08-18-潮汐.md',
    keys: {
      title: '潮汐 (cháoxī)',
      date: '2025-08-18 10:00:00 +0000',
      cover_image: '/episodes/潮汐/cover.jpg',
      audio_url: '/episodes/潮汐/audio.mp3',
      audio_repo_url: '/episodes/潮汐/audio.mp3',
      audio_release_url: 'https://releases.example.org/a.mp3',
      audio_bytes: 1589760,
    },
    expected: {
      slug: '潮汐',
      image: '/episodes/潮汐/cover.jpg',
      declared: { bytes: 1589760, seconds: null, type: null },
      audio: [
        { value: '/episodes/潮汐/audio.mp3', field: 'audio_url' },
        { value: 'https://releases.example.org/a.mp3', field: 'audio_release_url' },
      ],
    },
  },
  {
    blog: 'Jekyll-Podcast-Feed',
    file: '_posts/2021-01-02-tides.md',
    keys: {
      title: 'Tides',
      file: '//cdn.example.org/tides.mp3',
      voices: 'Ann Lee, Bob Roy',
      categories: 'maincast',
      tags: ['sea'],
      block: 'no',
      explicit: 'no',
      chapters: ['00:00:00.0 Ebb', '00:01:52.0 Flow'],
      subtitle: 'The sea',
    },
    expected: {
      authors: ['Ann Lee', 'Bob Roy'],
      categories: ['maincast', 'sea'],
      summary: 'The sea',
      explicit: false,
      chapters: CHAPTERS,
    },
  },
  {
    blog: 'castanet (Hugo)',
    file: 'content/episode/tides.md',
    keys: {
      Title: 'Tides',
      Description: 'The sea',
      Date: '2019-01-08T05:04:29-06:00',
      PublishDate: '2019-01-08T15:04:29-06:00',
      podcast_file: 'show-episode124.mp3',
      podcast_duration: '71:31',
      podcast_bytes: '39800000',
      episode_image: 'episode/img/tides.jpg',
      episode_banner: 'episode/img/tides-banner.png',
      images: ['img/social/tides.jpg'],
      guests: ['broy', ''],
      hosts: ['alee'],
      tags: ['sea'],
      episode: '124',
      explicit: 'yes',
      transcript: '/transcripts/tides.md',
      series: 'Water',
    },
    expected: {
      published: new Date('2019-01-08T21:04:29Z'),
      summary: 'The sea',
      declared: { bytes: 39800000, seconds: 4291, type: null },
      image: 'episode/img/tides.jpg',
      authors: [],
      episode: 124,
      explicit: true,
      transcripts: [transcript('/transcripts/tides.md', null)],
      audio: [{ value: 'show-episode124.mp3', field: 'podcast_file' }],
    },
  },
  {
    blog: 'castanet with another URL for one episode',
    file: 'content/episode/tides.md',
    keys: {
      title: 'Tides',
      date: '2019-01-08',
      podcast_file: 'tides.mp3',
      media_override: 'https://cdn.example.org/t.mp3',
    },
    expected: {
      audio: [
        { value: 'https://cdn.example.org/t.mp3', field: 'media_override' },
        { value: 'tides.mp3', field: 'podcast_file' },
      ],
    },
  },
  {
    blog: 'a network of shows (Hugo)',
    file: 'content/show/sea-radio/0002.md',
    keys: {
      type: 'episode',
      draft: false,
      show_slug: 'sea-radio',
      episode: 2,
      episode_padded: '0002',
      episode_guid: '7b0f5b1c-3c52-4d8e-9a43-1f6f0e7a2d10',
      slug: '2',
      title: 'Launch 02: Tides?',
      description: 'The sea',
      date: '2024-01-29T23:44:22+00:00',
      header_image: '/images/sea.png',
      categories: ['Sea Radio 🚀'],
      tags: [],
      hosts: ['ann'],
      guests: [],
      podcast_duration: '00:42:42',
      podcast_file: null,
      podcast_alt_file: 'https://op3.dev/e/cdn.example.org/2.mp3',
      podcast_ogg_file: 'https://cdn.example.org/2.ogg',
      podcast_bytes: 36461371,
      podcast_chapters: {
        version: '1.2.0',
        chapters: [
          { startTime: 0, title: 'Ebb', img: null, url: null, toc: null },
          { startTime: 112.0, title: 'Flow', endTime: null },
        ],
      },
      transcripts: [
        { url: 'https://example.org/2.vtt', type: 'text/vtt', language: 'en-us', rel: 'captions' },
      ],
      video_file: 'https://cdn.example.org/2.mp4',
      youtube_link: null,
    },
    expected: {
      guid: '7b0f5b1c-3c52-4d8e-9a43-1f6f0e7a2d10',
      slug: '2',
      episode: 2,
      episodeType: 'full',
      chapters: CHAPTERS,
      transcripts: [
        {
          value: 'https://example.org/2.vtt',
          type: 'text/vtt',
          language: 'en-us',
          rel: 'captions',
        },
      ],
      audio: [
        { value: 'https://op3.dev/e/cdn.example.org/2.mp3', field: 'podcast_alt_file' },
        { value: 'https://cdn.example.org/2.ogg', field: 'podcast_ogg_file' },
      ],
    },
  },
  {
    blog: 'a blog whose recordings have a template',
    file: 'content/posts/podcast-433.md',
    rules: { audioUrl: 'https://cdn.example.org/{filename}.mp3', timezone: 'Europe/Moscow' },
    keys: {
      title: 'Радио 433',
      date: '2015-02-28T16:49:00',
      categories: ['podcast'],
      image: 'https://example.org/433.jpg',
      filename: 'sea_podcast433',
    },
    expected: {
      published: new Date('2015-02-28T13:49:00Z'),
      audio: [{ value: 'https://cdn.example.org/sea_podcast433.mp3', field: 'filename' }],
    },
  },
  {
    blog: 'a Hugo blog with efile',
    file: 'src/content/episodes/season1-episode6.md',
    keys: {
      title: 'Season 1 Episode 6: Tides (guest)',
      date: '2018-03-02T15:40:00-05:00',
      description: 'The sea\nand the moon.\n',
      efile: 'season1-episode6.mp3',
      duration: '0:33:11',
      filesize: 79697820,
      season: 1,
      episode: 6,
    },
    expected: {
      summary: 'The sea and the moon.',
      declared: { bytes: 79697820, seconds: 1991, type: null },
      season: 1,
      episode: 6,
      audio: [{ value: 'season1-episode6.mp3', field: 'efile' }],
    },
  },
  {
    blog: 'a Hugo blog with keywords and contributors',
    file: 'content/episodes/001-introduction.md',
    keys: {
      title: '第1回: 潮汐',
      date: '2025-08-29T11:00:00+09:00',
      draft: false,
      audio: 'https://s3.example.org/001.tides.mp3',
      audio_length: 13394962,
      audio_type: 'audio/mpeg',
      audio_duration: '00:24:47',
      thumbnail: '/images/default.jpg',
      keywords: '海,月',
      author: '山田太郎,鈴木花子',
      contributors: [{ name: '山田太郎' }],
      season: 1,
      episode_type: 'full',
    },
    expected: {
      declared: { bytes: 13394962, seconds: 1487, type: 'audio/mpeg' },
      categories: ['海', '月'],
      authors: ['山田太郎', '鈴木花子'],
      audio: [{ value: 'https://s3.example.org/001.tides.mp3', field: 'audio' }],
    },
  },
  {
    blog: 'hugo-podcast',
    file: 'content/episodes/089.md',
    keys: {
      title: 'Tides',
      date: '2020-01-02T03:04:05Z',
      episode: {
        number: '089',
        duration: '01:00:00',
        poster: '/089.jpg',
        audio: [
          { url: 'https://cdn.example.org/089.mp3', mimeType: 'audio/mpeg', size: -1 },
          { url: 'https://cdn.example.org/089.opus', mimeType: 'audio/opus', size: 5_000_000 },
        ],
      },
    },
    expected: {
      episode: 89,
      image: '/089.jpg',
      declared: { bytes: 5_000_000, seconds: 3600, type: 'audio/mpeg' },
      audio: [
        { value: 'https://cdn.example.org/089.mp3', field: 'episode.audio' },
        { value: 'https://cdn.example.org/089.opus', field: 'episode.audio' },
      ],
    },
  },
  {
    blog: 'empire',
    file: 'content/episodes/tides.md',
    keys: {
      title: 'Tides',
      date: '2020-01-02T03:04:05Z',
      GUID: 'tides-1',
      image: '/tides.jpg',
      audio: { file: 'tides.mp3', bytes: 123456, duration: '12:34' },
    },
    expected: {
      guid: 'tides-1',
      declared: { bytes: 123456, seconds: 754, type: null },
      audio: [{ value: 'tides.mp3', field: 'audio.file' }],
    },
  },
  {
    blog: 'an Eleventy blog of several shows',
    file: 'src/sea-mix/sea-040-tides.md',
    keys: {
      layout: 'layouts/post.njk',
      podcast: 'sea-mix',
      title: '  SEA 040: Tides\n',
      date: '2019-02-26 11:00:48',
      episode_number: '040',
      duration: '40:47',
      audio_url: '  https://media.example.org/SEA_040.mp3',
      image: '/images/sea.jpg',
      tags: ['sea_mix', 'podcast'],
    },
    expected: {
      title: 'SEA 040: Tides',
      episode: 40,
      categories: ['sea_mix', 'podcast'],
      declared: { bytes: null, seconds: 2447, type: null },
      audio: [{ value: 'https://media.example.org/SEA_040.mp3', field: 'audio_url' }],
    },
  },
  {
    blog: 'an Astro blog',
    file: 'src/content/blog/tides.md',
    keys: {
      title: 'Tides',
      description: 'The sea',
      pubDate: '2026-02-13',
      tags: ['sea'],
      draft: false,
      heroImage: '/og/tides.png',
      audioUrl: '/assets/audio.mp3',
      audioDuration: 872,
      fileSize: '5000000',
      videoUrl: '/assets/video.mp4',
    },
    expected: {
      published: new Date('2026-02-13T00:00:00Z'),
      image: '/og/tides.png',
      declared: { bytes: 5000000, seconds: 872, type: null },
      audio: [{ value: '/assets/audio.mp3', field: 'audioUrl' }],
    },
  },
  {
    blog: 'a Next blog',
    file: 'posts/tides.mdx',
    keys: {
      title: 'Tides',
      publishedAt: '2024-05-06',
      mp3URL: 'https://cdn.example.org/tides.mp3',
      length_bytes: 5000000,
      duration: '17.44',
      coverImage: { url: '/tides.png' },
      author: { name: 'Ann Lee', picture: '/ann.png' },
    },
    expected: {
      published: new Date('2024-05-06T00:00:00Z'),
      image: '/tides.png',
      authors: ['Ann Lee'],
      declared: { bytes: 5000000, seconds: 17.44, type: null },
    },
  },
  {
    blog: 'a blog of numbered shows',
    file: 'shows/374 - Ebb × Flow.md',
    keys: {
      number: 374,
      title: 'Ebb × Flow',
      date: 1627477200833,
      url: 'https://traffic.example.org/SEA5302178815.mp3',
      youtube_url: 'https://www.youtube.com/watch?v=x',
      guest: [{ name: 'Bob Roy', twitter: null }],
      Hosts: ['annlee'],
    },
    expected: {
      slug: '374-Ebb-×-Flow',
      published: new Date('2021-07-28T13:00:00.833Z'),
      episode: 374,
      permalink: null,
      authors: [],
      audio: [{ value: 'https://traffic.example.org/SEA5302178815.mp3', field: 'url' }],
    },
  },
  {
    blog: 'a Hugo blog that keeps its own keys under params',
    file: 'content/posts/tides.md',
    keys: {
      title: 'Tides',
      date: '2024-05-06',
      params: { audio_url: '/tides.mp3', duration: '12:34' },
    },
    expected: {
      declared: { bytes: null, seconds: 754, type: null },
      audio: [{ value: '/tides.mp3', field: 'params.audio_url' }],
    },
  },
]

describe('whole posts', () => {
  const cases = BLOGS.flatMap((blog) => Object.keys(FORMATS).map((format) => ({ ...blog, format })))

  test.each(cases)('of $blog, in $format', ({ file, keys, expected, rules, format }) => {
    const text = FORMATS[format]?.(keys) ?? ''
    const { post, problems } = parsePost(file, text, { ...PLAIN_RULES, ...rules })
    expect(problems).toEqual([])
    expect(post).toMatchObject({ ...expected, body: Body.of(BODY) })
    expect(post?.audio.map(({ line }) => line !== null && line > 1)).not.toContain(false)
  })
})

describe('keys of a blog’s own', () => {
  const text = FORMATS['YAML']?.({
    title: 'Tides',
    perex: 'Own',
    excerpt: 'Common',
    recorded: '2001-02-03',
    media: { main: 'own' },
    audio_url: 'common.mp3',
  })

  test('go before the common ones, and need no telling value', () => {
    const fields = { audio: ['media.main'], summary: ['none', 'Perex'], date: ['recorded'] }
    const post = postOf('a.md', text ?? '', { ...PLAIN_RULES, fields })
    expect(post).toMatchObject({
      summary: 'Own',
      published: new Date('2001-02-03T00:00:00Z'),
      audio: [
        { value: 'own', field: 'media.main' },
        { value: 'common.mp3', field: 'audio_url' },
      ],
    })
  })

  test('go first also when they are common ones that come late', () => {
    const late = FORMATS['YAML']?.({ ...BASE, excerpt: 'Early', subtitle: 'Late' }) ?? ''
    const rules = { ...PLAIN_RULES, fields: { summary: ['subtitle'] } }
    expect(postOf('a.md', late, rules).summary).toBe('Late')
  })

  test('are told only once when they are common ones too', () => {
    const fields = { duration: ['duration', 'Duration'] }
    const long = `---\ntitle: Tides\ndate: 2001-02-03\nmp3: a.mp3\nduration: long\n---\n`
    expect(parsePost('a.md', long, { ...PLAIN_RULES, fields }).problems).toHaveLength(1)
  })
})
