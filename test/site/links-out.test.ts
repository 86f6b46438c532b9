import { execFile } from 'node:child_process'
import {
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { WORK } from '../../src/jobs/kinds.ts'
import { formatProblem } from '../../src/base/problem.ts'
import { createSite } from '../../src/site/create-site.ts'
import { exportSite } from '../../src/site/export.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { serve } from './served.ts'

const run = promisify(execFile)
const NOW = new Date('2026-06-01T12:00:00Z')
const SECRET = 'root:x:0:0'
const POST = '2026-05-04-tides.md'

/** Everything that a folder would publish, as one text, and what its author is told. */
async function publish(folder: string): Promise<{ text: string; told: string; files: string[] }> {
  const opened = await openBlog(folder, 'https://podcast.example.org/')
  const { show, problems, modified } = await readBlog(opened, { settle: 0, work: WORK.all })
  if (show === null) throw new Error(problems.map(formatProblem).join('\n'))
  const { site } = createSite(show, { publicFiles: new Map(), previous: null, now: NOW, modified })
  const out = await makeFolder()
  await exportSite(site, out, { content: [folder] })
  const entries = await readdir(out, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')))
  return { text: texts.join('\n'), told: problems.map(formatProblem).join('\n'), files }
}

interface Way {
  readonly what: string
  /** Front matter and text of the post. */
  readonly post?: string
  readonly settings?: string
  /** From the content folder. */
  readonly link: string
  /** What would be published if it lay in the folder. */
  readonly content: string | Buffer
  /** What the author is told, but for where the link leads. */
  readonly told: string
}

const VTT = `WEBVTT\n\n00:00.000 --> 00:02.000\n${SECRET}\n`
const post = (lines: readonly string[], body = ''): string =>
  postText('Tides', 'tides.mp3', lines) + body

const WAYS: readonly Way[] = [
  {
    what: 'a transcript that a post names',
    post: post(['transcript: leak.txt']),
    link: 'leak.txt',
    content: SECRET,
    told: `${POST}:4 transcript: "leak.txt" leads out of the folder`,
  },
  {
    what: 'a transcript beside a post',
    link: '2026-05-04-tides.vtt',
    content: VTT,
    told: `${POST} transcripts: "2026-05-04-tides.vtt" leads out of the folder`,
  },
  {
    what: 'a transcript beside a recording',
    link: 'tides.srt',
    content: `1\n00:00:00,000 --> 00:00:02,000\n${SECRET}\n`,
    told: `${POST} transcripts: "tides.srt" leads out of the folder`,
  },
  {
    what: 'chapters that a post names',
    post: post(['chapters: leak.json']),
    link: 'leak.json',
    content: JSON.stringify({ version: '1.2.0', chapters: [{ startTime: 0, title: SECRET }] }),
    told: `${POST}:4 chapters: "leak.json" leads out of the folder`,
  },
  {
    what: 'chapters beside a post',
    link: '2026-05-04-tides.chapters.json',
    content: JSON.stringify({ version: '1.2.0', chapters: [{ startTime: 0, title: SECRET }] }),
    told: `${POST} chapters: "2026-05-04-tides.chapters.json" leads out of the folder`,
  },
  {
    what: 'the picture of a post',
    post: post(['image: leak.png']),
    link: 'leak.png',
    content: SECRET,
    told: `${POST}:4 image: "leak.png" leads out of the folder`,
  },
  {
    what: 'a picture in the text',
    post: post([], '\n![Nothing](pictures/leak.png)\n'),
    link: 'pictures/leak.png',
    content: SECRET,
    told: `${POST}: "leak.png" leads out of the folder`,
  },
  {
    what: 'the cover that the settings name',
    link: 'cover.jpg',
    content: SECRET,
    told: 'sidecast.yml image: "cover.jpg" leads out of the folder',
  },
  {
    what: 'the cover of a part',
    post: post(['categories: [Sea]']),
    settings: 'feeds: { category: { Sea: { image: sea.jpg } } }\n',
    link: 'sea.jpg',
    content: SECRET,
    told: 'sidecast.yml feeds.category.Sea.image: "sea.jpg" leads out of the folder',
  },
  {
    what: 'a recording',
    post: postText('Tides', 'leak.mp3'),
    link: 'leak.mp3',
    content: Buffer.concat([silentMp3(100), Buffer.from(SECRET)]),
    told: `${POST}:3 audio: "leak.mp3" leads out of the folder`,
  },
  {
    what: 'another form of a recording',
    post: postText('Tides', '[tides.mp3, leak.mp3]'),
    link: 'leak.mp3',
    content: Buffer.concat([silentMp3(100), Buffer.from(SECRET)]),
    told: `${POST}:3 audio: "leak.mp3" leads out of the folder`,
  },
  {
    what: 'a post',
    link: '2026-05-05-leak.md',
    content: postText(SECRET, 'moon.mp3'),
    told: '2026-05-05-leak.md: this link leads out of the folder',
  },
]

/** The show in its folder, with a link to a file that lies in another. */
async function arrange({ post: text, settings = '', link, content }: Way) {
  const root = await realpath(await makeFolder())
  const folder = join(root, 'show')
  const outside = join(root, 'outside')
  const blog = smallBlog()
  await addFiles(folder, {
    ...blog,
    'sidecast.yml': `${String(blog['sidecast.yml'])}${settings}`,
    ...(text !== undefined && { [POST]: text }),
  })
  await addFiles(outside, { [link]: content })
  await rm(join(folder, link), { force: true })
  await mkdir(dirname(join(folder, link)), { recursive: true })
  await symlink(join(outside, link), join(folder, link))
  return { folder, outside, target: join(outside, link) }
}

describe('what lies outside of the folder does not go out by a link to it', () => {
  test.each(WAYS)('as $what', async (way) => {
    const { folder, target } = await arrange(way)
    const { text, told } = await publish(folder)
    expect(text).not.toContain(SECRET)
    expect(told).not.toContain(SECRET)
    expect(told).toContain(way.told)
    expect(told).toContain(`out of the folder, to "${target}"`)
  })

  test.each(WAYS)('unless the settings name where it lies: $what', async (way) => {
    const { folder, outside } = await arrange(way)
    const settings = join(folder, 'sidecast.yml')
    await writeFile(settings, `${await readFile(settings, 'utf8')}outside: ${outside}\n`)
    const { text, told } = await publish(folder)
    expect(text).toContain(SECRET)
    expect(told).not.toContain('leads out of the folder')
  })

  test.each(['[', 'WEBVTT\n\nroot:x:0:0\n'])('and nothing of it is told: %j', async (content) => {
    const way = {
      what: '',
      link: '2026-05-04-tides.vtt',
      content: `${SECRET}\n${content}`,
      told: '',
    }
    const { folder } = await arrange(way)
    expect((await publish(folder)).told).not.toContain(SECRET)
  })

  test('as artwork, which is made anew without it', async () => {
    const picture = await readFile(join(import.meta.dirname, '../../episodes/cover.jpg'))
    const way = { what: '', link: 'cover.jpg', content: picture, told: '' }
    const { folder } = await arrange(way)
    const settings = join(folder, 'sidecast.yml')
    const made = (await readFile(settings, 'utf8')).replace('artwork: { make: no }', '')
    await writeFile(settings, made)
    const { told } = await publish(folder)
    expect(told).toContain('"cover.jpg" cannot be read: "cover.jpg" leads out of the folder')
  })
})

/** A show whose folder of recordings is a link. @param settings `OUTSIDE` stands for where it leads. */
async function linked(settings = ''): Promise<{ folder: string; outside: string }> {
  const root = await realpath(await makeFolder())
  const folder = join(root, 'show')
  const outside = join(root, 'large/audio')
  const { 'tides.mp3': recording = '', ...blog } = smallBlog()
  const own = `${String(blog['sidecast.yml'])}${settings.replaceAll('OUTSIDE', outside)}`
  await addFiles(folder, { ...blog, 'sidecast.yml': own })
  await addFiles(outside, { 'tides.mp3': recording })
  await symlink(outside, join(folder, 'audio'))
  return { folder, outside }
}

describe('a folder of recordings that is a link', () => {
  test('is told, with the fixes', async () => {
    const { folder, outside } = await linked()
    const { told, files } = await publish(folder)
    expect(files.filter((file) => file.includes('tides'))).toEqual([])
    expect(told).toContain(
      `${POST}:3 audio: "tides.mp3" leads out of the folder, to "${outside}/tides.mp3", so it is not published; put the file itself there, or list the folder that contains it (outside: …, in sidecast.yml)`,
    )
  })

  test.each([
    'outside: OUTSIDE\n',
    'outside: ../large\n',
    'audio: { folders: { "https://cdn.example.org/": OUTSIDE } }\n',
    'audio: { folders: { "https://cdn.example.org/": audio/ } }\n',
  ])('is measured where the settings name it: %s', async (settings) => {
    const { folder } = await linked(settings)
    const { told, text } = await publish(folder)
    expect(told).not.toContain('leads out of the folder')
    expect(text).toMatch(
      /<enclosure url="https:\/\/[a-z]+\.example\.org\/(audio\/)?tides\.mp3" length="41700"/,
    )
  })
})

describe('links that stay inside', () => {
  test('go out, also from a folder that is a link itself', async () => {
    const root = await makeFolder()
    const folder = join(root, 'really')
    await addFiles(folder, { ...smallBlog(), '.store/words.txt': 'Words of the sea' })
    await symlink('.store/words.txt', join(folder, '2026-05-04-tides.txt'))
    await symlink('really', join(root, 'show'))
    const { text, told } = await publish(join(root, 'show'))
    expect(text).toContain('Words of the sea')
    expect(told).not.toContain('link')
  })

  test('go out into the blog around the content folder', async () => {
    const root = await makeFolder({ 'hugo.toml': 'title = "Blog"\n', 'data/words.txt': 'Words' })
    const folder = join(root, 'content/posts')
    await addFiles(folder, smallBlog())
    await symlink('../../data/words.txt', join(folder, '2026-05-04-tides.txt'))
    const { text, told } = await publish(folder)
    expect(text).toContain('Words')
    expect(told).not.toContain('leads out')
  })

  test('are told where they lead nowhere, and a pipe where a file belongs', async () => {
    const folder = await makeFolder(smallBlog())
    await symlink('gone.vtt', join(folder, '2026-05-04-tides.vtt'))
    await run('mkfifo', [join(folder, '2026-05-11-moon.srt')])
    const { told } = await publish(folder)
    expect(told).toContain('the link "2026-05-04-tides.vtt" leads nowhere')
    expect(told).toContain('"2026-05-11-moon.srt" is not a file but a pipe or a device')
  })
})

describe('a picture that the settings name outside of the folder', () => {
  test.each(['../brand/cover.jpg', 'ROOT/brand/cover.jpg'])(
    'goes out, for its author says so: %s',
    async (image) => {
      const root = await realpath(await makeFolder({ 'brand/cover.jpg': 'Our brand' }))
      const folder = join(root, 'show')
      const blog = smallBlog()
      const settings = String(blog['sidecast.yml'])
      await addFiles(folder, {
        ...blog,
        'sidecast.yml': settings.replace('cover.jpg', image.replace('ROOT', root)),
      })
      const { text } = await publish(folder)
      expect(text).toContain('Our brand')
    },
  )
})

describe('a file that was replaced since the show was made', () => {
  const PLACES = [
    { name: 'priliv.mp3', path: '/audio/priliv.mp3' },
    { name: 'priliv.vtt', path: '/episodes/priliv/transcript.vtt' },
    { name: '.pictures/zatoka.jpg', path: '/episodes/priliv/zatoka.jpg' },
    { name: 'cover.jpg', path: '/artwork/cover-0a1b2c3d.jpg' },
  ] as const

  test.each(PLACES)('by a link is not served, and told: $path', async ({ name, path }) => {
    await using site = await serve()
    const file = site.file(`content/${name}`)
    expect((await site.ask(path)).status).toBe(200)
    // The same bytes, so that nothing but where they lie tells them apart
    await rename(file, site.file('secret'))
    await symlink(site.file('secret'), file)
    const { status, body } = await site.ask(path)
    expect(status).toBe(503)
    expect(String(body)).not.toContain('Voda')
    expect(site.refreshed).toContain(file)
    await expect(exportSite(site.site, site.file('out'), { content: [] })).rejects.toThrow(
      `"${name.replace(/^.*\//, '')}" leads out of the folder`,
    )
    expect(await lstat(site.file(`out${path}`)).catch(() => null)).toBeNull()
  })

  test('by a pipe does not hold the server up', async () => {
    await using site = await serve()
    const file = site.file('content/priliv.vtt')
    await rm(file)
    await run('mkfifo', [file])
    expect((await site.ask('/episodes/priliv/transcript.vtt')).status).toBe(503)
  })

  test('by a link is not read as a post', async () => {
    const folder = await makeFolder(smallBlog())
    const outside = await makeFolder({ 'secret.md': postText(SECRET, 'tides.mp3') })
    const opened = await openBlog(folder)
    await readBlog(opened, { settle: 0 })
    await rm(join(folder, POST))
    await symlink(join(outside, 'secret.md'), join(folder, POST))
    const { show, problems } = await readBlog(opened, { settle: 0, changed: [POST] })
    expect(JSON.stringify([show?.episodes, problems])).not.toContain(SECRET)
    expect(problems.map(formatProblem).join('\n')).toContain(
      `${POST}: this file cannot be read: "${POST}" leads out of the folder`,
    )
  })
})
