import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as narrate from '../../src/commands/narrate.ts'
import { EVERYTHING } from '../support/extent.ts'
import { runAt } from '../support/in-process.ts'
import { serveFolder } from '../support/program.ts'
import { makeUnspokenShow } from '../support/unspoken-show.ts'
import { readVtt } from '../tools/read-vtt.ts'
import { SOON, startBrowser } from './browser.ts'
import { ofAudio, TIDES } from './playing.ts'
import { heard, random } from './spoken-sentences.ts'

const TIMES = 50
const POST = '2026-05-04-tides'
const open = startBrowser()

test.runIf(EVERYTHING)(
  'marks the sentence that is spoken by espeak-ng, at 50 random times',
  async () => {
    const folder = await makeUnspokenShow()
    const running = runAt('2026-11-29T10:00:00Z', narrate, folder, { only: `${POST}.md` })
    expect(await running.ended).toBe(0)
    const cues = readVtt(await readFile(join(folder, `${POST}.vtt`), 'utf8'))
    const { url } = await serveFolder(folder)
    const { page, complaints } = await open(`${url}${TIDES}`)
    await page.evaluate('document.querySelector("audio").load()')
    await expect.poll(() => ofAudio<number>(page, 'readyState'), SOON).toBeGreaterThan(0)
    const article = heard(await page.locator('.prose').first().innerText())
    // The title and what pictures show are said, but are not in the article.
    const marked = cues.filter(({ text }) => article.includes(heard(text)))
    expect(cues.length - marked.length).toBeLessThan(5)
    for (let done = 0; done < TIMES; done++) {
      const { start, end, text } = marked[Math.floor(random() * marked.length)] ?? {
        start: 0,
        end: 0,
        text: '',
      }
      const time = start + 0.03 + random() * Math.max(0, end - start - 0.06)
      await page.evaluate(`document.querySelector('audio').currentTime = ${time}`)
      await expect.poll(() => ofAudio(page, 'seeking'), SOON).toBe(false)
      const now = (await page.locator('.now').allTextContents()).join(' ')
      expect({ time, text: heard(now) }).toEqual({ time, text: heard(text) })
    }
    expect(complaints()).toEqual([])
  },
  600_000,
)
