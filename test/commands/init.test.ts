import { schemaPathFrom } from '../../src/commands/init.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSettings, readNamed } from '../../src/settings/load-settings.ts'
import { picture } from '../check/good-server.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'

type Files = Record<string, string | Uint8Array>

/** A blog by its files, and what is found of it. */
interface Blog {
  readonly name: string
  readonly files: () => Files | Promise<Files>
  readonly found: Readonly<Record<string, unknown>>
}

/** Posts with recordings in folders side by side. */
function showFiles(
  folders: Readonly<Record<string, readonly string[]>>,
  more: (folder: string) => readonly string[] = () => [],
): Files {
  const posts = Object.entries(folders).flatMap(([folder, names]) =>
    names.map((name, index) => {
      const title = `${folder} ${name}`
      const lines = [`date: 2026-05-0${index + 1}`, ...more(folder)]
      return [`show/${folder}/${name}`, postText(title, 'one.mp3', lines)] as const
    }),
  )
  const recordings = Object.keys(folders).map(
    (folder) => [`show/${folder}/one.mp3`, silentMp3(50)] as const,
  )
  return Object.fromEntries([...posts, ...recordings])
}

const BLOGS: readonly Blog[] = [
  {
    name: 'Jekyll',
    files: () => ({
      '_config.yml':
        'title: Tides & more\ndescription: "On: the sea"\nauthor: { name: Ann Reader, email: ann@example.org }\nurl: https://www.example.org\nlang: en\ntimezone: Europe/Prague\npermalink: /item/:title/\n',
      '_posts/2026-05-04-tides.md': postText('Tides', '/audio/tides.mp3'),
      'audio/tides.mp3': silentMp3(100),
    }),
    found: {
      title: 'Tides & more',
      description: 'On: the sea',
      author: 'Ann Reader',
      'owner.email': 'ann@example.org',
      language: 'en',
      site: 'https://www.example.org/',
      timezone: 'Europe/Prague',
      permalink: '/item/:title/',
    },
  },
  {
    name: 'Hugo',
    files: () => ({
      'hugo.toml':
        'title = "Tides"\nbaseURL = "https://www.example.org/"\nlanguageCode = "cs"\n[params]\nmedia_prefix = "https://media.example.org/"\n',
      'content/posts/tides.md':
        '+++\ntitle = "Tides"\ndate = 2026-05-04\npodcast_file = "tides.mp3"\n+++\n\nText.\n',
    }),
    found: {
      title: 'Tides',
      language: 'cs',
      site: 'https://www.example.org/',
      'audio.prefix': 'https://media.example.org/',
    },
  },
  {
    name: 'Eleventy',
    files: () => ({
      '.eleventy.js': 'module.exports = () => ({})\n',
      '_data/metadata.json':
        '{ "title": "Tides", "description": "On the sea.", "url": "https://www.example.org/", "language": "en", "author": { "name": "Ann Reader", "email": "ann@example.org" } }',
      'package.json': '{ "name": "my-site", "description": "An Eleventy site" }',
      'posts/2026-05-04-tides.md': postText('Tides', 'tides.mp3').replace('audio:', 'sound_file:'),
    }),
    found: {
      title: 'Tides',
      description: 'On the sea.',
      author: 'Ann Reader',
      'owner.email': 'ann@example.org',
      language: 'en',
      site: 'https://www.example.org/',
      fields: { audio: 'sound_file' },
    },
  },
  {
    name: 'a key of its own in a map, under which the language is found too',
    files: () => ({
      ...Object.fromEntries(
        [4, 5, 6].map((day) => [
          `2026-05-0${day}-tides.md`,
          postText('Tides', 'tides.mp3', ['lang: cs']).replace('audio:', 'sounds:\n  mp3:'),
        ]),
      ),
      'tides.mp3': silentMp3(100),
    }),
    found: { language: 'cs', fields: { audio: 'sounds.mp3' } },
  },
  {
    name: 'a folder for each show, whose posts say of which they are',
    files: () =>
      showFiles({ sea: ['1.md', '2.md'], land: ['3.md', '4.md'] }, (folder) => [
        `show_name: ${folder === 'sea' ? 'Sea & shore' : 'Land'}`,
      ]),
    found: {
      shows: {
        land: { title: 'Land', posts: 'show/land' },
        sea: { title: 'Sea & shore', posts: 'show/sea' },
      },
    },
  },
  {
    name: 'a folder for each show, in which the episodes are numbered',
    files: () => showFiles({ 'long-walks': ['01.md', '02.md', '03.md'], sea: ['01.md', '02.md'] }),
    found: { shows: { 'long-walks': { posts: 'show/long-walks' }, sea: { posts: 'show/sea' } } },
  },
  {
    name: 'folders that are no shows: by language',
    files: () => showFiles({ cs: ['01.md', '02.md'], en: ['01.md', '02.md'] }),
    found: {},
  },
  {
    name: 'folders that are no shows: by year',
    files: () => showFiles({ 2025: ['01.md', '02.md'], 2026: ['01.md', '02.md'] }),
    found: {},
  },
  {
    name: 'folders that are no shows: by topic',
    files: () => showFiles({ sea: ['tides.md', 'moon.md'], land: ['hills.md', 'moon.md'] }),
    found: {},
  },
  {
    name: 'Astro',
    files: async () => ({
      'astro.config.mjs': "export default defineConfig({ site: 'https://www.example.org' })\n",
      'src/consts.ts':
        "export const SITE_TITLE = 'Tides';\nexport const SITE_DESCRIPTION = 'On the sea.';\n",
      'src/content/blog/2026-05-04-tides.md': postText(
        'Tides',
        'https://cdn.example.org/sound/tides.mp3',
        ['author: Ann Reader', 'lang: en'],
      ),
      'recordings/tides.mp3': silentMp3(100),
      'public/podcast-cover.jpg': await picture(),
      'public/logo.png': await picture((image) => image.png(), 200),
    }),
    found: {
      title: 'Tides',
      description: 'On the sea.',
      author: 'Ann Reader',
      language: 'en',
      site: 'https://www.example.org',
      image: 'public/podcast-cover.jpg',
      'audio.folders': { 'https://cdn.example.org/sound/': 'recordings/' },
    },
  },
  {
    name: 'no generator',
    files: () => ({
      '2026-05-04-tides.md': `---\ntitle: Tides\nfile: tides_1\n---\n\n<audio src="https://cdn.example.org/tides_1.mp3"></audio>\n`,
    }),
    found: { 'audio.url': 'https://cdn.example.org/{file}.mp3' },
  },
]

describe('init', () => {
  test.each(sampleOf(BLOGS))(
    'writes what it finds of a blog with $name, and nothing else',
    async ({ files, found }) => {
      const folder = await makeFolder(await files())
      const { code, stdout, stderr } = await sidecast(['init', folder])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain(`Wrote ${join(folder, 'sidecast.yml')}`)
      expect(stdout).toContain('What to do next:')
      expect(Object.fromEntries((await readNamed(folder)) ?? [])).toEqual(found)
    },
  )

  test.each(sampleOf(BLOGS))(
    'writes for $name what is accepted without a complaint, a comment on each line',
    async ({ files }) => {
      const folder = await makeFolder(await files())
      await sidecast(['init', folder])
      const { problems } = await loadSettings(folder)
      expect(problems.filter(({ rule }) => rule !== 'settings/missing')).toEqual([])
      const lines = (await readFile(join(folder, 'sidecast.yml'), 'utf8')).split('\n')
      const uncommented = lines.filter(
        (line, at) =>
          /^\s*[\w.]+: \S/.test(line) &&
          // The shows of a folder have one comment together.
          !/^ {2}[\w-]+: \{ /.test(line) &&
          !/^\s*# .*\(From .*\)$/.test(lines[at - 1] ?? ''),
      )
      expect(uncommented).toEqual([])
    },
  )

  test('lets the lines that wait for the author be used as they are', async () => {
    const folder = await makeFolder({
      '2026-05-04-tides.md': postText('Tides', 'tides.mp3'),
      'tides.mp3': silentMp3(100),
    })
    await sidecast(['init', folder])
    const text = await readFile(join(folder, 'sidecast.yml'), 'utf8')
    const all = text.replaceAll(/^# (?=[a-z_]+: )/gm, '')
    const { problems } = await loadSettings(await makeFolder({ 'sidecast.yml': all }))
    expect(all).toContain('\ncategory: ')
    expect(problems).toEqual([])
  })

  test('leaves the public address to the author, with an example on the blog, and says where it is needed', async () => {
    const [jekyll] = BLOGS
    const folder = await makeFolder(await (jekyll?.files() ?? {}))
    const { stdout } = await sidecast(['init', folder])
    expect(stdout).toContain('Publish it: decide on its public address (base_url)')
    expect(stdout).toContain(` build ${folder} --out ${join(folder, '_site/podcast')}\n`)
    const text = await readFile(join(folder, 'sidecast.yml'), 'utf8')
    expect(text).toContain('\n# base_url: "https://www.example.org/podcast"\n')
    const built = await sidecast(['build', folder, '--out', await makeFolder()])
    expect(built.stderr).toContain('which is this computer; name their public URL with --base-url')
  })

  const nowhere = [
    {
      audio: '/audio/tides.mp3',
      told: '1 post names a recording that is not here, e.g. /audio/tides.mp3; set their location with site: https://…',
    },
    {
      audio: 'tides.mp3',
      told: '1 post names a recording that is not here, e.g. tides.mp3; set their location with audio: { prefix: "https://…/" }',
    },
  ]
  test.each(sampleOf(nowhere))(
    'asks where the recording "$audio" is, which is nowhere',
    async ({ audio, told }) => {
      const folder = await makeFolder({ '2026-05-04-tides.md': postText('Tides', audio) })
      const { code, stdout } = await sidecast(['init', folder])
      expect(code).toBe(0)
      expect(stdout).toContain(told)
    },
  )

  test('never writes over settings, and says what it would say otherwise', async () => {
    const settings = 'title: Mine\ndescription: "On: the sea"\n'
    const [jekyll] = BLOGS
    const folder = await makeFolder({ ...(await jekyll?.files()), 'sidecast.yml': settings })
    const { code, stdout } = await sidecast(['init', folder])
    expect(code).toBe(0)
    expect(stdout).toContain('sidecast.yml already exists and was not changed.')
    expect(stdout).toContain('  title: "Tides & more" (from _config.yml); the file has "Mine"')
    expect(stdout).toContain('  author: "Ann Reader" (from _config.yml); the file does not set it')
    expect(stdout).not.toContain('description')
    expect(await readFile(join(folder, 'sidecast.yml'), 'utf8')).toBe(settings)
  })

  test('leads editors to the schema from a folder of the clone, and nowhere from one that is elsewhere', async () => {
    const clone = join(import.meta.dirname, '../..')
    expect(schemaPathFrom(join(clone, 'episodes'))).toBe('../public/sidecast.schema.json')
    expect(schemaPathFrom(clone)).toBe('./public/sidecast.schema.json')
    const folder = await makeFolder({
      'blog/node_modules/sidecast/public/sidecast.schema.json': '',
    })
    expect(schemaPathFrom(join(folder, 'blog/posts'))).toBe(
      '../node_modules/sidecast/public/sidecast.schema.json',
    )
    expect(schemaPathFrom(folder)).toBeNull()
  })
})
