import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { SOON, startBrowser, startSampleShow } from './browser.ts'
import { has } from './browsers.ts'
import { elapsed, first, ofAudio, openMore, player, playsPast, position, TIDES } from './playing.ts'

const open = startBrowser()
const show = startSampleShow()

const volume = (page: Page): Promise<number> => ofAudio(page, 'volume')

/** What this browser keeps of the episode that is open, under a name that its guid ends. */
function remembered(page: Page, name: string): Promise<string | null> {
  return page.evaluate(
    `localStorage.getItem('sidecast:${name}' + document.querySelector('[data-guid]').dataset.guid)`,
  )
}

async function edgesOf(shown: Locator): Promise<{ readonly top: number; readonly bottom: number }> {
  const { y = 0, height = 0 } = (await shown.boundingBox()) ?? {}
  return { top: y, bottom: y + height }
}

/** Waits until the page, whose clock has been turned on, has made the recording stop. */
async function stops(page: Page): Promise<void> {
  await expect.poll(() => ofAudio(page, 'paused'), SOON).toBe(true)
}

describe('the volume', () => {
  test('is as the reader left it, and M mutes', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await (await openMore(page)).getByLabel('Volume').fill('0.4')
    expect(await volume(page)).toBe(0.4)
    await page.reload()
    expect(await volume(page)).toBe(0.4)
    await page.keyboard.press('m')
    expect(await ofAudio(page, 'muted')).toBe(true)
    const mute = (await openMore(page)).getByRole('button', { name: 'Mute', pressed: true })
    await mute.click()
    expect(await ofAudio(page, 'muted')).toBe(false)
  })
})

describe('the sleep timer', () => {
  test.runIf(EVERYTHING)(
    'fades the recording out after the chosen minutes, and leaves the volume as it was',
    async () => {
      const { page, complaints } = await open(show())
      await page.clock.install()
      await page.goto(`${show()}${TIDES}`)
      await (await openMore(page)).getByLabel('Sleep timer').selectOption('5 min')
      await first(page).click()
      await playsPast(page, 0)
      expect(await page.locator('[data-badge]').innerText()).toBe('5')
      await page.clock.fastForward('04:55')
      await expect.poll(() => volume(page), SOON).toBeLessThan(0.9)
      expect(await ofAudio(page, 'paused')).toBe(false)
      await page.clock.fastForward('00:06')
      await stops(page)
      expect(await volume(page)).toBe(1)
      expect(await page.locator('[data-badge]').isVisible()).toBe(false)
      await page.keyboard.press('k')
      const stopped = await position(page)
      await playsPast(page, stopped + 1)
      expect(complaints()).toEqual([])
    },
  )

  test.runIf(EVERYTHING)('stops at the end of the chapter', async () => {
    const { page } = await open(`${show()}${TIDES}#t=1:58`)
    await (await openMore(page)).getByLabel('Sleep timer').selectOption('At the end of the chapter')
    await page.keyboard.press('Escape')
    await first(page).click()
    await playsPast(page, 118)
    await stops(page)
    expect(await position(page)).toBeGreaterThan(121.5)
    expect(await position(page)).toBeLessThan(122.5)
  })
})

describe('a link to a second', () => {
  test('is copied, and starts there', async () => {
    const options = { permissions: ['clipboard-read', 'clipboard-write'] }
    const { page } = await open(`${show()}${TIDES}#t=1:40`, options)
    await (await openMore(page)).getByRole('button', { name: 'Share from 1:40' }).click()
    await page.getByRole('button', { name: 'Link copied' }).waitFor()
    const link = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(link).toBe(`${show()}${TIDES}#t=1:40`)
    const { page: other } = await open(link)
    expect(await first(other).innerText()).toBe('Listen from 1:40')
  })

  test('is in the address bar where it cannot be copied', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("no"))')
    await page.keyboard.press('l')
    await (await openMore(page)).getByRole('button', { name: 'Share from 0:30' }).click()
    await page.getByRole('button', { name: 'The link is in the address bar' }).waitFor()
    expect(page.url()).toBe(`${show()}${TIDES}#t=0:30`)
  })

  test.runIf(has('taps'))('goes to the sheet of a phone that has one', async () => {
    const { page } = await open('about:blank', { hasTouch: true, isMobile: true })
    await page.addInitScript('navigator.share = async (data) => { globalThis.sheet = data }')
    await page.goto(`${show()}${TIDES}#t=1:40`)
    await (await openMore(page)).getByRole('button', { name: 'Share from 1:40' }).click()
    expect(await page.evaluate('({ ...globalThis.sheet })')).toEqual({
      title: 'A table for the sea',
      url: `${show()}${TIDES}#t=1:40`,
    })
  })
})

test.each([
  { what: 'Follow', back: 'Follow' },
  { what: 'Keyboard shortcuts', back: 'More' },
])(
  'the focus is not lost when $what is opened from what there is more, and closed',
  async (row) => {
    const { page } = await open(`${show()}${TIDES}`)
    const more = await openMore(page)
    await more.getByRole('button', { name: row.what }).press('Enter')
    const close = page.getByRole('button', { name: 'Close' })
    await close.focus()
    await page.keyboard.press('Escape')
    await close.waitFor({ state: 'hidden' })
    const focused =
      'document.activeElement === document.body ? null : document.activeElement.innerText.trim()'
    await expect.poll(() => page.evaluate(focused), SOON).toBe(row.back)
  },
)

test('what opens over the page fits into a window that is enlarged four times', async () => {
  const size = { width: 320, height: 256 }
  const { page } = await open(`${show()}${TIDES}`, { viewport: size })
  for (const name of ['Text size and width', 'Chapters', 'More']) {
    await page.getByRole('button', { name, exact: true }).click()
    const { top, bottom } = await edgesOf(page.getByRole('group', { name }))
    expect({ name, fits: top > 0 && bottom < size.height }).toEqual({ name, fits: true })
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('?')
  const help = page.getByRole('dialog')
  const heading = await edgesOf(help.getByRole('heading'))
  const form = await edgesOf(help.locator('form'))
  expect(form.bottom).toBeLessThan(size.height)
  expect(form.top - heading.bottom).toBeGreaterThan(100)
})

describe('the scrubber', () => {
  test.runIf(EVERYTHING)('says which place and chapter is under the pointer', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    const box = await page.locator('[data-seek]').boundingBox()
    const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 }
    const tip = page.locator('[data-tip]')
    await page.mouse.move(x + width / 2, y + height / 2)
    expect(await tip.innerText()).toMatch(/^3:0[45] · A sum of wheels$/)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.9, y + height / 2)
    expect(await tip.innerText()).toMatch(/^5:(3\d|40) · Taken at the flood$/)
    await page.mouse.up()
    expect(await elapsed(page)).toMatch(/^5:(3\d|40)$/)
    await page.mouse.move(x, y - 200)
    expect(await tip.isVisible()).toBe(false)
  })
})

describe('the next article', () => {
  const NEXT = 'episodes/what-the-ear-cannot-skip/'

  test.runIf(EVERYTHING)(
    'is offered when this one ends, and plays when the reader takes it',
    async () => {
      const { page, complaints } = await open(`${show()}${TIDES}#t=6:09`)
      const offer = page.getByRole('link', { name: /^Next article/ })
      expect(await offer.isVisible()).toBe(false)
      expect(await remembered(page, 'heard:')).toBe(null)
      await first(page).click()
      await offer.waitFor()
      expect(await page.locator('[data-told]').innerText()).toMatch(/^Next article What the ear/)
      expect(await remembered(page, 'heard:')).toMatch(/^20\d\d-\d\d-\d\dT/)
      expect(await page.getByRole('button', { name: 'Stay here' }).isVisible()).toBe(false)
      await offer.click()
      await page.waitForURL(`**/${NEXT}`)
      await playsPast(page, 0.5)
      await page.reload()
      await page.locator('[data-controls]').waitFor()
      expect(await ofAudio(page, 'paused')).toBe(true)
      expect(complaints()).toEqual([])
    },
  )

  test.runIf(EVERYTHING)(
    'plays by itself only for a reader who asked for that, and can be stopped',
    async () => {
      const { page } = await open(show())
      await page.clock.install()
      await page.goto(`${show()}${TIDES}#t=6:09`)
      await (await openMore(page)).getByLabel('Continue with the next article').check()
      await page.reload()
      await first(page).click()
      await page.getByText(/^Continues in \d+ s$/).waitFor()
      await page.getByRole('button', { name: 'Stay here' }).click()
      expect(await page.getByText(/^Continues in/).isVisible()).toBe(false)
      await page.keyboard.press('9')
      await page.goto(`${show()}${TIDES}#t=6:08`)
      await first(page).click()
      await page.getByText(/^Continues in \d+ s$/).waitFor()
      await page.clock.runFor('00:11')
      await page.waitForURL(`**/${NEXT}`)
      await playsPast(page, 0.5)
    },
  )
})

describe('the lock screen', () => {
  test('knows the place, and leads from chapter to chapter', async () => {
    const { page } = await open('about:blank')
    await page.addInitScript(`
      globalThis.handlers = {}
      navigator.mediaSession.setActionHandler = (name, handler) => { handlers[name] = handler }
      navigator.mediaSession.setPositionState = (state) => { globalThis.state = state }
    `)
    await page.goto(`${show()}${TIDES}#t=1:40`)
    await first(page).click()
    await playsPast(page, 100)
    await page.evaluate('handlers.nexttrack()')
    await playsPast(page, 121.8)
    await page.evaluate('handlers.pause()')
    expect(await page.evaluate('state')).toMatchObject({ playbackRate: 1 })
    expect(await page.evaluate<number>('state.position')).toBeCloseTo(121.835, 0)
    expect(await page.evaluate<number>('state.duration')).toBeCloseTo(370.7, 0)
    await page.evaluate('handlers.seekbackward()')
    expect(await position(page)).toBeLessThan(112)
    await page.evaluate('handlers.play()')
    await playsPast(page, 107)
  })
})

/** Milliseconds from each click until the page has shown what it does. */
const MEASURE = `
  globalThis.delays = []
  addEventListener('click', ({ timeStamp }) => {
    const painted = new MessageChannel()
    painted.port1.onmessage = () => delays.push(performance.now() - timeStamp)
    requestAnimationFrame(() => painted.port2.postMessage(null))
  }, true)
`

/** How often it is measured before it counts: other work on the machine can only slow it down. */
const ROUNDS = 15

/** The median over twenty clicks. */
async function answerTime(page: Page): Promise<number> {
  // From the start, for the clicks of several rounds would lead to the end.
  await page.keyboard.press('0')
  await page.evaluate('delays.length = 0')
  const buttons = ['30 seconds forward', '15 seconds back', 'Pause', 'Play']
  for (const name of Array.from({ length: 5 }, () => buttons).flat()) {
    await player(page).getByRole('button', { name, exact: true }).click()
  }
  await expect.poll(() => page.evaluate<number>('delays.length'), SOON).toBe(20)
  const delays = await page.evaluate<number[]>('delays')
  return delays.toSorted((a, b) => a - b)[10] ?? Infinity
}

describe('a slow machine', () => {
  test.runIf(EVERYTHING && has('DevTools'))(
    'sees the player answer within 100 ms, six times slower than this one',
    async () => {
      const { page } = await open('about:blank', { reducedMotion: 'reduce' })
      await page.addInitScript(MEASURE)
      await page.goto(`${show()}episodes/takt/`)
      await first(page).click()
      await playsPast(page, 0)
      const session = await page.context().newCDPSession(page)
      await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
      let best = Infinity
      for (let round = 0; round < ROUNDS && best > 100; round++) {
        best = Math.min(best, await answerTime(page))
      }
      expect(best).toBeLessThanOrEqual(100)
    },
    300_000,
  )
})
