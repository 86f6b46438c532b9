import axe from 'axe-core'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addFiles } from '../support/folder.ts'
import { sampleOf } from '../support/extent.ts'
import { SOON, startBrowser, startShow, violations } from './browser.ts'
import { ofAudio, position } from './playing.ts'

const TITLE = 'למה האוזן זוכרת יותר מן העין'

/** Each is heard for two seconds; what stands in one row of a table is heard in one go. */
const SPOKEN = [
  TITLE,
  'האוזן אינה יכולה לדלג.',
  'על כך כתב חוקר אחד בשנת 1911.',
  'מה שומעים',
  'ראשית, את הנשימה של הקורא.',
  'שנית, את המילים עצמן.',
  'שתיקה היא חלק מן הנגינה.',
  'קריאה 250 מילים בדקה',
  'מי שמקשיב פעם אחת קורא אחר כך אחרת.',
]

const ARTICLE = `---
title: ${TITLE}
slug: ear
audio: ear.mp3
transcript: ear.vtt
---

האוזן אינה יכולה לדלג. [על כך](https://example.org/) כתב חוקר אחד בשנת 1911.[^1]

## מה שומעים

1. ראשית, את הנשימה של הקורא.
2. שנית, את **המילים** עצמן.

> שתיקה היא חלק מן הנגינה.

| מה | כמה |
| --- | --- |
| קריאה | 250 מילים בדקה |

מי שמקשיב פעם אחת קורא אחר כך אחרת.

[^1]: הערה.
`

const pad = (seconds: number): string => `00:${String(seconds).padStart(2, '0')}.000`

const open = startBrowser()
const show = startShow((folder) =>
  addFiles(folder, {
    'sidecast.yml':
      'title: האוזן הקוראת\ndescription: מאמרים.\nauthor: א\nlanguage: he\ncategory: Science\n',
    '2026-03-02-ear.md': ARTICLE,
    'ear.vtt': [
      'WEBVTT\n',
      ...SPOKEN.map((text, at) => `${pad(at * 2)} --> ${pad(at * 2 + 2)}\n${text}\n`),
    ].join('\n'),
    'ear.mp3': readFileSync(new URL('../../episodes/2026-02-09-minuta.mp3', import.meta.url)),
  }),
)

/** What is marked, in words; a footnote's number is not read aloud. */
const marked = (page: Page): Promise<string> =>
  page.evaluate(
    `[...document.querySelectorAll('.now')].map((place) => place.textContent).join(' ')`,
  )

test('what is read aloud from right to left is marked in the title, lists, tables and quotations', async () => {
  const { page, complaints } = await open(`${show()}episodes/ear/`)
  await page.evaluate('globalThis.audio = document.querySelector("audio"); audio.load()')
  await expect.poll(() => ofAudio<number>(page, 'readyState'), SOON).toBeGreaterThan(0)
  for (const [at, text] of SPOKEN.entries()) {
    await page.evaluate(`audio.currentTime = ${at * 2 + 1}`)
    await expect.poll(() => marked(page), SOON).toBe(text)
  }
  expect(complaints()).toEqual([])
})

test('a click on a sentence plays from there', async () => {
  const { page } = await open(`${show()}episodes/ear/`)
  await page.getByText('שתיקה היא').click()
  await expect.poll(() => position(page), SOON).toBeGreaterThan(12)
  await expect.poll(() => marked(page), SOON).not.toBe('')
  expect(await position(page)).toBeLessThan(30)
})

test.each(sampleOf(['light', 'dark'] as const))(
  'the page breaks no rule of accessibility while it plays, in %s colours',
  async (colorScheme) => {
    const { page } = await open('about:blank', { colorScheme, reducedMotion: 'reduce' })
    await page.addInitScript(axe.source)
    await page.goto(`${show()}episodes/ear/`)
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl')
    await page.keyboard.press('k')
    await page.locator('.now').first().waitFor()
    expect(await violations(page)).toEqual([])
  },
)

test('the number of a footnote leaves the full stop to its sentence', async () => {
  const { page } = await open(`${show()}episodes/ear/`)
  const gap = await page.evaluate<number>(`(() => {
    const [number] = document.querySelectorAll('.prose sup')
    const range = document.createRange()
    const before = number.previousSibling.lastChild ?? number.previousSibling
    range.setStart(before, before.length - 1)
    range.setEnd(before, before.length)
    return range.getBoundingClientRect().left - number.getBoundingClientRect().right
  })()`)
  // Next to each other, the full stop to the right: it ends the sentence before the number.
  expect(gap).toBeGreaterThanOrEqual(-1)
  expect(gap).toBeLessThan(10)
})
