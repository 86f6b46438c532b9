import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { startBrowser, startSampleShow } from './browser.ts'

const open = startBrowser()
const show = startSampleShow()

/** The style that an element, or what is put before it, has in the end. */
function styleOf(page: Page, selector: string, property: string, part = ''): Promise<string> {
  const element = `document.querySelector(${JSON.stringify(selector)})`
  return page.evaluate(`getComputedStyle(${element}, '${part}').${property}`)
}

/** The texts of all elements that are shown, in the order of the document. */
const SHOWN = `[...document.querySelectorAll('channel > *, item > *')]
  .filter((element) => element.checkVisibility() && element.children.length === 0)
  .map((element) => element.localName)`

describe('the feed in a browser', () => {
  test('says what it is and what to do with it', async () => {
    const { page, complaints } = await open(`${show()}feed.xml`)
    expect(await page.evaluate('document.contentType')).toBe('application/xml')
    expect(await styleOf(page, 'rss', 'content', '::before')).toBe(
      '"This is the feed of a podcast"',
    )
    const greeting = await styleOf(page, 'channel', 'content', '::before')
    expect(greeting).toContain('Copy its address from the address bar')
    // The browser asks for an icon of its own accord, and there is no place in a feed to name one.
    expect(complaints().filter((complaint) => !complaint.endsWith('/favicon.ico'))).toEqual([])
  })

  test('has a link that can be pressed, with the keyboard too', async () => {
    const { page } = await open(`${show()}feed.xml`)
    const link = page.locator('channel > a')
    expect((await link.boundingBox())?.height).toBeGreaterThan(40)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(show())
    await page.goBack()
    await link.click()
    await page.waitForURL(show())
  })

  test('leads from each episode to its page, wherever it is pressed', async () => {
    const { page } = await open(`${show()}feed.xml`)
    const title = page.locator('item > a').nth(1)
    expect(await title.innerText()).toBe('A table for the sea')
    const summary = page.locator('item > description').nth(1)
    await summary.scrollIntoViewIfNeeded()
    const { x = 0, y = 0 } = (await summary.boundingBox()) ?? {}
    await page.mouse.click(x + 20, y + 10)
    await page.waitForURL('**/episodes/tides/')
    await page.goBack()
    await title.press('Enter')
    await page.waitForURL('**/episodes/tides/')
  })

  test('lays out the show and its episodes, and keeps what is for machines to itself', async () => {
    const { page } = await open(`${show()}feed.xml`)
    const episode = ['description', 'pubDate', 'a']
    expect(await page.evaluate(SHOWN)).toEqual([
      'title',
      'description',
      'link',
      'a',
      ...Array.from({ length: 5 }, () => episode).flat(),
    ])
    expect(await styleOf(page, 'channel > image', 'backgroundImage')).toMatch(
      /^url\(".+\/artwork\/cover-.+\.jpg"\)$/,
    )
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  })

  test.each([
    { colorScheme: 'light', paper: 'rgb(253, 252, 249)' },
    { colorScheme: 'dark', paper: 'rgb(21, 20, 18)' },
  ] as const)('has the $colorScheme colours of the pages', async ({ colorScheme, paper }) => {
    const { page } = await open(`${show()}feed.xml`, { colorScheme })
    expect(await styleOf(page, 'rss', 'backgroundColor')).toBe(paper)
  })

  test.each([320, 390, 430, 600, 768])('fits a phone or tablet of %i pixels', async (width) => {
    const options = { viewport: { width, height: 700 }, hasTouch: true, isMobile: true }
    const { page } = await open(`${show()}feed.xml`, options)
    const shrunk = await page.evaluate<number>('Math.round(visualViewport.width)')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(shrunk)
    const letters = parseFloat(await styleOf(page, 'item > description', 'fontSize'))
    // As large as in a page
    const shown = (letters * width) / shrunk
    expect(shown).toBeGreaterThanOrEqual(12.5)
    expect(shown).toBeLessThanOrEqual(19)
  })
})
