import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addFiles, makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

describe('a recording beside a post, by the name of its file', () => {
  const text = '---\ntitle: A\ndate: 2026-01-01\n---\n\nText.\n'
  const settings = 'language: en\naudio: { beside: yes }\n'

  /** Post file → what it is heard by. */
  async function heard(files: readonly string[], post = text, said = settings) {
    const folder = await makeFolder({
      'sidecast.yml': said,
      ...Object.fromEntries(
        files.map((file, at) => [file, file.endsWith('.md') ? post : silentMp3(20 + at)]),
      ),
    })
    const { show } = await readBlog(await openBlog(folder))
    return (show?.episodes ?? []).map(({ file, audio }) => [
      file,
      audio.file?.slice(folder.length + 1),
    ])
  }

  test.each([
    { what: 'its own name', files: ['tides.md', 'tides.mp3', 'ebb.mp3'], name: 'tides.mp3' },
    {
      what: 'other letters of it',
      files: ['Zářezy.md', 'zářezy.MP3'.normalize('NFD')],
      name: 'zářezy.MP3'.normalize('NFD'),
    },
    {
      what: 'its day',
      files: ['2026-01-01-tides.md', '2026-01-01-tides.mp3', 'tides.mp3'],
      name: '2026-01-01-tides.mp3',
    },
    { what: 'no day', files: ['2026-01-01-tides.md', 'tides.mp3'], name: 'tides.mp3' },
    {
      what: 'the name of its folder',
      files: ['x/tides/index.md', 'x/tides/tides.mp3'],
      name: 'x/tides/tides.mp3',
    },
    {
      what: 'the name of the page',
      files: ['x/tides/index.md', 'x/tides/index.mp3'],
      name: 'x/tides/index.mp3',
    },
    {
      what: 'a form for every app',
      files: ['tides.md', 'tides.flac', 'tides.mp3'],
      name: 'tides.mp3',
    },
  ])('$what is found', async ({ files, name }) => {
    const [post = ''] = files
    expect(await heard(files)).toEqual([[post, name]])
  })

  test.each([
    { what: 'nothing says so', said: 'language: en\n' },
    { what: 'the post says that it has none', post: text.replace('title', 'audio: false\ntitle') },
    { what: 'another post has that name', files: ['ebb.md', 'tides.mp3'] },
    { what: 'it lies elsewhere', files: ['tides.md', 'x/tides.mp3'] },
  ])(
    'none is where $what',
    async ({ said = settings, post = text, files = ['tides.md', 'tides.mp3'] }) => {
      expect(await heard(files, post, said)).toEqual([])
    },
  )

  test('one that the post names goes before it', async () => {
    const post = text.replace('title', 'audio: ebb.mp3\ntitle')
    expect(await heard(['tides.md', 'tides.mp3', 'ebb.mp3'], post)).toEqual([
      ['tides.md', 'ebb.mp3'],
    ])
  })

  test('one that comes or goes later is seen while we serve', async () => {
    const folder = await makeFolder({ 'sidecast.yml': settings, 'tides.md': text })
    const opened = await openBlog(folder)
    expect((await readBlog(opened)).titles).toEqual([])
    await addFiles(folder, { 'tides.mp3': silentMp3(20) })
    expect((await readBlog(opened, { changed: ['tides.mp3'] })).titles).toEqual(['A'])
    await rm(join(folder, 'tides.mp3'))
    expect((await readBlog(opened, { changed: ['tides.mp3'] })).titles).toEqual([])
  })
})

describe('a path with \\', () => {
  test.each([
    {
      field: 'audio: audio\\a.mp3',
      told: 'no file "audio\\\\a.mp3"; write / in place of \\, as in audio/a.mp3',
    },
    {
      field: "audio: 'C:\\blog\\a.mp3'",
      told: 'no file "C:\\\\blog\\\\a.mp3"; write a path from the folder of the post',
    },
    {
      field: 'audio: "audio\\tides.mp3"',
      told: 'no file "audio\\tides.mp3"; a backslash in double quotes begins an escape',
    },
    {
      field: 'audio: a.mp3\nimage: img\\a.png',
      told: 'no image "img\\a.png" beside the post, nor in static/, public/, assets/; write / in place of \\, as in img/a.png',
    },
    {
      field: 'audio: a.mp3\ntranscript: t\\a.vtt',
      told: 'no file "t\\a.vtt" beside the post; write / in place of \\, as in t/a.vtt',
    },
    {
      field: 'audio: a.mp3\nchapters: c\\a.json',
      told: 'no file "c\\a.json" beside the post; write / in place of \\, as in c/a.json',
    },
  ])('is told how to be written: $field', async ({ field, told }) => {
    for (const settings of [
      'language: en\n',
      'language: en\naudio: { prefix: "https://a.example/" }\n',
    ]) {
      const folder = await makeFolder({
        'sidecast.yml': settings,
        'a.mp3': silentMp3(20),
        'audio/a.mp3': silentMp3(20),
        'p.md': `---\ntitle: P\ndate: 2026-01-01\n${field}\n---\n\nText.\n`,
      })
      const { problems } = await readBlog(await openBlog(folder))
      const ours = problems.filter(({ file }) => file === 'p.md').map(({ message }) => message)
      expect(ours).toEqual([expect.stringContaining(told)])
    }
  })
})
