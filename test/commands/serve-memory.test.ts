import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { serveWitnessed, until, type WitnessedServing } from '../support/program.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { EVERYTHING } from '../support/extent.ts'

const EPISODES = 60
const PARAGRAPH = 'Moře se dvakrát denně zvedne a dvakrát klesne, a nikdo se mu nediví.\n\n'

/** A show that is long enough for a copy of it to show in the memory. */
function longBlog(): Record<string, string | Uint8Array> {
  const posts = Array.from({ length: EPISODES }, (_, index) => [
    `2025-01-01-talk-${index}.md`,
    postText(`Talk ${index}`, 'tides.mp3') + PARAGRAPH.repeat(60),
  ])
  return { ...smallBlog(), ...Object.fromEntries(posts) }
}

const FIRST = 8

/**
 * Megabytes that so many changes leave behind. The first few fill what is kept for good reason.
 *
 * @param change Done when it is live.
 */
async function growth(
  { ask: megabytes }: WitnessedServing,
  changes: number,
  change: (index: number) => Promise<unknown>,
): Promise<number> {
  for (let index = 0; index < FIRST; index += 1) await change(index)
  const before = await megabytes()
  for (let index = FIRST; index < FIRST + changes; index += 1) await change(index)
  return (await megabytes()) - before
}

describe('the memory of serve stays as it is', () => {
  test.runIf(EVERYTHING)('over many edits of a post', async () => {
    const folder = await makeFolder(longBlog())
    const serving = await serveWitnessed(folder, 'memory')
    const page = async (): Promise<string> => (await fetch(`${serving.url}episodes/tides/`)).text()
    const grown = await growth(serving, 100, async (index) => {
      const text = postText(`Edited ${index}.`, 'tides.mp3')
      await writeFile(join(folder, '2026-05-04-tides.md'), text)
      return until(page, (html) => html.includes(`Edited ${index}.`))
    })
    // A table that was kept would cost 0.7 MB each time; what is live goes up and down by some.
    expect(grown).toBeLessThan(20)
  })

  test.runIf(EVERYTHING)('over transcripts that come under another name each time', async () => {
    const words = `WEBVTT\n\n${Array.from({ length: 8000 }, (_, index) => `00:00.000 --> 00:02.000\nWord ${index} of the tide and of the moon`).join('\n\n')}\n`
    const folder = await makeFolder({ ...smallBlog(), 'words-none.vtt': words })
    const serving = await serveWitnessed(folder, 'memory')
    let last = 'words-none.vtt'
    const transcript = async (): Promise<string> =>
      (await fetch(`${serving.url}episodes/tides/transcript.vtt`)).text()
    const grown = await growth(serving, 30, async (index) => {
      const name = `words-${index}.vtt`
      await rename(join(folder, last), join(folder, name))
      await writeFile(join(folder, name), words.replaceAll('moon', `moon ${index}.`))
      last = name
      const text = postText('Tides', 'tides.mp3', [`transcript: ${name}`])
      await writeFile(join(folder, '2026-05-04-tides.md'), text)
      return until(transcript, (vtt) => vtt.includes(`moon ${index}.`))
    })
    expect(grown).toBeLessThan(10)
  })
})
