import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Episode } from '../../src/show/episode.ts'
import { openBlog, readBlog, type ReadBlog } from '../support/open-blog.ts'
import { makeFolder } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'

/** How a name is written by an author → how it lies on a disk. */
const SPELLINGS: readonly (readonly [what: string, written: string, onDisk: string])[] = [
  ['letters in one on the disk, apart in the post', 'kůň'.normalize('NFD'), 'kůň'],
  ['letters apart on the disk (macOS)', 'kůň', 'kůň'.normalize('NFD')],
  ['syllables apart on the disk', '한국어', '한국어'.normalize('NFD')],
  ['kana apart on the disk', 'ポッドキャスト', 'ポッドキャスト'.normalize('NFD')],
  ['marks in another order', 'a\u0323\u0307', 'a\u0307\u0323'],
  ['the space that macOS puts before AM', 'Take 9.41 AM', 'Take 9.41\u202FAM'],
  ['a no-break space in the post', 'Take\u00A011', 'Take 11'],
  ['a wide space', 'Folge　三', 'Folge 三'],
]

const POST = (audio: string, more = '') =>
  `---\ntitle: A\ndate: 2026-01-02\naudio: ${JSON.stringify(audio)}\n${more}---\nText.\n`
const SETTINGS = 'title: Show\nartwork: { make: no, draw: no }\n'
const VTT = 'WEBVTT\n\n00:00.000 --> 00:00.900\nHello\n'
const CHAPTERS =
  '{ "version": "1.2.0", "chapters": [{ "startTime": 0, "title": "One" }, { "startTime": 2, "title": "Two" }] }'

async function read(files: Readonly<Record<string, string | Uint8Array>>): Promise<ReadBlog> {
  const folder = await makeFolder({ 'sidecast.yml': SETTINGS, ...files })
  return readBlog(await openBlog(folder, 'https://pod.example/'))
}

function only({ show, problems }: ReadBlog): Episode {
  expect(problems.filter(({ file }) => file !== 'sidecast.yml')).toEqual([])
  expect(show?.episodes).toHaveLength(1)
  return show?.episodes[0] as Episode
}

describe.each(SPELLINGS)('%s', (_, written, onDisk) => {
  test('a recording that a post names', async () => {
    const { audio } = only(
      await read({ 'a.md': POST(`${written}.mp3`), [`${onDisk}.mp3`]: silentMp3(100) }),
    )
    expect(audio.file?.endsWith(`/${onDisk}.mp3`)).toBe(true)
    expect(audio.seconds).toBeCloseTo(2.6, 1)
  })

  test('a folder of recordings, and what lies in it', async () => {
    const settings = `${SETTINGS}audio:\n  folders: { https://cdn.example/: ${JSON.stringify(`./${written}`)} }\n`
    const found = await read({
      'sidecast.yml': settings,
      'a.md': POST(`https://cdn.example/${encodeURIComponent(written)}.mp3`),
      [`${onDisk}/${onDisk}.mp3`]: silentMp3(100),
    })
    expect(found.problems.map(({ rule }) => rule)).not.toContain('settings/folder')
    expect(only(found).audio.file?.endsWith(`/${onDisk}/${onDisk}.mp3`)).toBe(true)
  })

  test('what bears the name of the post, and what the post shows and names', async () => {
    const pictures = `pic ${onDisk}.png`
    const found = await read({
      [`${written}.md`]: `${POST('r.mp3', `image: ${JSON.stringify(`i-${written}.jpg`)}\n`)}\n![x](<pic ${written}.png>)\n`,
      'r.mp3': silentMp3(100),
      [`${onDisk}.vtt`]: VTT,
      [`${onDisk}.chapters.json`]: CHAPTERS,
      [`i-${onDisk}.jpg`]: 'picture',
      [pictures]: 'picture',
    })
    const { cues, chapters, image, assets } = only(found)
    expect(cues.map(({ text }) => text)).toEqual(['Hello'])
    expect(chapters.map(({ title }) => title)).toEqual(['One', 'Two'])
    expect(image).not.toBeNull()
    expect(
      [...assets.values()].map(({ file }) => relative(join(file, '..'), file)).toSorted(),
    ).toEqual([`i-${onDisk}.jpg`, pictures].toSorted())
  })

  test('a transcript and chapters that the post names', async () => {
    const found = await read({
      'a.md': POST(
        'r.mp3',
        `transcript: ${JSON.stringify(`t-${written}.vtt`)}\nchapters: ${JSON.stringify(`${written}/c.json`)}\n`,
      ),
      'r.mp3': silentMp3(100),
      [`t-${onDisk}.vtt`]: VTT,
      [`${onDisk}/c.json`]: CHAPTERS,
    })
    const { cues, chapters } = only(found)
    expect(cues).toHaveLength(1)
    expect(chapters).toHaveLength(2)
  })

  test('the posts and the cover that the settings name', async () => {
    const folder = await makeFolder({
      'sidecast.yml': `${SETTINGS}posts: [${JSON.stringify(written)}]\nimage: ${JSON.stringify(`${written}.jpg`)}\n`,
      [`${onDisk}/a.md`]: POST('r.mp3'),
      [`${onDisk}/r.mp3`]: silentMp3(100),
      [`${onDisk}.jpg`]: 'picture',
    })
    const { titles, show, problems } = await readBlog(await openBlog(folder))
    expect(titles).toEqual(['A'])
    expect(problems.map(({ rule }) => rule)).not.toContain('show/image')
    expect(show?.image?.file?.endsWith(`${onDisk}.jpg`)).toBe(true)
  })
})

test('of two names that differ in their spelling only, each is what it says', async () => {
  const [together, apart] = ['kůň'.normalize('NFC'), 'kůň'.normalize('NFD')]
  const folder = await makeFolder({
    'sidecast.yml': SETTINGS,
    'a.md': POST(`${together}.mp3`),
    'b.md': POST(`${apart}.mp3`).replace('title: A', 'title: B'),
    [`${together}.mp3`]: silentMp3(100),
    [`${apart}.mp3`]: silentMp3(200),
  })
  const { show } = await readBlog(await openBlog(folder))
  const files = show?.episodes.map(({ title, audio }) => [
    title,
    relative(folder, audio.file ?? ''),
  ])
  expect(new Map(files as [string, string][])).toEqual(
    new Map([
      ['A', `${together}.mp3`],
      ['B', `${apart}.mp3`],
    ]),
  )
})

test('letters that are not the same stay apart', async () => {
  const { problems } = await read({ 'a.md': POST('kun.mp3'), 'kůn.mp3': silentMp3(100) })
  expect(problems.map(({ rule }) => rule)).toContain('recording/missing')
})
