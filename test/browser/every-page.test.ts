import axe from 'axe-core'
import { readdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { sampleOf } from '../support/extent.ts'
import { startBrowser, startSampleShow, violations } from './browser.ts'

const open = startBrowser()
const show = startSampleShow()

const SLUGS = readdirSync(new URL('../../episodes', import.meta.url))
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.slice('2026-05-04-'.length, -'.md'.length))
const PAGES = sampleOf(
  ['', ...SLUGS.map((slug) => `episodes/${slug}/`), 'no/such/page', 'offline/'],
  (path) => path.startsWith('episodes/'),
)
const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [320, 375, 768, 1280, 2560]
const WINDOWS = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]

/** Sums up how far things moved that the reader did not move; see the Layout Instability API. */
const WATCH_SHIFTS = `
  globalThis.shifts = []
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue
      const moved = sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.nodeName)
      globalThis.shifts.push([value, ...moved].join(' '))
    }
  }).observe({ type: 'layout-shift', buffered: true })
`

const BROKEN_PICTURES =
  '[...document.images].filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src)'

/** Bytes of the page and of what it needs but sound, artwork and typeface; its icon is part of it. */
const TRANSFERRED = `[
  ...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource'),
].filter(({ initiatorType, name }) => !['img', 'audio'].includes(initiatorType) && !name.endsWith('.woff2'))
  .map(({ transferSize }) => transferSize)`

const TYPEFACES =
  'performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /woff2?$/.test(name))'

const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth'

const PAINTED = 'new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))'

/** Where the player is: browsers do not count what sticks to the window's edge as moved. */
const PLAYER = 'document.querySelector(".player")?.getBoundingClientRect().toJSON()'

/** What does not fit into the window's width, as sentences. */
async function findOverflow(page: Page): Promise<string[]> {
  const tooWide: string[] = []
  await page.evaluate(
    'for (const closed of document.querySelectorAll("details")) closed.open = true',
  )
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      const pixels = await page.evaluate<number>(OVERFLOW)
      if (pixels > 0) tooWide.push(`by ${pixels} px for ${width} px in ${colorScheme} colours`)
    }
  }
  return tooWide
}

describe('every page of the sample show', () => {
  test.each(PAGES)('loads whole, lightly and from this host alone: /%s', async (path) => {
    const { page, complaints } = await open(`${show()}${path}`)
    for (const entry of await page.locator('.entry').all()) await entry.scrollIntoViewIfNeeded()
    await page.waitForFunction('[...document.images].every(({ complete }) => complete)')
    expect(await page.evaluate(BROKEN_PICTURES)).toEqual([])
    const sizes = await page.evaluate<number[]>(TRANSFERRED)
    expect(sizes.length).toBeGreaterThanOrEqual(3)
    expect(sizes.length).toBeLessThanOrEqual(9)
    expect(Math.min(...sizes)).toBeGreaterThan(0)
    console.log(
      path,
      sizes.reduce((sum, size) => sum + size),
    )
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(60_000)
    expect(new Set(await page.evaluate<string[]>(TYPEFACES)).size).toBe(1)
    expect(complaints()).toEqual([])
  })

  test.each(PAGES)('does not move when script and pictures come late: /%s', async (path) => {
    const { page } = await open('about:blank')
    await page.addInitScript(WATCH_SHIFTS)
    for (const viewport of WINDOWS) {
      await page.setViewportSize(viewport)
      const arrival = Promise.withResolvers<void>()
      await page.route(/(?<!text-settings)\.(js|jpg|png|svg)$/, async (route) => {
        await arrival.promise
        await route.continue()
      })
      await page.goto(`${show()}${path}`, { waitUntil: 'commit' })
      await page.getByRole('contentinfo').waitFor()
      await page.evaluate(PAINTED)
      const player = await page.evaluate(PLAYER)
      arrival.resolve()
      await page.waitForLoadState()
      await page.evaluate(PAINTED)
      expect(await page.evaluate('shifts')).toEqual([])
      expect(await page.evaluate(PLAYER)).toEqual(player)
    }
  })

  test.each(PAGES)('fits windows of every width, with large text too: /%s', async (path) => {
    const { page } = await open(`${show()}${path}`)
    expect(await findOverflow(page)).toEqual([])
    const session = await page.context().newCDPSession(page)
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } })
    expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe('32px')
    expect(await findOverflow(page)).toEqual([])
  })

  test.each(PAGES)('breaks no rule of accessibility in either colours: /%s', async (path) => {
    const { page } = await open('about:blank')
    await page.addInitScript(axe.source)
    await page.goto(`${show()}${path}`)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect({ [colorScheme]: await violations(page) }).toEqual({ [colorScheme]: [] })
    }
  })
})

/** Where what has the focus is, also in an element of ours. */
const FOCUSED = `(() => {
  let focused = document.activeElement
  while (focused?.shadowRoot) focused = focused.shadowRoot.activeElement
  if (!focused?.closest('.player')) return null
  const { top, bottom, left } = focused.getBoundingClientRect()
  return { label: focused.ariaLabel ?? focused.innerText, top, bottom, left }
})()`

interface Focused {
  readonly label: string
  readonly top: number
  readonly bottom: number
  readonly left: number
}

/** What the Tab key comes to in the player. */
async function tabThrough(page: Page): Promise<readonly Focused[]> {
  const all: Focused[] = []
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<Focused | null>(FOCUSED)
    if (focused !== null) all.push(focused)
    else if (all.length > 0) break
  }
  return all
}

describe('the player', () => {
  test.each([
    { path: 'episodes/tides/', width: 390, first: 'Play' },
    { path: 'episodes/tides/', width: 1280, first: 'Play' },
    { path: 'episodes/tides/embed/', width: 360, first: 'Listen to this article 6 min' },
    { path: 'episodes/tides/embed/', width: 640, first: 'Listen to this article 6 min' },
  ])('is gone through as it is seen, from $first: /$path, $width px wide', async (where) => {
    const { path, width, first } = where
    const { page } = await open(`${show()}${path}`, { viewport: { width, height: 700 } })
    await page.getByRole('button', { name: '15 seconds back' }).waitFor()
    const stops = await tabThrough(page)
    expect(stops[0]?.label.replaceAll(/\s+/g, ' ')).toBe(first)
    expect(stops.length).toBeGreaterThan(5)
    const back = stops.filter(({ top, left }, index) => {
      const before = stops[index - 1]
      return before !== undefined && (top < before.bottom ? left < before.left : false)
    })
    expect(back).toEqual([])
  })

  test.each(sampleOf(SCHEMES))(
    'breaks no rule of accessibility while it plays, in what it has more, and in its help, in %s colours',
    async (colorScheme) => {
      const { page } = await open('about:blank', { colorScheme, reducedMotion: 'reduce' })
      await page.addInitScript(axe.source)
      await page.goto(`${show()}episodes/tides/#t=2:37`)
      await page.keyboard.press('k')
      await page.locator('[data-player].playing').waitFor()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByLabel('Sleep timer').selectOption('30 min')
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
      expect(await violations(page)).toEqual([])
    },
  )
})
