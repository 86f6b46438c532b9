import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { serveFolder } from '../support/program.ts'
import { runTool } from '../tools/run-tool.ts'
import { EVERYTHING } from '../support/extent.ts'
import { startBrowser } from './browser.ts'
import { first, playsPast, position } from './playing.ts'

const open = startBrowser()

const SENTENCES = 1_200
/** Seconds from one sentence to the next; an hour together. */
const EACH = 3
/** Seconds that are measured. */
const WATCHED = 10

const NOUNS = 'sea moon tide wall table hour sailor rope wind stone letter clock'.split(' ')

/** No two are the same. */
function sentence(index: number): string {
  const word = (step: number) => NOUNS[Math.floor(index / step) % NOUNS.length] ?? ''
  return `The ${word(1)} of number ${index} is near the ${word(12)} and the ${word(5)}.`
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 23)
}

function longBlog(): Record<string, string> {
  const sentences = Array.from({ length: SENTENCES }, (_, index) => sentence(index))
  const cues = sentences.map(
    (text, index) => `${timeOf(index * EACH)} --> ${timeOf(index * EACH + 2.7)}\n${text}\n`,
  )
  return {
    'sidecast.yml': 'title: Long\ndescription: Long.\nauthor: A\nlanguage: en\ncategory: Science\n',
    '2026-05-04-long.md': `---\ntitle: Long\naudio: long.mp3\ntranscript: long.vtt\n---\n\n${sentences
      .map((text, index) => (index % 6 === 5 ? `${text}\n\n` : `${text} `))
      .join('')}`,
    'long.vtt': ['WEBVTT\n', ...cues].join('\n'),
  }
}

test.runIf(EVERYTHING)(
  'following an hour of 1,200 sentences takes less than 5 % of a core',
  async () => {
    const folder = await makeFolder(longBlog())
    const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', '-t', `${SENTENCES * EACH}`]
    await runTool('ffmpeg', ['-v', 'error', ...silence, '-b:a', '8k', join(folder, 'long.mp3')])
    const { url } = await serveFolder(folder)
    const { page, complaints } = await open(`${url}episodes/long/#t=30:00`)
    expect(await page.locator('[data-from]').count()).toBe(SENTENCES)
    await first(page).click()
    await playsPast(page, 1803)

    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const work = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
    }
    const [before, from] = [await work(), await position(page)]
    await expect
      .poll(() => page.locator('.now').textContent(), { timeout: 90_000 })
      .toBe(sentence(602))
    await expect
      .poll(() => position(page), { timeout: 90_000, interval: 1_000 })
      .toBeGreaterThan(from + WATCHED)
    const share = ((await work()) - before) / ((await position(page)) - from)
    expect(share).toBeLessThan(0.05)
    expect(complaints()).toEqual([])
  },
  120_000,
)
