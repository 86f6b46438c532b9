import { realpath, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AUTHOR, NARRATOR, parseRole, named } from '../../src/posts/fields/persons.ts'
import { formatProblem } from '../../src/base/problem.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { showSettings, type Settings } from '../../src/settings/settings.ts'
import { makeFolder } from '../support/folder.ts'
import { NO_CREDITS } from '../support/example-show.ts'

async function load(folder: string) {
  const { settings, problems } = await loadSettings(folder)
  return { settings, problems, printed: problems.map(formatProblem) }
}

async function loadFiles(files: Readonly<Record<string, string>>) {
  const folder = await makeFolder(files)
  return { folder, ...(await load(folder)) }
}

/** Settings that leave nothing to warn of. */
const COMPLETE = `title: Tides
description: The sea, read aloud.
language: en
category: Science > Nature
image: cover.jpg
owner: { email: anna@example.org }
`

describe('loadSettings', () => {
  test('reads every setting of the file', async () => {
    const { folder, settings, problems } = await loadFiles({
      'audio/a.mp3': '',
      'sidecast.yml': `title: Tides
description: The sea, read aloud.
author: Anna Říhová
owner: { name: Anna, email: anna@example.org }
language: cs
category: [Science > Nature, science > nature, History]
explicit: yes
type: serial
copyright: © 2019–2026 Anna Říhová
narrator: Bob Roy
persons: [{ name: Ada Reed, role: editor, url: https://example.org/ada }]
ai_content: true
follow: { Spotify: "https://open.spotify.com/show/1" }
funding: { url: https://example.org/give, text: Give }
license: cc-by-4.0
location: { name: Brno, rel: creator }
social: { protocol: disabled }
value: { recipients: [{ type: node, address: 03ae, split: 100 }] }
txt: { applepodcastsverify: abc }
seasons: { 1: By the sea }
update_frequency: { text: Every Monday, rrule: FREQ=WEEKLY;BYDAY=MO }
complete: yes
private: yes
block: { all: yes, apple: no }
locked: true
medium: Newsletter
podping: true
announce: { podping: https://podping.cloud, serve: yes }
publish: { to: s3://shows/tides/, endpoint: https://s3.example.com, region: auto, path_style: no, acl: public-read }
podroll: { guid: 9b024349-ccf0-5f69-a609-6b82873eab3c, title: Other }
publisher: 003af0a0-6a45-55cf-b765-68e3d349551a
image: cover.jpg
site: https://www.example.org
base_url: https://podcast.example.org
timezone: Europe/Prague
permalink: /item/:title/
posts: _posts
fields: { audio: efile, summary: [perex, lead] }
audio:
  prefix: https://media.example.org/
  url: https://cdn.example.org/{file}.mp3
  folders: { "https://www.example.org/audio": audio }
  tracking: https://op3.dev/e/
  max_seconds: 60
  max_megabytes: 200
  private_networks: yes
feed: { guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810, path: /rss.xml, episodes: 20, notes: summary, hub: https://hub.example.org, old_paths: /podcast.xml, new_url: https://feeds.example.com/rss, notes_kilobytes: 50 }
feeds: category
`,
    })
    expect(problems).toEqual([])
    expect(settings).toEqual({
      title: 'Tides',
      description: 'The sea, read aloud.',
      author: 'Anna Říhová',
      owner: { name: 'Anna', email: 'anna@example.org' },
      language: 'cs',
      categories: [
        { name: 'Science', subcategory: 'Nature' },
        { name: 'History', subcategory: null },
      ],
      explicit: true,
      type: 'serial',
      copyright: 'Anna Říhová',
      persons: [
        named('Anna Říhová', AUTHOR),
        named('Bob Roy', NARRATOR),
        { ...named('Ada Reed', parseRole('editor')), url: 'https://example.org/ada' },
      ],
      follow: [{ name: 'Spotify', url: 'https://open.spotify.com/show/1' }],
      funding: [{ url: 'https://example.org/give', text: 'Give' }],
      locations: [{ name: 'Brno', rel: 'creator', geo: null, osm: null, country: null }],
      license: { name: 'cc-by-4.0', url: null },
      social: [
        { protocol: 'disabled', uri: null, accountId: null, accountUrl: null, priority: null },
      ],
      payments: {
        type: 'lightning',
        method: 'keysend',
        suggested: null,
        recipients: [
          {
            name: null,
            type: 'node',
            address: '03ae',
            split: 100,
            fee: null,
            customKey: null,
            customValue: null,
          },
        ],
      },
      texts: [{ purpose: 'applepodcastsverify', text: 'abc' }],
      aiContent: true,
      hubs: ['https://hub.example.org/'],
      tracking: 'https://op3.dev/e/',
      private: true,
      complete: true,
      locked: true,
      medium: 'newsletter',
      blocks: [
        { service: null, blocked: true },
        { service: 'apple', blocked: false },
      ],
      updateFrequency: { text: 'Every Monday', rrule: 'FREQ=WEEKLY;BYDAY=MO', start: null },
      podping: true,
      podroll: [
        {
          feedGuid: '9b024349-ccf0-5f69-a609-6b82873eab3c',
          feedUrl: null,
          title: 'Other',
        },
      ],
      publisher: {
        feedGuid: '003af0a0-6a45-55cf-b765-68e3d349551a',
        feedUrl: null,
        title: null,
      },
      announce: { podping: 'https://podping.cloud/', serve: true },
      publish: {
        to: { name: 'shows', prefix: 'tides/' },
        endpoint: 'https://s3.example.com/',
        region: 'auto',
        pathStyle: false,
        acl: 'public-read',
      },
      seasons: new Map([['1', 'By the sea']]),
      image: 'cover.jpg',
      site: 'https://www.example.org/',
      baseUrl: 'https://podcast.example.org/',
      timezone: 'Europe/Prague',
      permalinks: { default: '/item/:title/', sections: {}, place: '' },
      posts: ['_posts'],
      fields: { audio: ['efile'], summary: ['perex', 'lead'] },
      fileNameDateFirst: false,
      audio: {
        prefix: 'https://media.example.org/',
        url: 'https://cdn.example.org/{file}.mp3',
        folders: [
          { url: 'https://www.example.org/audio/', folder: join(folder, 'audio') },
          { url: 'https://www.example.org/', folder, lookupOnly: true },
        ],
        beside: false,
        maxSeconds: 60,
        maxBytes: 200_000_000,
        privateNetworks: true,
        align: false,
      },
      artwork: { make: true, draw: true, colours: [] },
      guid: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
      feed: {
        path: '/rss.xml',
        episodes: 20,
        notes: 'summary',
        notesBytes: 50_000,
        oldPaths: ['/podcast.xml'],
        newUrl: 'https://feeds.example.com/rss',
      },
      narration: {
        engine: 'espeak',
        voice: null,
        voices: {},
        quoteVoice: null,
        model: null,
        url: null,
        command: [],
        mostCharacters: null,
        price: null,
        narrator: null,
        lexicon: {},
        code: 'announce',
        tables: 'read',
        recordings: 'skip',
      },
      parts: [{ kind: 'category', only: null, details: new Map() }],
      roots: [await realpath(folder)],
      blog: {
        generator: null,
        root: folder,
        publicFolders: [folder],
        files: [join(folder, 'sidecast.yml')],
      },
    } satisfies Settings)
  })

  test('assumes what it can where nothing is settled, and says so', async () => {
    const { folder, settings, printed, problems } = await loadFiles({ 'a.md': '' })
    expect(settings).toEqual({
      title: basename(folder),
      description: basename(folder),
      author: null,
      owner: null,
      language: 'en',
      categories: [],
      explicit: false,
      type: 'episodic',
      copyright: null,
      follow: [],
      ...NO_CREDITS,
      announce: { podping: null, serve: false },
      publish: { to: null, endpoint: null, region: null, pathStyle: null, acl: null },
      hubs: [],
      tracking: null,
      private: false,
      complete: false,
      locked: false,
      medium: 'podcast',
      blocks: [],
      updateFrequency: null,
      podping: null,
      podroll: [],
      publisher: null,
      seasons: new Map(),
      image: null,
      site: null,
      baseUrl: null,
      timezone: 'UTC',
      permalinks: { default: null, sections: {}, place: '' },
      posts: [],
      fields: {},
      fileNameDateFirst: false,
      audio: {
        prefix: null,
        url: null,
        folders: [],
        beside: false,
        maxSeconds: 900,
        maxBytes: 1_500_000_000,
        privateNetworks: false,
        align: false,
      },
      artwork: { make: true, draw: true, colours: [] },
      guid: null,
      feed: {
        path: '/feed.xml',
        episodes: 300,
        notes: 'full',
        notesBytes: 100_000,
        oldPaths: [],
        newUrl: null,
      },
      narration: {
        engine: 'espeak',
        voice: null,
        voices: {},
        quoteVoice: null,
        model: null,
        url: null,
        command: [],
        mostCharacters: null,
        price: null,
        narrator: null,
        lexicon: {},
        code: 'announce',
        tables: 'read',
        recordings: 'skip',
      },
      parts: [],
      roots: [await realpath(folder)],
      blog: { generator: null, root: folder, publicFolders: [folder], files: [] },
    } satisfies Settings)
    expect(printed).toEqual([
      'sidecast.yml title: no title here or in the configuration of a blog, so the name of the folder is used; write title: My show',
      'sidecast.yml description: no description here or in the configuration of a blog, so the title is used; write description: what the show is about',
      'sidecast.yml owner.email: no e-mail address of the owner, without which directories cannot verify the owner of the show; write owner: { email: me@example.org }',
      'sidecast.yml language: no language here or in the configuration of a blog, so "en" is assumed; write language: en, or cs, de …',
      'sidecast.yml category: no category, which Apple requires; write category: Technology, or another of https://podcasters.apple.com/support/1691-apple-podcasts-categories',
      'sidecast.yml image: no cover, so one is drawn from the title; write image: cover.jpg (square, 1400 to 3000 pixels, JPEG or PNG)',
    ])
    expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['warning']))
  })

  test('tells a show what is said of it, and nothing of where its posts and files are', async () => {
    const { settings } = await loadFiles({
      'sidecast.yml': `${COMPLETE}feed: { hub: https://a.b }\n`,
    })
    if (settings === null) throw new Error('no settings')
    expect(showSettings(settings)).toEqual({
      announce: { podping: null, serve: false },
      title: 'Tides',
      description: 'The sea, read aloud.',
      author: null,
      owner: { name: null, email: 'anna@example.org' },
      language: 'en',
      categories: [{ name: 'Science', subcategory: 'Nature' }],
      explicit: false,
      type: 'episodic',
      copyright: null,
      follow: [],
      ...NO_CREDITS,
      hubs: ['https://a.b/'],
      tracking: null,
      private: false,
      complete: false,
      locked: false,
      medium: 'podcast',
      blocks: [],
      updateFrequency: null,
      podping: null,
      podroll: [],
      publisher: null,
      site: null,
      timezone: 'UTC',
    })
  })

  test("puts the author's settings before the blog's config, and that before defaults", async () => {
    const { settings, problems } = await loadFiles({
      'sidecast.yml': `${COMPLETE}site: https://new.example.org\n`,
      '_config.yml':
        'title: Old\ndescription: Old\nlang: cs\nauthor: Anna\nurl: https://old.example.org\ntimezone: Europe/Prague\npermalink: /item/:title/\n',
    })
    expect(problems).toEqual([])
    expect(settings).toMatchObject({
      title: 'Tides',
      language: 'en',
      author: 'Anna',
      owner: { name: 'Anna', email: 'anna@example.org' },
      site: 'https://new.example.org/',
      timezone: 'Europe/Prague',
      type: 'episodic',
      permalinks: { default: '/item/:title/' },
    })
  })

  test("lets a permalink of the author's own hold for every section", async () => {
    const { settings } = await loadFiles({
      'sidecast.yml': `${COMPLETE}permalink: /p/:slug/\n`,
      'hugo.toml': 'disablePathToLower = true\n[permalinks.page]\nposts = "/item/:slug/"\n',
    })
    expect(settings?.permalinks).toEqual({
      default: '/p/:slug/',
      sections: {},
      lowerCase: false,
      defaultLanguage: 'en',
      datedNames: 'none',
      place: '',
    })
  })

  test('lets it stand as it is where the main language has a folder', async () => {
    const { settings } = await loadFiles({
      'sidecast.yml': `${COMPLETE}permalink: /cs/:slug/\n`,
      'hugo.toml': 'defaultContentLanguage = "cs"\ndefaultContentLanguageInSubdir = true\n',
    })
    expect(settings?.permalinks).toEqual({
      default: '/cs/:slug/',
      sections: {},
      lowerCase: true,
      defaultLanguage: 'cs',
      datedNames: 'none',
      place: '',
    })
  })

  test('supposes of a blog whose generator is not known only static folders to be published', async () => {
    const { folder, settings } = await loadFiles({
      'sidecast.yml': `${COMPLETE}site: https://example.org\n`,
      'static/a.mp3': '',
      'public/a.mp3': '',
      'assets/a.mp3': '',
    })
    const url = 'https://example.org/'
    expect(settings?.audio.folders).toEqual([
      { url, folder: join(folder, 'public') },
      { url, folder: join(folder, 'static') },
      { url, folder: join(folder, 'assets'), lookupOnly: true },
      { url, folder, lookupOnly: true },
    ])
  })

  test('measures the published folders of the blog under the address of its site', async () => {
    const root = await makeFolder({
      'hugo.toml': 'baseURL = "https://example.org/sea/"',
      'content/posts/sidecast.yml': `${COMPLETE}audio: { folders: { "https://cdn.example.org/": ../../static/cdn } }\n`,
      'static/cdn/a.mp3': '',
    })
    const { settings, problems } = await load(join(root, 'content/posts'))
    expect(problems).toEqual([])
    expect(settings?.audio.folders).toEqual([
      { url: 'https://cdn.example.org/', folder: join(root, 'static/cdn') },
      { url: 'https://example.org/sea/', folder: join(root, 'static') },
    ])
    expect(settings?.permalinks.place).toBe('content/posts')
    expect(settings?.blog.files).toEqual([
      join(root, 'content/posts/sidecast.yml'),
      join(root, 'hugo.toml'),
    ])
  })

  test('finds folders and cover in the home folder, too', async () => {
    const { settings } = await loadFiles({
      'sidecast.yml':
        'image: ~/pictures/cover.jpg\naudio: { folders: { "https://example.org/": ~/recordings, "https://example.org/a/": /srv } }\n',
    })
    expect(settings?.image).toBe(join(homedir(), 'pictures/cover.jpg'))
    expect(settings?.audio.folders.map(({ folder }) => folder)).toEqual([
      join(homedir(), 'recordings'),
      '/srv',
    ])
  })

  test('warns of a mapped folder that is not there, and keeps it', async () => {
    const { folder, settings, printed } = await loadFiles({
      'sidecast.yml': `${COMPLETE}audio:\n  folders:\n    https://example.org/audio/: ../audios\n`,
    })
    expect(printed).toEqual([
      'sidecast.yml:8 audio.folders: no folder "../audios", so recordings under https://example.org/audio/ are not measured; correct the path (it is relative to the content folder)',
    ])
    expect(settings?.audio.folders).toEqual([
      { url: 'https://example.org/audio/', folder: join(dirname(folder), 'audios') },
    ])
  })

  test('reads sidecast.yaml where there is no sidecast.yml', async () => {
    const yaml = await loadFiles({ 'sidecast.yaml': `titel: x\n${COMPLETE}` })
    expect(yaml.settings?.title).toBe('Tides')
    expect(yaml.printed).toEqual(['sidecast.yaml:1 titel: unknown setting; did you mean "title"?'])
    const both = await loadFiles({ 'sidecast.yml': COMPLETE, 'sidecast.yaml': 'title: Other' })
    expect(both.settings?.title).toBe('Tides')
    expect(both.printed).toEqual([
      'sidecast.yaml: not read, because sidecast.yml is used; remove one of them',
    ])
  })

  test.each(['', '# nothing yet\n', '---\n', '\uFEFF'])(
    'takes %j for settings that settle nothing',
    async (yaml) => {
      const { settings, problems } = await loadFiles({ 'sidecast.yml': yaml })
      expect(settings?.language).toBe('en')
      expect(problems.map(({ rule }) => rule)).toEqual(Array(6).fill('settings/missing'))
    },
  )

  test.each([`\uFEFF${COMPLETE}`, COMPLETE.replaceAll('\n', '\r\n'), `---\n${COMPLETE}---\n`])(
    'does not mind byte order marks, line ends and fences, case %#',
    async (yaml) => {
      const { settings, problems } = await loadFiles({ 'sidecast.yml': yaml })
      expect(settings).toMatchObject({ title: 'Tides', image: 'cover.jpg' })
      expect(problems).toEqual([])
    },
  )

  test('says nothing of a setting that is missing because it is wrong', async () => {
    const { settings, printed } = await loadFiles({
      'sidecast.yml': COMPLETE.replace('language: en', 'language: English'),
    })
    expect(settings?.language).toBe('en')
    expect(printed).toEqual([
      'sidecast.yml:3 language: expected a language code such as cs or en-gb, got "English"; did you mean "en"?',
    ])
  })

  test.each([
    {
      yaml: 'title: Tides: and the moon',
      printed: 'sidecast.yml:1: a text without quotes contains a colon; put the text in quotes',
    },
    {
      yaml: 'title: Tides\n\tauthor: Anna',
      printed: 'sidecast.yml:2: a tab is used where YAML allows only spaces; indent with spaces',
    },
    { yaml: '- title', printed: 'sidecast.yml:1: expected lines of "key: value", got other text' },
    { yaml: 'Tides', printed: 'sidecast.yml:1: expected lines of "key: value", got other text' },
    {
      yaml: `title: ${'x'.repeat(1_000_001)}`,
      printed:
        'sidecast.yml: expected settings of at most 1000000 bytes, got 1000008; is this another file?',
    },
  ])(
    'gives no settings but a sentence for a file that is no map of YAML: $printed',
    async ({ yaml, printed }) => {
      const loaded = await loadFiles({ 'sidecast.yml': yaml })
      expect(loaded.settings).toBeNull()
      expect(loaded.printed).toEqual([printed])
      expect(loaded.problems[0]).toMatchObject({ severity: 'error', rule: 'settings/syntax' })
    },
  )

  test('gives no settings for a file that is not text, or no file', async () => {
    const folder = await makeFolder()
    const file = join(folder, 'sidecast.yml')
    await writeFile(file, Buffer.from('title: P\xF8\xEDliv', 'latin1'))
    expect(await load(folder)).toMatchObject({
      settings: null,
      printed: ['sidecast.yml: this is not text in UTF-8; save the file in that encoding'],
    })
    const other = await makeFolder({ 'sidecast.yml/a.md': '' })
    expect(await load(other)).toMatchObject({
      settings: null,
      printed: ['sidecast.yml: this is not a file; replace it with a settings file'],
    })
    const round = await makeFolder()
    await symlink('sidecast.yml', join(round, 'sidecast.yml'))
    expect(await load(round)).toMatchObject({
      settings: null,
      printed: [
        'sidecast.yml: this file cannot be read: symbolic links form a circle; remove one of them',
      ],
    })
  })

  test('goes on without a blog config that is broken', async () => {
    const { settings, printed, problems } = await loadFiles({
      'sidecast.yml': COMPLETE,
      'hugo.json': '{ "title": ',
    })
    expect(settings).toMatchObject({ title: 'Tides', blog: { generator: 'hugo' } })
    expect(printed[0]).toMatch(/^hugo\.json:1: the configuration of the blog cannot be read/)
    expect(problems).toMatchObject([{ severity: 'warning', rule: 'blog/syntax' }])
  })

  test('makes do with a folder that does not exist, which others tell', async () => {
    const folder = join(await makeFolder(), 'posts')
    expect((await load(folder)).settings).toMatchObject({ title: 'posts', blog: { root: folder } })
  })

  test('does not unfold aliases that would fill the memory', async () => {
    const bomb = Array.from(
      { length: 30 },
      (_, level) => `x${level + 1}: &x${level + 1} [*x${level}, *x${level}]\n`,
    )
    const { settings } = await loadFiles({ 'sidecast.yml': `x0: &x0 [a]\n${bomb.join('')}` })
    expect(settings).toBeNull()
  })
})
