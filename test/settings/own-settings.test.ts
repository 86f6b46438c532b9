import {
  array,
  assert,
  constantFrom,
  dictionary,
  letrec,
  oneof,
  property,
  string,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_NAMES } from '../../src/posts/conventions.ts'
import { formatProblem } from '../../src/base/problem.ts'
import type { Value, Values } from '../../src/posts/front-matter/values.ts'
import { parseYaml } from '../../src/posts/front-matter/yaml.ts'
import { readOwnSettings } from '../../src/settings/own-settings.ts'
import { SETTING_NAMES, type SettingName } from '../../src/settings/settings-table.ts'

function read(yaml: string) {
  const { values, problems } = readOwnSettings(parseYaml(yaml), 'sidecast.yml')
  return { values, printed: problems.map(formatProblem) }
}

interface Row {
  readonly name: SettingName
  readonly good: string
  readonly value: unknown
  readonly bad: string
  readonly printed: string
}

const ROWS: readonly Row[] = [
  {
    name: 'title',
    good: 'title: >\n  Tides,\n  read aloud',
    value: 'Tides, read aloud',
    bad: 'title: [Tides, Moon]',
    printed: 'sidecast.yml:1 title: expected one text, got a list',
  },
  {
    name: 'description',
    good: 'description: |\n  The sea.\n\n  And the shore.',
    value: 'The sea.\n\nAnd the shore.',
    bad: `description: ${'ž'.repeat(2001)}`,
    printed: 'sidecast.yml:1 description: expected at most 4000 bytes, got 4002; shorten it',
  },
  {
    name: 'author',
    good: 'author: Anna Říhová',
    value: 'Anna Říhová',
    bad: 'author: { name: Anna }',
    printed: 'sidecast.yml:1 author: expected one text, got a map',
  },
  {
    name: 'owner.name',
    good: 'owner: { name: Anna }',
    value: 'Anna',
    bad: 'owner:\n  name: [Anna]',
    printed: 'sidecast.yml:2 owner.name: expected one text, got a list',
  },
  {
    name: 'owner.email',
    good: 'owner: { email: anna+show@mail.example.org }',
    value: 'anna+show@mail.example.org',
    bad: 'owner:\n  email: Anna <anna@example.org>',
    printed:
      'sidecast.yml:2 owner.email: expected an e-mail address such as me@example.org, got "Anna <anna@example.org>"',
  },
  {
    name: 'language',
    good: 'language: no',
    value: 'no',
    bad: 'language: en_GB',
    printed:
      'sidecast.yml:1 language: expected a language code such as cs or en-gb, got "en_GB"; did you mean "en-gb"?',
  },
  {
    name: 'category',
    good: 'category: history',
    value: [{ name: 'History', subcategory: null }],
    bad: 'category:\n  - History\n  - Oceans',
    printed:
      'sidecast.yml:3 category[1]: expected one of Apple\'s categories, got "Oceans"; see https://podcasters.apple.com/support/1691-apple-podcasts-categories',
  },
  {
    name: 'explicit',
    good: 'explicit: yes',
    value: true,
    bad: 'explicit: clean',
    printed: 'sidecast.yml:1 explicit: expected true or false, got "clean"',
  },
  {
    name: 'type',
    good: 'type: Serial',
    value: 'serial',
    bad: 'type: series',
    printed: 'sidecast.yml:1 type: expected episodic or serial, got "series"',
  },
  {
    name: 'copyright',
    good: 'copyright: "Copyright © 2019–2026 Anna Říhová. All rights reserved."',
    value: 'Anna Říhová',
    bad: `copyright: ${'c'.repeat(256)}`,
    printed: 'sidecast.yml:1 copyright: expected at most 255 characters, got 256; shorten it',
  },
  {
    name: 'image',
    good: 'image: ../static/cover.jpg',
    value: '../static/cover.jpg',
    bad: 'image: ftp://example.org/cover.jpg',
    printed:
      'sidecast.yml:1 image: expected an address such as https://example.org/, got "ftp://example.org/cover.jpg"',
  },
  {
    name: 'narrator',
    good: 'narrator: [Ada Reed, Bob Roy]',
    value: ['Ada Reed', 'Bob Roy'],
    bad: `narrator: ${'n'.repeat(129)}`,
    printed: 'sidecast.yml:1 narrator: expected at most 128 characters, got 129; shorten it',
  },
  {
    name: 'persons',
    good: 'persons: { name: Ada Reed, role: Co Host, img: https://example.org/a.png }',
    value: [
      {
        name: 'Ada Reed',
        role: 'co-host',
        group: 'cast',
        url: null,
        image: 'https://example.org/a.png',
      },
    ],
    bad: 'persons:\n  - Ada Reed\n  - role: host',
    printed: 'sidecast.yml:3 persons[1]: it has no name; write name: …',
  },
  {
    name: 'ai_content',
    good: 'ai_content: yes',
    value: true,
    bad: 'ai_content: partly',
    printed: 'sidecast.yml:1 ai_content: expected true or false, got "partly"',
  },
  {
    name: 'follow',
    good: 'follow: { Spotify: "https://open.spotify.com/show/1", YouTube: "https://www.youtube.com/@tides" }',
    value: [
      { name: 'Spotify', url: 'https://open.spotify.com/show/1' },
      { name: 'YouTube', url: 'https://www.youtube.com/@tides' },
    ],
    bad: 'follow:\n  Spotify: spotify:show:1',
    printed:
      'sidecast.yml:2 follow.Spotify: expected an address such as https://example.org/, got "spotify:show:1"',
  },
  {
    name: 'funding',
    good: 'funding: { url: https://example.org/give, text: Give }',
    value: [{ url: 'https://example.org/give', text: 'Give' }],
    bad: 'funding: { text: Give }',
    printed: 'sidecast.yml:1 funding: it has no url; write url: …',
  },
  {
    name: 'license',
    good: 'license: { name: Sea Licence, url: https://example.org/l }',
    value: { name: 'Sea Licence', url: 'https://example.org/l' },
    bad: 'license: Sea Licence',
    printed:
      'sidecast.yml:1 license: expected the identifier of a licence such as cc-by-4.0, or { name: …, url: … } for another one, got "Sea Licence"',
  },
  {
    name: 'location',
    good: 'location: { name: Prague, geo: "50.1,14.4" }',
    value: [{ name: 'Prague', rel: null, geo: 'geo:50.1,14.4', osm: null, country: null }],
    bad: 'location:\n  name: Prague\n  geo: 94.1,14.4',
    printed:
      'sidecast.yml:3 location.geo: expected latitude and longitude such as 50.0875,14.4213, got "94.1,14.4"',
  },
  {
    name: 'social',
    good: 'social: https://x.com/anna/status/1',
    value: [
      {
        protocol: 'twitter',
        uri: 'https://x.com/anna/status/1',
        accountId: null,
        accountUrl: null,
        priority: null,
      },
    ],
    bad: 'social: https://example.org/talk',
    printed:
      'sidecast.yml:1 social: the address does not show which protocol it speaks; write protocol: disabled, or activitypub, or twitter, or lightning, or atproto, or hive, or matrix, or nostr',
  },
  {
    name: 'value',
    good: 'value: { recipients: { type: lnaddress, address: a@b.example, split: 1, fee: yes } }',
    value: {
      type: 'lightning',
      method: 'keysend',
      suggested: null,
      recipients: [
        {
          name: null,
          type: 'lnaddress',
          address: 'a@b.example',
          split: 1,
          fee: true,
          customKey: null,
          customValue: null,
        },
      ],
    },
    bad: 'value:\n  type: lightning',
    printed: 'sidecast.yml:1 value: it has no recipients; write recipients: …',
  },
  {
    name: 'txt',
    good: 'txt: { verify: 012, applepodcastsverify: [a, b] }',
    value: [
      { purpose: 'verify', text: '012' },
      { purpose: 'applepodcastsverify', text: 'a' },
      { purpose: 'applepodcastsverify', text: 'b' },
    ],
    bad: 'txt:\n  ai-content: true',
    printed:
      'sidecast.yml:2 txt.ai-content: it has a key of its own; write ai_content: true, or false',
  },
  {
    name: 'seasons',
    good: 'seasons: { 01: By the sea, 2: Inland }',
    value: new Map([
      ['1', 'By the sea'],
      ['2', 'Inland'],
    ]),
    bad: 'seasons:\n  first: By the sea',
    printed: 'sidecast.yml:2 seasons.first: expected a whole number above 0, got "first"',
  },
  {
    name: 'update_frequency',
    good: 'update_frequency: { text: Ten Mondays, rrule: "FREQ=WEEKLY;COUNT=10", dtstart: 2026-05-04 }',
    value: { text: 'Ten Mondays', rrule: 'FREQ=WEEKLY;COUNT=10', start: '2026-05-04' },
    bad: 'update_frequency: { text: Ten Mondays, rrule: "FREQ=WEEKLY;COUNT=10" }',
    printed:
      'sidecast.yml:1 update_frequency: a rule with COUNT needs a start; write start: 2026-05-04',
  },
  {
    name: 'private',
    good: 'private: yes',
    value: true,
    bad: 'private: maybe',
    printed: 'sidecast.yml:1 private: expected true or false, got "maybe"',
  },
  {
    name: 'complete',
    good: 'complete: yes',
    value: true,
    bad: 'complete: soon',
    printed: 'sidecast.yml:1 complete: expected true or false, got "soon"',
  },
  {
    name: 'block',
    good: 'block: [spotify, amazon]',
    value: [
      { service: 'spotify', blocked: true },
      { service: 'amazon', blocked: true },
    ],
    bad: 'block: Spotify',
    printed:
      'sidecast.yml:1 block: expected true, or the name of a directory in lower case such as spotify, got "Spotify"; the names are listed at https://github.com/Podcastindex-org/podcast-namespace/blob/main/serviceslugs.txt',
  },
  {
    name: 'locked',
    good: 'locked: yes',
    value: true,
    bad: 'locked: [yes]',
    printed: 'sidecast.yml:1 locked: expected one text, got a list',
  },
  {
    name: 'medium',
    good: 'medium: podcastl',
    value: 'podcastL',
    bad: 'medium: radio',
    printed:
      'sidecast.yml:1 medium: expected podcast or music or video or film or audiobook or newsletter or blog or publisher or course or mixed or podcastL or musicL or videoL or filmL or audiobookL or newsletterL or blogL or publisherL or courseL, got "radio"',
  },
  {
    name: 'podping',
    good: 'podping: no',
    value: false,
    bad: 'podping: hive',
    printed: 'sidecast.yml:1 podping: expected true or false, got "hive"',
  },
  {
    name: 'podroll',
    good: 'podroll: [917393E3-1B1E-5CEF-ACE4-EDAA54E1F810]',
    value: [{ feedGuid: '917393e3-1b1e-5cef-ace4-edaa54e1f810', feedUrl: null, title: null }],
    bad: 'podroll:\n  - url: https://example.org/feed.xml',
    printed: 'sidecast.yml:2 podroll[0]: it has no guid; write guid: …',
  },
  {
    name: 'publisher',
    good: 'publisher: { guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810, title: Sea }',
    value: { feedGuid: '917393e3-1b1e-5cef-ace4-edaa54e1f810', feedUrl: null, title: 'Sea' },
    bad: 'publisher:\n  guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810\n  page: x',
    printed: 'sidecast.yml:3 publisher.page: no such key; the keys are guid, url, title',
  },
  {
    name: 'site',
    good: 'site: https://příliv.example/Můj%20blog',
    value: 'https://xn--pliv-vpa16d.example/M%C5%AFj%20blog/',
    bad: 'site: www.example.org/blog',
    printed:
      'sidecast.yml:1 site: expected an address such as https://example.org/, got "www.example.org/blog"; did you mean "https://www.example.org/blog"?',
  },
  {
    name: 'base_url',
    good: 'base_url: HTTP://Example.org:80//podcast',
    value: 'http://example.org/podcast/',
    bad: 'base_url: https://example.org/?page=podcast',
    printed:
      'sidecast.yml:1 base_url: expected an address without "?" and "#", got "https://example.org/?page=podcast"',
  },
  {
    name: 'timezone',
    good: 'timezone: europe/prague',
    value: 'Europe/Prague',
    bad: 'timezone: Europe/Pragu',
    printed:
      'sidecast.yml:1 timezone: expected a time zone such as Europe/Prague, got "Europe/Pragu"; did you mean "Europe/Prague"?',
  },
  {
    name: 'permalink',
    good: 'permalink: item/:title/',
    value: '/item/:title/',
    bad: 'permalink: /item/:titel/',
    printed:
      'sidecast.yml:1 permalink: expected Jekyll\'s or Hugo\'s variables such as :year, :title or :slug, got ":titel" in "/item/:titel/"',
  },
  {
    name: 'posts',
    good: 'posts: [./_posts/**/*.md, notes/]',
    value: ['_posts/**/*.md', 'notes'],
    bad: 'posts: ../blog/*.md',
    printed:
      'sidecast.yml:1 posts: expected a path inside the content folder such as _posts/**/*.md, got "../blog/*.md"',
  },
  {
    name: 'outside',
    good: 'outside: [/mnt/large/audio, ~/Pictures]',
    value: ['/mnt/large/audio', '~/Pictures'],
    bad: 'outside: https://example.org/audio/',
    printed:
      'sidecast.yml:1 outside: expected a folder on this computer, got "https://example.org/audio/"; write its path',
  },
  {
    name: 'fields',
    good: 'fields: { audio: efile, summary: [perex, post_excerpt] }',
    value: new Map([
      ['audio', ['efile']],
      ['summary', ['perex', 'post_excerpt']],
    ]),
    bad: 'fields:\n  sumary: perex',
    printed: `sidecast.yml:2 fields.sumary: expected one of ${FIELD_NAMES.join(', ')}, got "sumary"; did you mean "summary"?`,
  },
  {
    name: 'audio.prefix',
    good: 'audio: { prefix: https://media.example.org/show- }',
    value: 'https://media.example.org/show-',
    bad: 'audio:\n  prefix: /audio/',
    printed:
      'sidecast.yml:2 audio.prefix: expected an address such as https://example.org/, got "/audio/"',
  },
  {
    name: 'audio.url',
    good: 'audio: { url: "/audio/{filename}.mp3" }',
    value: '/audio/{filename}.mp3',
    bad: 'audio:\n  url: https://cdn.example.org/filename.mp3',
    printed:
      'sidecast.yml:2 audio.url: expected front-matter keys in braces, such as https://example.org/{file}.mp3, got "https://cdn.example.org/filename.mp3"',
  },
  {
    name: 'audio.beside',
    good: 'audio: { beside: yes }',
    value: true,
    bad: 'audio:\n  beside: tides.mp3',
    printed: 'sidecast.yml:2 audio.beside: expected true or false, got "tides.mp3"',
  },
  {
    name: 'audio.tracking',
    good: 'audio: { tracking: https://op3.dev/e/ }',
    value: 'https://op3.dev/e/',
    bad: 'audio:\n  tracking: https://op3.dev/e',
    printed:
      'sidecast.yml:2 audio.tracking: expected a prefix that ends in one "/", such as https://op3.dev/e/, got "https://op3.dev/e"',
  },
  {
    name: 'audio.folders',
    good: 'audio:\n  folders:\n    https://example.org/audio: audio/',
    value: new Map([['https://example.org/audio/', 'audio/']]),
    bad: 'audio:\n  folders:\n    /audio/: audio/',
    printed:
      'sidecast.yml:3 audio.folders./audio/: expected an address such as https://example.org/, got "/audio/"',
  },
  {
    name: 'audio.max_seconds',
    good: 'audio: { max_seconds: 60 }',
    value: 60,
    bad: 'audio:\n  max_seconds: 0',
    printed: 'sidecast.yml:2 audio.max_seconds: expected a whole number above 0, got "0"',
  },
  {
    name: 'audio.max_megabytes',
    good: 'audio: { max_megabytes: 200 }',
    value: 200,
    bad: 'audio:\n  max_megabytes: 1 GB',
    printed: 'sidecast.yml:2 audio.max_megabytes: expected a whole number above 0, got "1 GB"',
  },
  {
    name: 'audio.private_networks',
    good: 'audio: { private_networks: yes }',
    value: true,
    bad: 'audio:\n  private_networks: 10.0.0.0/8',
    printed: 'sidecast.yml:2 audio.private_networks: expected true or false, got "10.0.0.0/8"',
  },
  {
    name: 'audio.align',
    good: 'audio: { align: yes }',
    value: true,
    bad: 'audio:\n  align: sometimes',
    printed: 'sidecast.yml:2 audio.align: expected true or false, got "sometimes"',
  },
  {
    name: 'artwork.make',
    good: 'artwork: { make: no }',
    value: false,
    bad: 'artwork:\n  make: perhaps',
    printed: 'sidecast.yml:2 artwork.make: expected true or false, got "perhaps"',
  },
  {
    name: 'artwork.draw',
    good: 'artwork: { draw: no }',
    value: false,
    bad: 'artwork:\n  draw: perhaps',
    printed: 'sidecast.yml:2 artwork.draw: expected true or false, got "perhaps"',
  },
  {
    name: 'artwork.colours',
    good: "artwork: { colours: ['#fff', black] }",
    value: [
      { lightness: expect.closeTo(1), chroma: expect.closeTo(0), hue: 0 },
      { lightness: 0, chroma: 0, hue: 0 },
    ],
    bad: 'artwork:\n  colours: [blurple]',
    printed: 'sidecast.yml:2 artwork.colours[0]: expected a colour such as #0f4c81, got "blurple"',
  },
  {
    name: 'feed.guid',
    good: 'feed: { guid: 917393E3-1B1E-5CEF-ACE4-EDAA54E1F810 }',
    value: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
    bad: 'feed:\n  guid: 917393e3',
    printed:
      'sidecast.yml:2 feed.guid: expected a UUID such as 917393e3-1b1e-5cef-ace4-edaa54e1f810, got "917393e3"',
  },
  {
    name: 'feed.path',
    good: 'feed: { path: /podcast/feed/ }',
    value: '/podcast/feed/',
    bad: 'feed:\n  path: /?feed=podcast',
    printed:
      'sidecast.yml:2 feed.path: expected a path such as /feed.xml, with letters, digits and . _ ~ -, got "/?feed=podcast"',
  },
  {
    name: 'feed.episodes',
    good: 'feed: { episodes: 50 }',
    value: 50,
    bad: 'feed:\n  episodes: all',
    printed: 'sidecast.yml:2 feed.episodes: expected a whole number above 0, got "all"',
  },
  {
    name: 'feed.hub',
    good: 'feed: { hub: https://hub.example.org }',
    value: ['https://hub.example.org/'],
    bad: 'feed:\n  hub: hub.example.org',
    printed:
      'sidecast.yml:2 feed.hub: expected an address such as https://example.org/, got "hub.example.org"; did you mean "https://hub.example.org"?',
  },
  {
    name: 'feed.old_paths',
    good: 'feed: { old_paths: [/podcast-feed.xml, /feed/podcast/] }',
    value: ['/podcast-feed.xml', '/feed/podcast/'],
    bad: 'feed: { old_paths: https://example.org/feed.xml }',
    printed:
      'sidecast.yml:1 feed.old_paths: expected a path such as /feed.xml, with letters, digits and . _ ~ -, got "https://example.org/feed.xml"',
  },
  {
    name: 'feed.new_url',
    good: 'feed: { new_url: https://feeds.example.com/rss }',
    value: 'https://feeds.example.com/rss',
    bad: 'feed: { new_url: /rss }',
    printed:
      'sidecast.yml:1 feed.new_url: expected an address such as https://example.org/, got "/rss"',
  },
  {
    name: 'feed.notes',
    good: 'feed: { notes: summary }',
    value: 'summary',
    bad: 'feed:\n  notes: excerpt',
    printed: 'sidecast.yml:2 feed.notes: expected full or summary, got "excerpt"',
  },
  {
    name: 'feed.notes_kilobytes',
    good: 'feed: { notes_kilobytes: 50 }',
    value: 50,
    bad: 'feed: { notes_kilobytes: 0 }',
    printed: 'sidecast.yml:1 feed.notes_kilobytes: expected a whole number above 0, got "0"',
  },
  {
    name: 'narration.engine',
    good: 'narration: { engine: piper }',
    value: 'piper',
    bad: 'narration:\n  engine: alexa',
    printed:
      'sidecast.yml:2 narration.engine: expected espeak or command or piper or openai or elevenlabs, got "alexa"',
  },
  {
    name: 'narration.voice',
    good: 'narration: { voice: nova }',
    value: 'nova',
    bad: 'narration:\n  voice: [nova, onyx]',
    printed: 'sidecast.yml:2 narration.voice: expected one text, got a list',
  },
  {
    name: 'narration.voices',
    good: 'narration: { voices: { cs: jirka } }',
    value: new Map([['cs', 'jirka']]),
    bad: 'narration:\n  voices: jirka',
    printed: 'sidecast.yml:2 narration.voices: expected a map (key: value), got "jirka"',
  },
  {
    name: 'narration.quote_voice',
    good: 'narration: { quote_voice: onyx }',
    value: 'onyx',
    bad: 'narration:\n  quote_voice: [onyx]',
    printed: 'sidecast.yml:2 narration.quote_voice: expected one text, got a list',
  },
  {
    name: 'narration.model',
    good: 'narration: { model: tts-1 }',
    value: 'tts-1',
    bad: 'narration:\n  model: [tts-1]',
    printed: 'sidecast.yml:2 narration.model: expected one text, got a list',
  },
  {
    name: 'narration.url',
    good: 'narration: { url: "http://127.0.0.1:5000" }',
    value: 'http://127.0.0.1:5000/',
    bad: 'narration:\n  url: 127.0.0.1',
    printed:
      'sidecast.yml:2 narration.url: expected an address such as https://example.org/, got "127.0.0.1"; did you mean "https://127.0.0.1"?',
  },
  {
    name: 'narration.command',
    good: 'narration: { command: [say, -o, "{wav}", -f, "{text}"] }',
    value: ['say', '-o', '{wav}', '-f', '{text}'],
    bad: 'narration:\n  command: { say: yes }',
    printed: 'sidecast.yml:2 narration.command: expected one text, got a map',
  },
  {
    name: 'narration.most_characters',
    good: 'narration: { most_characters: 2500 }',
    value: 2500,
    bad: 'narration:\n  most_characters: 0',
    printed: 'sidecast.yml:2 narration.most_characters: expected a whole number above 0, got "0"',
  },
  {
    name: 'narration.price',
    good: 'narration: { price: 0.3 }',
    value: 0.3,
    bad: 'narration:\n  price: cheap',
    printed: 'sidecast.yml:2 narration.price: expected a price such as 0.3, got "cheap"',
  },
  {
    name: 'narration.narrator',
    good: 'narration: { narrator: Nova }',
    value: 'Nova',
    bad: 'narration:\n  narrator: [Nova]',
    printed: 'sidecast.yml:2 narration.narrator: expected one text, got a list',
  },
  {
    name: 'narration.lexicon',
    good: 'narration: { lexicon: { nginx: engine x } }',
    value: new Map([['nginx', 'engine x']]),
    bad: 'narration:\n  lexicon: nginx',
    printed: 'sidecast.yml:2 narration.lexicon: expected a map (key: value), got "nginx"',
  },
  {
    name: 'narration.code',
    good: 'narration: { code: skip }',
    value: 'skip',
    bad: 'narration:\n  code: sing',
    printed: 'sidecast.yml:2 narration.code: expected announce or skip, got "sing"',
  },
  {
    name: 'narration.tables',
    good: 'narration: { tables: announce }',
    value: 'announce',
    bad: 'narration:\n  tables: sing',
    printed: 'sidecast.yml:2 narration.tables: expected read or announce or skip, got "sing"',
  },
  {
    name: 'narration.recordings',
    good: 'narration: { recordings: include }',
    value: 'include',
    bad: 'narration:\n  recordings: sing',
    printed: 'sidecast.yml:2 narration.recordings: expected skip or include, got "sing"',
  },
  {
    name: 'feeds',
    good: 'feeds: category',
    value: [{ kind: 'category', only: null, details: new Map() }],
    bad: 'feeds: { tags: { Sea: maybe } }',
    printed: 'sidecast.yml:1 feeds.tags.Sea: expected true or false, got "maybe"',
  },
  {
    name: 'shows',
    good: 'shows: [travel, Öl & Meer]',
    value: new Map([
      ['travel', Object.create(null)],
      ['Öl & Meer', Object.create(null)],
    ]),
    bad: 'shows: { travel: Travels }',
    printed: 'sidecast.yml:1 shows.travel: expected a map of settings, got "Travels"',
  },
  {
    name: 'publish.to',
    good: 'publish: { to: s3://my-bucket//podcast/ }',
    value: { name: 'my-bucket', prefix: 'podcast/' },
    bad: 'publish:\n  to: s3://My_Bucket/podcast',
    printed:
      'sidecast.yml:2 publish.to: expected a bucket such as s3://my-bucket/podcast, got "s3://My_Bucket/podcast"',
  },
  {
    name: 'publish.endpoint',
    good: 'publish: { endpoint: https://s3.example.com }',
    value: 'https://s3.example.com/',
    bad: 'publish: { endpoint: s3.example.com }',
    printed:
      'sidecast.yml:1 publish.endpoint: expected an address such as https://example.org/, got "s3.example.com"; did you mean "https://s3.example.com"?',
  },
  {
    name: 'publish.region',
    good: 'publish: { region: eu-central-1 }',
    value: 'eu-central-1',
    bad: 'publish: { region: [a, b] }',
    printed: 'sidecast.yml:1 publish.region: expected one text, got a list',
  },
  {
    name: 'publish.path_style',
    good: 'publish: { path_style: yes }',
    value: true,
    bad: 'publish: { path_style: host }',
    printed: 'sidecast.yml:1 publish.path_style: expected true or false, got "host"',
  },
  {
    name: 'publish.acl',
    good: 'publish: { acl: public-read }',
    value: 'public-read',
    bad: 'publish: { acl: everyone }',
    printed: 'sidecast.yml:1 publish.acl: expected public-read, got "everyone"',
  },
  {
    name: 'announce.podping',
    good: 'announce: { podping: https://podping.cloud }',
    value: 'https://podping.cloud/',
    bad: 'announce: { podping: yes }',
    printed:
      'sidecast.yml:1 announce.podping: expected an address such as https://example.org/, got "yes"',
  },
  {
    name: 'announce.serve',
    good: 'announce: { serve: yes }',
    value: true,
    bad: 'announce: { serve: podping }',
    printed: 'sidecast.yml:1 announce.serve: expected true or false, got "podping"',
  },
]

describe('readOwnSettings', () => {
  test('is tried here with a good and a bad value for every row of the table', () => {
    expect(ROWS.map(({ name }) => name)).toEqual(SETTING_NAMES)
  })

  test.each(ROWS)('reads $name', ({ name, good, value }) => {
    expect(read(good)).toEqual({ values: { [name]: value }, printed: [] })
  })

  test.each(ROWS)('says what is wrong with $name, and where', ({ bad, printed }) => {
    expect(read(bad).printed).toEqual([printed])
  })

  test.each(ROWS)('takes $name without a value for not settled', ({ name }) => {
    const keys = name.split('.')
    const blank = keys.map((key, depth) => `${'  '.repeat(depth)}${key}:`).join('\n')
    expect(read(blank)).toEqual({ values: {}, printed: [] })
    expect(read(`${blank} ''`)).toEqual({ values: {}, printed: [] })
  })

  test.each([
    {
      yaml: 'titel: Tides',
      printed: 'sidecast.yml:1 titel: unknown setting; did you mean "title"?',
    },
    {
      yaml: 'baseUrl: x',
      printed: 'sidecast.yml:1 baseUrl: unknown setting; did you mean "base_url"?',
    },
    { yaml: 'lang: cs', printed: 'sidecast.yml:1 lang: unknown setting; did you mean "language"?' },
    {
      yaml: 'categories: x',
      printed: 'sidecast.yml:1 categories: unknown setting; did you mean "category"?',
    },
    { yaml: 'url: x', printed: 'sidecast.yml:1 url: unknown setting; did you mean "site"?' },
    {
      yaml: 'email: x',
      printed: 'sidecast.yml:1 email: unknown setting; did you mean "owner.email"?',
    },
    { yaml: 'guid: x', printed: 'sidecast.yml:1 guid: unknown setting; did you mean "feed.guid"?' },
    {
      yaml: 'audios: {}',
      printed: 'sidecast.yml:1 audios: unknown setting; did you mean "audio"?',
    },
    {
      yaml: 'owner:\n  mail: x',
      printed: 'sidecast.yml:2 owner.mail: unknown setting; did you mean "owner.email"?',
    },
    {
      yaml: 'feed:\n  image: x',
      printed: 'sidecast.yml:2 feed.image: unknown setting; did you mean "image"?',
    },
    {
      yaml: 'audio:\n  xyzzy: x',
      printed:
        'sidecast.yml:2 audio.xyzzy: unknown setting; the settings are audio.prefix, audio.url, audio.beside, audio.tracking, audio.folders, audio.max_seconds, audio.max_megabytes, audio.private_networks, audio.align',
    },
    {
      yaml: '__proto__: x',
      printed: `sidecast.yml:1 __proto__: unknown setting; the reference lists all settings`,
    },
    {
      yaml: 'audio: audio/',
      printed:
        'sidecast.yml:1 audio: expected a map of prefix, url, beside, tracking, folders, max_seconds, max_megabytes, private_networks, align, got "audio/"',
    },
    {
      yaml: 'title: Tides\ntitle: Moon',
      printed: 'sidecast.yml:2 title: this key is repeated here; remove one of them',
    },
    {
      yaml: 'language: cs\ntitle: Tides #2',
      printed:
        'sidecast.yml:2 title: YAML takes "#2" for a comment, so it is not part of the text; put the whole text in quotes',
    },
    {
      yaml: 'fields: audio',
      printed: 'sidecast.yml:1 fields: expected a map (key: value), got "audio"',
    },
    {
      // The usual key is not the name of the field
      yaml: 'fields: { excerpt: perex }',
      printed: `sidecast.yml:1 fields.excerpt: expected one of ${FIELD_NAMES.join(', ')}, got "excerpt"; did you mean "summary"?`,
    },
    {
      yaml: 'permalink: prety',
      printed:
        'sidecast.yml:1 permalink: expected a path with variables such as /item/:title/, got "prety"; did you mean "pretty"?',
    },
    {
      yaml: 'permalink: https://example.org/:title/',
      printed:
        'sidecast.yml:1 permalink: expected a path such as /item/:title/, got "https://example.org/:title/"; the host belongs to "site"',
    },
    {
      yaml: 'site: https://anna:secret@example.org/',
      printed:
        'sidecast.yml:1 site: this address holds a user name or password, which is left out of everything that is published',
    },
    {
      yaml: 'audio:\n  folders: { "https://example.org/audio/": "https://example.org/" }',
      printed:
        'sidecast.yml:2 audio.folders.https://example.org/audio/: expected a folder on this computer, got "https://example.org/"; write address: folder',
    },
    {
      yaml: 'timezone: +02:00',
      printed: 'sidecast.yml:1 timezone: expected a time zone such as Europe/Prague, got "+02:00"',
    },
    {
      yaml: `title: "${'x'.repeat(20_000)}"`,
      printed: 'sidecast.yml:1 title: expected at most 10000 characters, got 20000',
    },
    {
      yaml: 'type: "\\e[31m two\\nlines"',
      printed: 'sidecast.yml:1 type: expected episodic or serial, got "\\u001b[31m two\\nlines"',
    },
  ])('prints one clear sentence for $yaml', ({ yaml, printed }) => {
    expect(read(yaml).printed).toEqual([printed])
  })

  test.each([
    '/',
    '/episodes/',
    '/episodes/tides/feed.xml',
    '/audio/feed.xml',
    '/feeds/czech.xml',
    '/feed/1.xml',
    '/player.js',
    '/episodes.json',
    '/robots.txt',
    '/style.css',
    '/healthz',
  ])('refuses to give the feed the path %s, which is taken', (path) => {
    expect(read(`feed: { path: ${path} }`).printed).toEqual([
      `sidecast.yml:1 feed.path: expected a path that nothing else uses, got "${path}"; write another one, such as /feed.xml`,
    ])
  })

  test.each([
    'feed.xml',
    '/a/../feed.xml',
    '/a//feed.xml',
    '/kanál.xml',
    '/feed.xml#top',
    '/a%20b',
  ])('refuses to give the feed the path %s, which is not plain', (path) => {
    expect(read(`feed: { path: "${path}" }`).printed).toEqual([
      `sidecast.yml:1 feed.path: expected a path such as /feed.xml, with letters, digits and . _ ~ -, got "${path}"`,
    ])
  })

  test.each(['/feed/', '/podcast.xml', '/feed/podcast/', '/audio.xml'])(
    'gives the feed the path %s of an older one',
    (path) => {
      expect(read(`feed: { path: ${path} }`)).toEqual({
        values: { 'feed.path': path },
        printed: [],
      })
    },
  )

  test.each(['*a*a*a*a*b', '+(a|aa)*.md', '{a,b}{a,b}{a,b}{a,b}', '{1..999}.md', '!drafts/*.md'])(
    'refuses the glob %s, which is slow to match or means something else',
    (glob) => {
      expect(read(`posts: "${glob}"`).printed).toEqual([
        `sidecast.yml:1 posts: expected a plain glob with few of *, ?, [a-z] and {a,b}, got "${glob}"; write several of them`,
      ])
    },
  )

  test('gathers every problem, and keeps what is right', () => {
    const { values, printed } = read(
      'title: Tides\nlanguage: Czech\ncategory: [History, Oceans, Science > Oceans]\nowner:\n  email: anna\n',
    )
    expect(values).toEqual({ title: 'Tides', category: [{ name: 'History', subcategory: null }] })
    expect(printed).toEqual([
      'sidecast.yml:2 language: expected a language code such as cs or en-gb, got "Czech"; did you mean "cs"?',
      'sidecast.yml:3 category[1]: expected one of Apple\'s categories, got "Oceans"; see https://podcasters.apple.com/support/1691-apple-podcasts-categories',
      'sidecast.yml:3 category[2]: expected one of Apple\'s categories, got "Science > Oceans"; see https://podcasters.apple.com/support/1691-apple-podcasts-categories',
      'sidecast.yml:5 owner.email: expected an e-mail address such as me@example.org, got "anna"',
    ])
  })

  test('takes whatever stands in the file, and throws nothing', () => {
    const names = SETTING_NAMES.flatMap((name) => name.split('.'))
    const { node } = letrec<{ node: Value; map: Values }>((tie) => ({
      node: oneof(
        { depthSize: 'small' },
        constantFrom(null, true, '', 'cs', 'https://example.org/', '/item/:title/', '{a}'),
        string({ unit: 'binary' }),
        array(tie('node'), { maxLength: 4 }),
        tie('map'),
      ),
      map: dictionary(oneof(constantFrom(...names), string()), tie('node'), {
        maxKeys: 6,
      }),
    }))
    assert(
      property(dictionary(constantFrom(...names), node), (values) => {
        const { problems } = readOwnSettings(
          { values, lines: new Map(), repeated: [], lost: [] },
          'x',
        )
        expect(problems.map(formatProblem).join('')).not.toMatch(/undefined|\[object/)
      }),
      { numRuns: 100 },
    )
  })
})
