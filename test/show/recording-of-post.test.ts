import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

const SETTINGS = 'title: Tides\nlanguage: en\nartwork: { make: no }\n'
const BASE = 'https://pod.example/'

function post(audio: string, day = '05', title = 'Tides'): string {
  return `---\ntitle: ${title}\ndate: 2026-01-${day}\naudio: ${audio}\n---\n\nText.\n`
}

async function read(files: Readonly<Record<string, string | Buffer>>, settings = SETTINGS) {
  const folder = await makeFolder({ 'sidecast.yml': settings, ...files })
  const { show, problems } = await readBlog(await openBlog(folder, BASE), { settle: 0 })
  return {
    urls: (show?.episodes ?? []).map(({ audio }) => audio.url),
    told: problems.flatMap(({ file, rule, message }) =>
      file?.endsWith('.md') === true ? `${file} ${rule}: ${message}` : [],
    ),
  }
}

describe('of several names of a recording', () => {
  test.each([
    { names: '[none.mp3, sea.mp3]', file: 'sea.mp3' },
    { names: '[none.mp3, nor.mp3, sea.mp3]', file: 'sea.mp3' },
    { names: '[sea.mp3, none.mp3]', file: 'sea.mp3' },
    { names: '[moon.mp3, sea.mp3]', file: 'moon.mp3' },
  ])('$names the first counts that is found', async ({ names, file }) => {
    const files = { 'sea.mp3': silentMp3(40), 'moon.mp3': silentMp3(50) }
    const { urls } = await read({ 'a.md': post(names), ...files })
    expect(urls).toEqual([`${BASE}audio/${file}`])
  })

  test('of which none is found, the first is told', async () => {
    const { urls, told } = await read({ 'a.md': post('[none.mp3, /nor.mp3]') })
    expect(urls).toEqual([])
    expect(told).toEqual([
      expect.stringMatching(/^a\.md recording\/missing: no file "none\.mp3" beside the post/),
    ])
  })
})

test('a URL whose local copy is missing is used, and the copy is told', async () => {
  const url = 'https://cdn.example/audio/tides.mp3'
  const folders = `${SETTINGS}audio: { folders: { "https://cdn.example/audio/": copies } }\n`
  const files = { 'a.md': post(url), 'copies/moon.mp3': silentMp3(40) }
  const { told } = await read(files, folders)
  expect(told).toContainEqual(
    expect.stringContaining(`recording/copy-missing: no file copies/tides.mp3 behind "${url}"`),
  )
  const { told: none } = await read({ ...files, 'copies/tides.mp3': silentMp3(50) }, folders)
  expect(none).toEqual([])
})

test('of two files with one name, that of the later post has its hash in its address', async () => {
  const { urls } = await read({
    'a/one.md': post('talk.mp3', '06'),
    'a/talk.mp3': silentMp3(40),
    'b/two.md': post('talk.mp3', '05', 'Moon'),
    'b/talk.mp3': silentMp3(50),
  })
  const own = expect.stringMatching(/\/audio\/talk-[\da-f]{8}\.mp3$/)
  expect(urls).toEqual([`${BASE}audio/talk.mp3`, own])
})

/** What is told of a post with the recording of another. */
const sharing = (file: string) =>
  new RegExp(`^${file} episode/recording-shared: its recording \\S+ is also that of 2\\.md`)

test('one recording of several posts is told at each newer one, with the oldest', async () => {
  const days = ['06', '07', '05']
  const posts = days.map((day, index) => [`${index}.md`, post('sea.mp3', day, `No ${index}`)])
  const { urls, told } = await read({ ...Object.fromEntries(posts), 'sea.mp3': silentMp3(40) })
  expect(urls).toHaveLength(3)
  expect(told).toEqual(['0.md', '1.md'].map((file) => expect.stringMatching(sharing(file))))
})
