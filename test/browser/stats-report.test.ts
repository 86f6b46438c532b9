import axe from 'axe-core'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { addDays } from '../../src/stats/days.ts'
import { renderReport } from '../../src/stats/report-html.ts'
import { statisticsOf } from '../../src/stats/statistics.ts'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { count, episode, TIDES } from '../stats/logs.ts'
import { startBrowser, violations } from './browser.ts'

const open = startBrowser()

/** Statistics of many episodes with long names over some days. */
async function report(days: number): Promise<string> {
  const episodes = Array.from({ length: 30 }, (_, index) =>
    episode(
      `${index} ${'A name that is rather long '.repeat(index % 5)}${'x'.repeat(index * 4)}`,
      TIDES,
    ),
  )
  const perDay = new Map(
    Array.from({ length: days }, (_, index) => [
      addDays('2026-11-01', index),
      (index * 7919) % 5000,
    ]),
  )
  const { statistics } = await count([[]], { episodes })
  const counts = {
    ...statistics.counting,
    episodes: episodes.map(() => perDay),
    apps: new Map(Array.from({ length: 20 }, (_, index) => [`App ${'y'.repeat(index)}`, index])),
    countries: new Map([
      ['CZ', 5],
      ['', 2],
    ]),
    period: { first: '2026-11-01', last: addDays('2026-11-01', days - 1) },
    leftOut: new Map([['bot', 12] as const]),
    bots: new Map([['z'.repeat(400), 12]]),
    strangers: new Map([['/audio/stars.mp3', 3]]),
  }
  return renderReport(statisticsOf(counts, { title: 'Tides', timezone: 'UTC', episodes }))
}

test.runIf(EVERYTHING).each([1, 60, 400, 1500])(
  'the report of %i days is read everywhere',
  async (days) => {
    const file = join(await makeFolder(), 'report.html')
    await writeFile(file, await report(days))
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(pathToFileURL(file).href, {
        colorScheme,
        javaScriptEnabled: true,
      })
      await page.evaluate(axe.source)
      await page.evaluate(
        'for (const each of document.querySelectorAll("details")) each.open = true',
      )
      expect(await violations(page)).toEqual([])
      for (const width of [320, 390, 768, 1280, 2560]) {
        await page.setViewportSize({ width, height: 800 })
        const over = 'document.documentElement.scrollWidth - innerWidth'
        expect([width, await page.evaluate(over)]).toEqual([width, 0])
      }
    }
  },
)
