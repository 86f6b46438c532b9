import axe from 'axe-core'
import jsqr from 'jsqr'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { addFiles } from '../support/folder.ts'
import { startServer, type Serving } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'
import { SOON, startBrowser, violations } from './browser.ts'

const open = startBrowser()

const TOPICS = ['Moře', 'Vlaky', 'Chléb']
const COUNT = 220

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }

/** More than two hundred episodes from five years, on five pages; the oldest has a title of its own. */
function manyPosts(): Record<string, string | Uint8Array> {
  const posts = Array.from({ length: COUNT }, (_, index) => {
    const day = new Date(Date.UTC(2022, 0, 1) + index * 7 * 24 * 60 * 60 * 1000)
    const date = day.toISOString().slice(0, 10)
    const title = index === 0 ? 'Žluťoučký kůň v Łodzi' : `Číslo ${index}`
    const topics = [`categories: [${TOPICS[index % 3]}]`, `description: O věci číslo ${index}.`]
    return [`${date}-dil-${index}.md`, postText(title, 'silence.mp3', topics)]
  })
  return {
    'sidecast.yml':
      'title: Dlouhý pořad\ndescription: Přes dvě stě dílů.\nlanguage: cs\nartwork: { make: no }\nfeeds: category\n',
    'silence.mp3': silentMp3(2000),
    ...Object.fromEntries(posts),
  }
}

let folder: string
let serving: Serving
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
  await addFiles(folder, manyPosts())
  serving = await startServer(folder)
})
afterAll(async () => {
  await serving.stop()
  await rm(folder, { recursive: true, force: true })
})

const field = (page: Page) => page.getByRole('searchbox', { name: 'Hledat' })
const status = (page: Page) => page.getByRole('search').getByRole('status')
const titles = async (page: Page): Promise<string[]> => {
  const texts = await page.locator('[data-results] h3').allInnerTexts()
  return texts.map((text) => text.replaceAll('\u00A0', ' '))
}

describe('the search of a long list', () => {
  test('finds on every page what has all the words, whatever their marks and capitals', async () => {
    const { page, complaints } = await open(serving.url)
    expect(await page.locator('.entry').count()).toBe(50)
    // With letters mistaken, swapped, missing and added.
    for (const typed of ['zlutuocky', 'zlutoucki lodzi', 'lozdi', 'zlutoucky loddzi']) {
      await field(page).fill(typed)
      await expect.poll(() => titles(page), SOON).toEqual(['Žluťoučký kůň v Łodzi'])
    }
    await field(page).fill('KUN zlut lodzi')
    await expect.poll(() => status(page).innerText(), SOON).toBe('Nalezena 1 epizoda')
    expect(await titles(page)).toEqual(['Žluťoučký kůň v Łodzi'])
    expect(await page.locator('[data-list]').isVisible()).toBe(false)
    await field(page).press('Enter')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/episodes/dil-0/')
    expect(complaints()).toEqual([])
  })

  test.runIf(EVERYTHING)('goes together with a topic and a year', async () => {
    const { page } = await open(serving.url)
    await page.getByRole('combobox', { name: 'Téma' }).selectOption('Vlaky')
    await page.getByRole('combobox', { name: 'Rok' }).selectOption('2022')
    await expect.poll(() => status(page).innerText(), SOON).toBe('Nalezeno 18 epizod')
    const years = await page
      .locator('[data-results] time[datetime^="20"]')
      .evaluateAll((all) => all.map((time) => time.getAttribute('datetime')?.slice(0, 4)))
    expect(new Set(years)).toEqual(new Set(['2022']))
    await field(page).fill('cislo 43')
    await expect.poll(() => titles(page), SOON).toEqual(['Číslo 43'])
  })

  test.runIf(EVERYTHING)(
    'is in the address, so that it can be shared and come back to',
    async () => {
      const { page } = await open(`${serving.url}?q=cislo+217&topic=Vlaky`)
      await expect.poll(() => titles(page), SOON).toEqual(['Číslo 217'])
      expect(await field(page).inputValue()).toBe('cislo 217')
      await page.getByRole('link', { name: 'Číslo 217', exact: true }).click()
      await page.waitForURL('**/episodes/dil-217/')
      await page.goBack()
      await expect.poll(() => titles(page), SOON).toEqual(['Číslo 217'])
      await field(page).fill('')
      await page.getByRole('combobox', { name: 'Téma' }).selectOption('')
      expect(page.url()).toBe(serving.url)
      expect(await page.locator('[data-list]').isVisible()).toBe(true)
      expect(await status(page).innerText()).toBe('')
    },
  )

  test.runIf(EVERYTHING)('says that there is nothing', async () => {
    const { page } = await open(serving.url)
    await field(page).fill('velryba')
    await expect.poll(() => status(page).innerText(), SOON).toMatch(/^Nic jsme nenašli\./)
    expect(await titles(page)).toEqual([])
  })

  test.runIf(EVERYTHING)(
    'shows every result of many, on an older page too, with links that lead there',
    async () => {
      const { page, complaints } = await open(`${serving.url}page/3/`)
      await field(page).fill('cislo')
      await expect.poll(() => page.locator('[data-results] .entry').count(), SOON).toBe(COUNT)
      await page.getByRole('link', { name: 'Číslo 7', exact: true }).click()
      await page.waitForURL('**/episodes/dil-7/')
      expect(complaints()).toEqual([])
    },
  )

  test.runIf(EVERYTHING).each([
    { colorScheme: 'light', viewport: PHONE },
    { colorScheme: 'dark', viewport: PHONE },
    { colorScheme: 'light', viewport: DESK },
    { colorScheme: 'dark', viewport: DESK },
  ] as const)(
    'breaks no rule of accessibility in $colorScheme colours, $viewport.width px wide',
    async (options) => {
      const { page } = await open('about:blank', { ...options, reducedMotion: 'reduce' })
      await page.addInitScript(axe.source)
      for (const path of ['', 'page/2/', '?q=lodzi']) {
        await page.goto(`${serving.url}${path}`)
        await page.waitForLoadState('networkidle')
        expect(await violations(page)).toEqual([])
      }
    },
  )
})

describe('a long list without a script', () => {
  test.runIf(EVERYTHING)('is there by years and pages', async () => {
    const { page } = await open(serving.url, { javaScriptEnabled: false })
    expect(await page.getByRole('search').isVisible()).toBe(false)
    await page.getByRole('navigation', { name: 'Roky' }).getByRole('link', { name: '2023' }).click()
    await page.waitForURL('**/page/3/#y2023')
    expect(await page.locator(':target').innerText()).toBe('2023')
    await page.getByRole('link', { name: 'Starší epizody' }).click()
    await page.waitForURL('**/page/4/')
    await page.getByRole('link', { name: 'Novější epizody' }).click()
    await page.waitForURL('**/page/3/')
    expect(await page.locator('.entry').count()).toBe(50)
  })
})

test('the list shows how far this reader came in each episode', async () => {
  const { page } = await open(`${serving.url}episodes/dil-219/#t=0:20`)
  await page.getByRole('button', { name: /^Poslechnout/ }).click()
  const position = (): Promise<number> =>
    page.evaluate('document.querySelector("audio").currentTime')
  await expect.poll(position, SOON).toBeGreaterThan(20.5)
  await page.keyboard.press('k')
  await page.goto(serving.url)
  const entry = page.locator('.entry').first()
  await expect
    .poll(() => entry.locator('.listen').innerText(), SOON)
    .toMatch(/^Pokračovat od 0:2\d/)
  const heard = "Number(document.querySelector('.listen').style.getPropertyValue('--heard'))"
  expect(await page.evaluate(heard)).toBeCloseTo(20 / 52, 1)
  expect(await page.locator('.entry').nth(1).locator('.listen').innerText()).toMatch(
    /^Poslechnout\s+52/,
  )
})

test.runIf(EVERYTHING)(
  'the list marks what was heard to its end, and can leave it out',
  async () => {
    const { page, complaints } = await open(serving.url)
    const unheard = page.getByRole('checkbox', { name: 'Jen dosud nepřehrané' })
    expect(await unheard.count()).toBe(0)
    await page.evaluate(`for (const index of [0, 1, 2]) {
    const { at } = document.querySelectorAll('.listen')[index].dataset
    localStorage.setItem('sidecast:heard:' + at, '2026-01-01T00:00:00.000Z')
    if (index === 2) localStorage.setItem('sidecast:at:' + at, '20')
  }`)
    await page.reload()
    const label = (index: number): Promise<string> =>
      page.locator('.entry .listen').nth(index).innerText()
    expect(await label(0)).toMatch(/^Přehráno/)
    expect(await label(2)).toMatch(/^Pokračovat od 0:20/)
    expect(await label(3)).toMatch(/^Poslechnout/)
    await unheard.check()
    await expect.poll(() => status(page).innerText(), SOON).toBe('Nalezeno 217 epizod')
    await page.reload()
    await expect.poll(() => status(page).innerText(), SOON).toBe('Nalezeno 217 epizod')
    await unheard.uncheck()
    expect(await page.locator('[data-list]').isVisible()).toBe(true)
    expect(page.url()).toBe(serving.url)
    expect(complaints()).toEqual([])
  },
)

test('what can be heard is in sight at once on a phone', async () => {
  const viewport = { width: 390, height: 844 }
  const { page } = await open(serving.url, { viewport })
  const start = page.getByRole('link', { name: /^Nejnovější epizoda/ })
  const { y, height } = (await start.boundingBox()) ?? { y: NaN, height: NaN }
  expect(y + height).toBeLessThan(viewport.height / 2)
  await start.click()
  await page.waitForURL('**/episodes/dil-219/')
})

test.runIf(EVERYTHING).each(['light', 'dark'] as const)(
  'a phone reads the address of the feed off the screen in %s colours',
  async (colorScheme) => {
    const { page } = await open(serving.url, { colorScheme, deviceScaleFactor: 2 })
    const picture = await page.locator('.qr').screenshot()
    // The browser itself unpacks the picture, on a page without a policy.
    const reader = await page.context().newPage()
    const { data, width, height } = await reader.evaluate<{
      data: number[]
      width: number
      height: number
    }>(
      `fetch('data:image/png;base64,${picture.toString('base64')}')
        .then((answer) => answer.blob()).then(createImageBitmap).then((bitmap) => {
          const { width, height } = bitmap
          const context = new OffscreenCanvas(width, height).getContext('2d')
          context.drawImage(bitmap, 0, 0)
          return { data: [...context.getImageData(0, 0, width, height).data], width, height }
        })`,
    )
    expect(jsqr.default(new Uint8ClampedArray(data), width, height)?.data).toBe(
      `${serving.url}feed.xml`,
    )
  },
)

/** Where something is on the page, in pixels of the window. */
/** The levels of all headings that screen readers have, in the order of the page. */
const HEADINGS =
  "[...document.querySelectorAll('h1, h2, h3, h4')].filter((heading) => heading.checkVisibility()).map(({ tagName }) => tagName)"

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox()
  if (box === null) throw new Error(`${selector} is not shown`)
  return { ...box, right: box.x + box.width, bottom: box.y + box.height }
}

test('the search of a phone is one row above everything, and what is found comes right under it', async () => {
  const { page, complaints } = await open(serving.url, { viewport: PHONE })
  const form = await boxOf(page, '[data-filters]')
  expect(form.height).toBeLessThan(50)
  expect(form.bottom).toBeLessThan((await boxOf(page, 'h1')).y)
  const topics = page.getByRole('combobox', { name: 'Téma' })
  expect(await topics.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Upřesnit', expanded: false }).click()
  await topics.selectOption('Vlaky')
  await expect.poll(() => titles(page), SOON).toHaveLength(73)
  const found = await boxOf(page, '[data-results] .entry:first-child')
  expect(found.y).toBeLessThan(PHONE.height / 3)
  const levels = new Set(await page.evaluate<string[]>(HEADINGS))
  expect([...levels]).toEqual(['H1', 'H2', 'H3'])
  await page.reload()
  expect(await topics.inputValue()).toBe('Vlaky')
  expect(await topics.isVisible()).toBe(true)
  expect(complaints()).toEqual([])
})

const ways = (page: Page) => page.getByRole('region', { name: 'Poslouchejte ve své aplikaci' })

describe('the ways to follow the show', () => {
  test.each(sampleOf([PHONE, { width: 1000, height: 700 }]))(
    'are behind one button in a window of $width px',
    async (viewport) => {
      const { page } = await open(serving.url, { viewport })
      expect(await ways(page).isVisible()).toBe(false)
      expect((await boxOf(page, '.list .entry >> nth=0')).y).toBeLessThan(viewport.height)
      await page.getByRole('button', { name: 'Odebírat' }).click()
      expect(await ways(page).getByRole('link', { name: 'AntennaPod' }).isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      expect(await ways(page).isVisible()).toBe(false)
    },
  )

  test.each([
    { phone: 'Linux; Android 15; Pixel 9', apps: ['Pocket Casts', 'AntennaPod', 'Podcast Addict'] },
    {
      phone: 'iPhone; CPU iPhone OS 18_5 like Mac OS X',
      apps: ['Apple Podcasts', 'Overcast', 'Pocket Casts', 'Castro', 'Podcast Addict'],
    },
  ])('are those that there are on this phone: $phone', async ({ phone, apps }) => {
    const { page } = await open(serving.url, {
      viewport: PHONE,
      userAgent: `Mozilla/5.0 (${phone})`,
    })
    await page.getByRole('button', { name: 'Odebírat' }).click()
    expect(await ways(page).getByRole('link').allInnerTexts()).toEqual(apps)
  })

  test.each(
    sampleOf([
      { width: 1100, columns: 1 },
      { width: 1440, columns: 1 },
      { width: 2560, columns: 2 },
    ]),
  )('are beside the episodes in a window of $width px', async ({ width, columns }) => {
    const { page } = await open(serving.url, { viewport: { width, height: 900 } })
    expect(await page.getByRole('button', { name: 'Odebírat' }).isVisible()).toBe(false)
    const panel = await boxOf(page, '.panel')
    const entries = await Promise.all(
      [0, 1].map((index) => boxOf(page, `.list .entry >> nth=${index}`)),
    )
    expect(new Set(entries.map(({ y }) => y)).size).toBe(3 - columns)
    for (const { right } of entries) expect(right).toBeLessThan(panel.x)
    expect(panel.right - Math.min(...entries.map(({ x }) => x))).toBeGreaterThan(width * 0.64)
  })

  test.runIf(EVERYTHING)(
    'have the topics by their names alone, each with its episodes and its feed',
    async () => {
      const { page } = await open(serving.url, { viewport: { width: 1280, height: 900 } })
      await page.getByText('Témata 3', { exact: true }).click()
      const feed = page.getByRole('link', { name: 'RSS kanál: Vlaky' })
      expect(await feed.getAttribute('href')).toBe('./feeds/vlaky.xml')
      await page.getByRole('link', { name: 'Vlaky', exact: true }).click()
      await expect.poll(() => status(page).innerText(), SOON).toBe('Nalezeno 73 epizod')
    },
  )
})

test.runIf(EVERYTHING)(
  'hundreds of episodes can be used within a second on a machine that is four times slower',
  async () => {
    const { page } = await open('about:blank')
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    // The time that the page had the processor: what else a machine does is not of the page.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const spent = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN
    }
    const before = await spent()
    await page.goto(serving.url, { waitUntil: 'commit' })
    await field(page).and(page.locator(':enabled')).waitFor(SOON)
    const untilUsable = (await spent()) - before
    await field(page).fill('cislo 123')
    await expect.poll(() => titles(page), SOON).toEqual(['Číslo 123'])
    // Measured: 0.51 s on a machine with more to do.
    expect(untilUsable).toBeLessThan(1)
  },
)
