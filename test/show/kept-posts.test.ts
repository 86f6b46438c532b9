import { chmod, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { openKeptPosts } from '../../src/show/folder/kept-posts.ts'
import { createPostReader, type ReadPosts } from '../../src/show/folder/read-posts.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

const HOME = '.sidecast/posts'

/** One start of the program: the posts are read and kept; a body that was read is none that was kept. */
async function start(folder: string): Promise<{ read: ReadPosts; told: readonly string[] }> {
  const told: string[] = []
  const kept = openKeptPosts(folder, (sentence) => told.push(sentence))
  const { settings } = await loadSettings(folder, ['https://cast.example/'])
  if (settings === null) throw new Error('the settings of this test are broken')
  const reader = createPostReader(folder, kept)
  const read = await reader.read(settings, null)
  await kept.write(new Map([reader.readings()]))
  return { read, told }
}

async function blog(): Promise<string> {
  const folder = await makeFolder(smallBlog())
  const rich = ['tags: [sea, tide]', 'chapters: [{ start: 1, title: One }]', 'authors: [Ann, Ben]']
  const linked =
    '![map](map.png) and [the moon](2026-05-11-moon.md), at 1:00, 2:00, 3:00 and 4:00.\n'
  await addFiles(folder, {
    '2026-05-18-rich.md': `${postText('Rich', 'tides.mp3', rich)}${linked}`,
    'broken.md': '---\ntitle: [\n---\n',
    'no-date.md': '---\ntitle: A\naudio: a.mp3\n---\n',
  })
  return folder
}

/** Everything that was read, texts and what was found in them included. */
function all({ results, problems }: ReadPosts): unknown {
  const bodies = results.map(({ post }) => post && [post.body.text(), post.body.facts()])
  return { results, problems, bodies }
}

const fileOf = async (folder: string) => {
  const [name = ''] = await readdir(join(folder, HOME))
  return join(folder, HOME, name)
}

describe('posts that were read at an earlier start', () => {
  test('are the same as those that are read anew', async () => {
    const folder = await blog()
    const [first, second] = [await start(folder), await start(folder)]
    expect(first.told).toEqual([])
    expect(all(second.read)).toEqual(all(first.read))
    expect(second.read.results.filter(({ post }) => post !== null)).toHaveLength(3)
  })

  test('are not read again, and the file in which they are kept stays as it is', async () => {
    const folder = await blog()
    await start(folder)
    const file = await fileOf(folder)
    const before = await readFile(file)
    await chmod(file, 0o400)
    const { read, told } = await start(folder)
    expect([told, await readFile(file)]).toEqual([[], before])
    // Its text is read when it is asked for.
    const post = read.results.find(({ file: name }) => name === '2026-05-04-tides.md')?.post
    await rename(join(folder, '2026-05-04-tides.md'), join(folder, 'elsewhere.txt'))
    expect(() => post?.body.text()).toThrow(/tides\.md cannot be read any more/)
    expect(post?.body.fact('mentions')).toEqual([])
  })

  test.each([
    ['its text', 'Text of Tides.', 'Text of Waves.', ['Tides', 'tides.mp3', '\nText of Waves.\n']],
    ['its title', 'title: Tides', 'title: Waves', ['Waves', 'tides.mp3', '\nText of Tides.\n']],
    ['its recording', 'tides.mp3', 'waves.mp3', ['Tides', 'waves.mp3', '\nText of Tides.\n']],
  ])('are read again where somebody changed %s, at the same size and time', async (...row) => {
    const [, before, after, expected] = row
    const folder = await blog()
    await start(folder)
    const name = '2026-05-04-tides.md'
    const text = await readFile(join(folder, name), 'utf8')
    await addFiles(folder, { [name]: text.replace(before, after) })
    const { results } = (await start(folder)).read
    const post = results.find(({ file }) => file === name)?.post
    expect([post?.title, post?.audio[0].value, post?.body.text()]).toEqual(expected)
  })

  test('give no text that is another by now', async () => {
    const folder = await blog()
    const { read } = await start(folder)
    const name = '2026-05-04-tides.md'
    const post = read.results.find(({ file }) => file === name)?.post
    await addFiles(folder, { [name]: postText('Tides', 'tides.mp3').replace('of T', 'on T') })
    expect(() => post?.body.text()).toThrow(/tides\.md was changed meanwhile; run this again/)
  })

  test('are read again by other rules', async () => {
    const folder = await blog()
    await start(folder)
    await addFiles(folder, {
      'sidecast.yml': 'title: Tides\nlanguage: en\nfields: { title: name }\n',
      '2026-05-04-tides.md': '---\ntitle: A\nname: B\naudio: tides.mp3\n---\n',
    })
    const { read } = await start(folder)
    expect(read.results.map(({ post }) => post?.title)).toContain('B')
    expect(await readdir(join(folder, HOME))).toHaveLength(1)
  })

  test('are not kept while their file may still be written', async () => {
    const folder = await blog()
    const now = new Date()
    await utimes(join(folder, '2026-05-04-tides.md'), now, now)
    await start(folder)
    const kept = await readFile(await fileOf(folder), 'latin1')
    expect([kept.includes('2026-05-04-tides'), kept.includes('2026-05-11-moon')]).toEqual([
      false,
      true,
    ])
  })

  test.each([
    ['is empty', () => Buffer.alloc(0)],
    ['is cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['ends in its first line', (bytes: Buffer) => bytes.subarray(0, 40)],
    [
      'has a wrong byte',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')]),
    ],
    ['is longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['is text', () => Buffer.from('sidecast posts\n{}')],
    ['is all zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ])('are read again where the file that keeps them %s', async (_, damage) => {
    const folder = await blog()
    const first = await start(folder)
    const file = await fileOf(folder)
    await writeFile(file, damage(await readFile(file)))
    const { read, told } = await start(folder)
    expect(told).toEqual([expect.stringMatching(/^\.sidecast\/posts\/\S+ is damaged, so /)])
    expect(all(read)).toEqual(all(first.read))
    expect((await start(folder)).told).toEqual([])
  })

  test('are forgotten without a word by another version of the program', async () => {
    const folder = await blog()
    const first = await start(folder)
    const file = await fileOf(folder)
    const text = await readFile(file, 'latin1')
    await writeFile(file, text.replace(/ [0-9a-f]{64}\n/, ` ${'0'.repeat(64)}\n`), 'latin1')
    const { read, told } = await start(folder)
    expect([told, all(read)]).toEqual([[], all(first.read)])
  })
})
