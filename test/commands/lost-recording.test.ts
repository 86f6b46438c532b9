import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Given } from '../../src/commands/command.ts'
import { writeId3 } from '../../src/speech/write-id3.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { EVERYTHING } from '../support/extent.ts'
import { serveFolder, until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { silentMp3, silentSeconds } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'
import { type Built, buildAt, numberedBlog } from '../support/numbered-blog.ts'

const TODAY = '2026-06-01T12:00:00Z'
const TOMORROW = '2026-06-02T12:00:00Z'
const POST = '2026-01-05-post-5.md'
const SOUND = 'audio/post-5.mp3'
const FRAMES = 500

/** A recording with chapters of its own. */
function withChapters(): Buffer {
  const chapters = [
    { start: 0, title: 'Ebb' },
    { start: 5, title: 'Flood' },
  ]
  const tag = { title: 'Post 5', artist: null, album: null, picture: null, chapters, source: '' }
  return Buffer.concat([writeId3({ ...tag, seconds: silentSeconds(FRAMES) }), silentMp3(FRAMES)])
}

/** A blog of twelve posts, of which the fifth has all that goes with a recording. */
const makeBlog = (): Promise<string> =>
  numberedBlog(12, {
    [SOUND]: withChapters(),
    'audio/post-5.vtt': 'WEBVTT\n\n00:00.000 --> 00:04.000\nText of post five.\n',
  })

const build = (
  folder: string,
  out: string,
  options: Given['options'] = {},
  hour = TODAY,
): Promise<Built> => buildAt(hour, folder, options, out)

const exportIn = async (): Promise<string> => join(await makeFolder(), 'site')

test('an episode whose recording is lost stays as it was, with its chapters and transcript, until that is confirmed', async () => {
  const [folder, out] = [await makeBlog(), await exportIn()]
  const first = await build(folder, out)
  expect(first.code).toBe(0)
  expect(first.feed).toContain('/episodes/post-5/chapters.json')
  expect(first.feed).toContain('/episodes/post-5/transcript.vtt')
  await rm(join(folder, SOUND))

  const refused = await build(folder, out)
  expect(refused).toMatchObject({ code: 1, feed: first.feed })
  expect(refused.output).toContain(
    `${POST}:3 audio: no file "post-5.mp3" beside the post; put the recording there, or set where recordings are (audio.prefix: https://…, or audio.folders); "Post 5" was published, so it stays in the feed as it was, although nobody can download it; restore the recording, or remove the post and confirm that with --allow-removal`,
  )

  // What was exported before is still there, and stays.
  const kept = await build(folder, out, { keepGoing: true })
  expect(kept).toMatchObject({ code: 1, feed: first.feed })
  expect(kept.output).not.toContain('nothing was written')
  expect(await readFile(join(out, SOUND))).toEqual(withChapters())
  const later = await build(folder, out, { keepGoing: true }, TOMORROW)
  expect(later.output).toContain('it stays in the feed as it was since 2026-06-01')

  // Nowhere is the recording that a new export would need.
  await expect(build(folder, await exportIn(), { keepGoing: true })).rejects.toThrow(
    /post-5\.mp3 no longer exists; restore it/,
  )

  await rm(join(folder, POST))
  expect((await build(folder, out)).feed).toBe(first.feed)
  const confirmed = await build(folder, out, { allowRemoval: true })
  expect(confirmed.code).toBe(0)
  expect(confirmed.feed).not.toContain('Post 5')
  expect((await build(folder, out)).output).not.toContain('Post 5')
})

test('is forgotten when the recording is back', async () => {
  const [folder, out] = [await makeBlog(), await exportIn()]
  const first = await build(folder, out)
  await rename(join(folder, SOUND), join(folder, 'away.mp3'))
  await build(folder, out, { keepGoing: true })
  await rename(join(folder, 'away.mp3'), join(folder, SOUND))
  const again = await build(folder, out)
  expect(again).toMatchObject({ code: 0, feed: first.feed })
  expect(await readFile(join(folder, 'sidecast.ledger.json'), 'utf8')).not.toContain('"missing"')
})

test('while it is served, it is still heard where its name is misspelt, and stays listed where it is gone', async () => {
  const folder = await makeBlog()
  const port = await freePort()
  const site = `http://127.0.0.1:${port}`
  const { output } = await serveFolder(folder, '--port', port)
  const fetchText = async (): Promise<string> => (await fetch(`${site}/feed.xml`)).text()
  const told = (what: string) =>
    until(
      async () => output(),
      (text) => text.includes(what),
    )
  const before = await fetchText()
  const post = await readFile(join(folder, POST), 'utf8')
  await writeFile(join(folder, POST), post.replace('post-5.mp3', 'post5.mp3'))
  await told('with the recording that it had')
  expect(await fetchText()).toBe(before)
  expect((await fetch(`${site}/${SOUND}`)).status).toBe(200)
  const again = await serveFolder(folder, '--port', await freePort())
  expect(again.output()).toContain('with the recording that it had')
  await rm(join(folder, SOUND))
  await told('although nobody can download it')
  expect(await fetchText()).toBe(before)
  expect((await fetch(`${site}/${SOUND}`)).status).toBe(404)
})

test.runIf(EVERYTHING)('stays in its own of several shows, too', async () => {
  const [folder, out] = [await makeBlog(), await exportIn()]
  const other = Array.from({ length: 3 }, (_, index) => [
    [`sea/2026-02-0${index + 1}-sea.md`, postText(`Sea ${index}`, `sea-${index}.mp3`)],
    [`sea/sea-${index}.mp3`, silentMp3(80 + index)],
  ]).flat()
  const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
  await addFiles(folder, {
    'sidecast.yml': `${settings}shows:\n  land: { title: Land, posts: "*.md" }\n  sea: { title: Sea, posts: sea/** }\n`,
    ...Object.fromEntries(other),
  })
  expect((await build(folder, out)).code).toBe(0)
  const feed = (name: string): Promise<string> => readFile(join(out, name, 'feed.xml'), 'utf8')
  const before = [await feed('land'), await feed('sea')]
  await rm(join(folder, SOUND))
  const { output } = await build(folder, out, { keepGoing: true })
  expect(output).toContain('"Post 5" was published, so it stays in the feed as it was')
  expect([await feed('land'), await feed('sea')]).toEqual(before)
  // Of three, one is more than a tenth.
  await rm(join(folder, 'sea/sea-1.mp3'))
  const refused = await build(folder, out, { keepGoing: true })
  expect(refused.output).toContain('1 of 3 published episodes would leave the feed: "Sea 1"')
  expect([await feed('land'), await feed('sea')]).toEqual(before)
})
