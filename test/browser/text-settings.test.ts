import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { SOON, startBrowser, startSampleShow, violations } from './browser.ts'

const open = startBrowser()
const show = startSampleShow()

const TIDES = 'episodes/tides/'

/** A property of the style that the article has in the end, in pixels. */
function pixels(page: Page, property: string): Promise<number> {
  return page.evaluate<number>(
    `parseFloat(getComputedStyle(document.querySelector('.prose')).${property})`,
  )
}

const sliders = (page: Page) => page.getByRole('group', { name: 'Text size and width' })

describe('the size and width of the text', () => {
  test('are chosen with the keyboard, said by name and value, and kept for every article', async () => {
    const { page, complaints } = await open(`${show()}${TIDES}`)
    const [size, width] = [await pixels(page, 'fontSize'), await pixels(page, 'width')]
    await page.getByRole('button', { name: 'Text size and width' }).focus()
    await page.keyboard.press('Enter')
    const chosen = page.getByRole('slider', { name: 'Text size' })
    await chosen.focus()
    for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight')
    expect(await chosen.getAttribute('aria-valuetext')).toBe('130%')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Home')
    const changed = { size: await pixels(page, 'fontSize'), width: await pixels(page, 'width') }
    expect(changed.size / size).toBeCloseTo(1.3, 2)
    expect(changed.width / width).toBeCloseTo(0.7, 2)
    await page.keyboard.press('Escape')
    expect(await sliders(page).isVisible()).toBe(false)
    await page.goto(`${show()}episodes/what-the-ear-cannot-skip/`)
    expect({ size: await pixels(page, 'fontSize'), width: await pixels(page, 'width') }).toEqual(
      changed,
    )
    await page.getByRole('button', { name: 'Text size and width' }).click()
    await page.getByRole('button', { name: 'Reset' }).click()
    expect([await pixels(page, 'fontSize'), await pixels(page, 'width')]).toEqual([size, width])
    expect(await page.evaluate("localStorage.getItem('sidecast:text-size')")).toBe(null)
    expect(complaints()).toEqual([])
  })

  test.runIf(EVERYTHING)('are as the reader chose before the text is first shown', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await page.evaluate("localStorage.setItem('sidecast:text-size', '1.6')")
    await page.addInitScript(`
      globalThis.sizes = []
      new MutationObserver(() => {
        const prose = document.querySelector('.prose')
        if (prose) sizes.push(document.documentElement.style.getPropertyValue('--text-size'))
      }).observe(document, { childList: true, subtree: true })
    `)
    await page.reload()
    expect(new Set(await page.evaluate<string[]>('sizes'))).toEqual(new Set(['1.6']))
  })

  test.runIf(EVERYTHING).each(['0', '-3', '99', 'x', '', 'NaN', '1e9', 'calc(1)'])(
    'are usable where something else stored %j',
    async (stored) => {
      const { page, complaints } = await open(`${show()}${TIDES}`)
      await page.evaluate(`localStorage.setItem('sidecast:text-size', ${JSON.stringify(stored)})`)
      await page.reload()
      const size = await pixels(page, 'fontSize')
      expect(size).toBeGreaterThan(10)
      expect(size).toBeLessThan(45)
      expect(complaints()).toEqual([])
    },
  )

  test.runIf(EVERYTHING).each([320, 390, 1280, 2560])(
    'leave the page as wide as a window of %i px, and break no rule of accessibility',
    async (width) => {
      const { page } = await open('about:blank', { viewport: { width, height: 800 } })
      await page.addInitScript(axe.source)
      await page.goto(`${show()}${TIDES}`)
      await page.getByRole('button', { name: 'Text size and width' }).click()
      expect(await violations(page)).toEqual([])
      for (const key of ['End', 'Home']) {
        for (const name of ['Text size', 'Line width']) {
          await page.getByRole('slider', { name }).press(key)
        }
        expect(
          await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          ),
        ).toBe(0)
      }
    },
  )
})

test('an article is set in the typeface of the pages, and its figures as in a book', async () => {
  const { page } = await open(`${show()}${TIDES}`)
  const isThere = `document.fonts.load('400 20px Literata').then(() =>
    document.fonts.check('400 20px Literata', 'Příliš 12'))`
  await expect.poll(() => page.evaluate(isThere), SOON).toBe(true)
  expect(
    await page.evaluate("getComputedStyle(document.querySelector('.prose')).fontFamily"),
  ).toMatch(/^Literata,/)
})
