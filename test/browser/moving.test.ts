import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'
import { SOON, startBrowser, startSampleShow, startShow, violations } from './browser.ts'
import { first, ofAudio, player, playsPast, TIDES } from './playing.ts'

const open = startBrowser()
const show = startSampleShow()

/** Enough episodes for a search. */
const many = startShow(async (folder) => {
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1)
  const posts = numbers.map((number) => [
    `2026-05-${String(number).padStart(2, '0')}-post-${number}.md`,
    postText(`Post ${number}`, 'silence.mp3'),
  ])
  await addFiles(folder, {
    'sidecast.yml': 'title: Tides\ndescription: On the sea.\nlanguage: en\nartwork: { make: no }\n',
    'silence.mp3': silentMp3(5000),
    ...(Object.fromEntries(posts) as Record<string, string>),
  })
})

const EAR = 'episodes/what-the-ear-cannot-skip/'

/** Plays an episode, and marks its document, so that another one is known. */
async function listenTo(page: Page): Promise<void> {
  await first(page).click()
  await playsPast(page, 0)
  await page.evaluate('globalThis.marked = document.querySelector("audio")')
  await expect.poll(() => page.evaluate('document.adoptedStyleSheets.length'), SOON).toBe(1)
}

/** Whether the sound of the first page is still heard: the same recording in the same document. */
const goesOn = (page: Page): Promise<boolean> =>
  page.evaluate('globalThis.marked?.isConnected === true && !globalThis.marked.paused')

/** What says on a button of the list how much was heard. */
const isOfButton = (box: string): boolean => /listen|begun|label|^span,,|^small/.test(box)

/** Follows the link to the page of the show. */
async function goHome(page: Page, url: string): Promise<void> {
  await page.locator('a.home').click()
  await page.waitForURL(url)
  await page.locator('body.index').waitFor()
}

const titleOf = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText()

describe('while an episode plays', () => {
  test('its listener can go to other pages and back, and hears on', async () => {
    const { page, complaints } = await open('about:blank')
    await page.addInitScript(axe.source)
    await page.goto(`${show()}${TIDES}#t=1:00`)
    await listenTo(page)
    const before = await page.locator('.player').boundingBox()
    await goHome(page, show())
    const home = await titleOf(page)
    expect(await page.title()).toContain(home)
    expect(await goesOn(page)).toBe(true)
    await expect.poll(() => page.evaluate('document.activeElement.id'), SOON).toBe('content')
    expect(await page.evaluate('document.body.className')).toMatch(/^index\b/)
    expect(await violations(page)).toEqual([])
    // The bar is as on its own page, but for the line that leads back there.
    const bar = await page.locator('.player').boundingBox()
    const lowerEdge = (box: typeof bar): number => (box?.y ?? 0) + (box?.height ?? 0)
    expect(lowerEdge(bar)).toBe(lowerEdge(before))
    expect(bar?.width).toBe(before?.width)
    expect((bar?.height ?? 0) - (before?.height ?? 0)).toBeLessThan(40)
    await page.goBack()
    await page.waitForURL(`**/${TIDES}#t=1:00`)
    await expect.poll(() => titleOf(page), SOON).toBe('A table for the sea')
    expect(await goesOn(page)).toBe(true)
    expect(await page.locator('[data-player]').count()).toBe(1)
    expect(await page.locator('.player .away').count()).toBe(0)
    await first(page).click()
    await expect.poll(() => ofAudio(page, 'paused'), SOON).toBe(true)
    expect(complaints().filter((one) => !one.startsWith(`elsewhere: ${show()}`))).toEqual([])
  })
})

describe.runIf(EVERYTHING)('moving between pages', () => {
  test('leaves the list as it is on its own page', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await listenTo(page)
    await goHome(page, show())
    await page.locator('.entry').first().waitFor()
    const boxes = `[...document.querySelectorAll('main *')].filter((part) => part.checkVisibility()).map((part) => {
      const { x, width, height } = part.getBoundingClientRect()
      return [part.localName, part.className.baseVal ?? part.className, x, width, height, getComputedStyle(part).font].join()
    })`
    await expect
      .poll(
        () =>
          page.evaluate(
            '[...document.images].every(({ complete, currentSrc }) => complete || currentSrc === "")',
          ),
        SOON,
      )
      .toBe(true)
    const moved = await page.evaluate<string[]>(boxes)
    const fresh = await open(show())
    const wanted = await fresh.page.evaluate<string[]>(boxes)
    expect(moved.filter((box) => !isOfButton(box))).toEqual(
      wanted.filter((box) => !isOfButton(box)),
    )
  })

  test('the search of the list works there, and going back to it', async () => {
    const { page } = await open(`${many()}episodes/post-3/`)
    await listenTo(page)
    await goHome(page, many())
    await page.getByRole('searchbox').fill('post 7')
    await expect.poll(() => page.locator('[data-results] .entry').count(), SOON).toBe(1)
    expect(page.url()).toBe(`${many()}?q=post+7`)
    expect(await goesOn(page)).toBe(true)
    await page.goBack()
    await expect.poll(() => titleOf(page), SOON).toBe('Post 3')
    await page.goForward()
    await page.waitForURL(`${many()}?q=post+7`)
    await expect.poll(() => page.locator('[data-results] .entry').count(), SOON).toBe(1)
    expect(await goesOn(page)).toBe(true)
  })

  test('another episode takes the place of the first when it is played, at its time', async () => {
    const { page, complaints } = await open(`${show()}${TIDES}`)
    await listenTo(page)
    await page.evaluate(`location.href = '${show()}${EAR}#t=0:40'`)
    await page.waitForURL(`**/${EAR}#t=0:40`)
    await expect.poll(() => titleOf(page), SOON).toBe('What the ear cannot skip')
    expect(await goesOn(page)).toBe(true)
    expect(await player(page).count()).toBe(1)
    // Keys and chapters of the bar are those of what is heard.
    await page.keyboard.press('k')
    await expect.poll(() => goesOn(page), SOON).toBe(false)
    await page.keyboard.press('k')
    await expect.poll(() => goesOn(page), SOON).toBe(true)
    await first(page).click()
    await playsPast(page, 40)
    expect(await goesOn(page)).toBe(false)
    expect(await page.locator('[data-player]').count()).toBe(1)
    expect(await player(page).isVisible()).toBe(true)
    expect(complaints()).toEqual([])
  })

  test('leads back to the page of what is heard, where reading along goes on', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await listenTo(page)
    await goHome(page, show())
    await player(page).getByRole('link', { name: 'A table for the sea' }).click()
    await page.waitForURL(`**/${TIDES}`)
    expect(await goesOn(page)).toBe(true)
    await page
      .getByRole('link', { name: /Twelfths/ })
      .first()
      .click()
    await expect.poll(() => ofAudio<number>(page, 'currentTime'), SOON).toBeGreaterThan(224)
    await expect.poll(() => page.locator('.now').count(), SOON).toBeGreaterThan(0)
    await page.reload()
    expect(await page.evaluate('globalThis.marked')).toBe(undefined)
  })

  test('a button that plays does so there', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await listenTo(page)
    await goHome(page, show())
    const entry = page.locator('.entry').filter({ hasText: 'What the ear cannot skip' })
    await entry.getByRole('link', { name: /^Listen/ }).click()
    await page.waitForURL(`**/${EAR}`)
    await expect.poll(() => titleOf(page), SOON).toBe('What the ear cannot skip')
    await expect.poll(() => goesOn(page), SOON).toBe(false)
    await playsPast(page, 0)
    expect(await page.locator('[data-player]').count()).toBe(1)
  })

  test.each([
    { what: 'nothing plays', plays: false, script: '' },
    {
      what: 'the browser has no Navigation API',
      plays: true,
      script: 'delete globalThis.navigation',
    },
  ])('opens pages as ever where $what', async ({ plays, script }) => {
    const { page } = await open('about:blank')
    await page.addInitScript(script)
    await page.goto(`${show()}${TIDES}`)
    await first(page).click()
    await playsPast(page, 0)
    if (!plays) await first(page).click()
    await page.evaluate('globalThis.marked = true')
    await goHome(page, show())
    expect(await page.evaluate('globalThis.marked')).toBe(undefined)
  })

  test.each([404, 500])('shows what the server says with %i', async (status) => {
    const { page } = await open(`${show()}${TIDES}`)
    await listenTo(page)
    await page.route(show(), (route) =>
      route.fulfill({ status, contentType: 'text/html', body: '<h1>Not now</h1>' }),
    )
    await page.locator('a.home').click()
    await expect.poll(() => titleOf(page), SOON).toBe('Not now')
    expect(page.url()).toBe(show())
  })
})
