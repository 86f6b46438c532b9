import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { EVERYTHING, manyOr, sampleOf } from '../support/extent.ts'
import { SOON, startBrowser, startSampleShow } from './browser.ts'
import { has } from './browsers.ts'
import { first, ofAudio, openMore, playsPast, position, TIDES } from './playing.ts'
import { heard, random, readSpoken } from './spoken-sentences.ts'

const open = startBrowser()
const show = startSampleShow()

/** The marked words as they stand in the article. */
async function marked(page: Page): Promise<string> {
  const places = await page.locator('.now').allTextContents()
  return heard(places.join(' '))
}

/** Where the reader is on the page. */
const scrolled = (page: Page): Promise<number> => page.evaluate('scrollY')

/** Where the page is once it has stopped: a browser may scroll smoothly. */
async function untilStill(page: Page): Promise<number> {
  let before = NaN
  const hasStopped = async (): Promise<boolean> => {
    const [last, now] = [before, await scrolled(page)]
    before = now
    return now === last
  }
  await expect.poll(hasStopped, { ...SOON, interval: 300 }).toBe(true)
  return before
}

/** Whether the whole marked sentence is where nothing covers it. */
const inView = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const boxes = [...document.querySelectorAll('.now')].map((place) => place.getBoundingClientRect())
    const end = document.querySelector('.player').getBoundingClientRect().top
    return boxes.length > 0 && boxes.every(({ top, bottom }) => top >= 0 && bottom <= end)
  })()`)

/** A click into the middle of some words of the article. */
async function clickWords(page: Page, words: string): Promise<void> {
  await page.locator('.prose [data-from]', { hasText: words }).first().click()
}

/** What the article does not hold: what a picture shows. */
const NOT_IN_TEXT = [/^Fifteen days of/, /^Nákresný/]

const PHONE = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }

describe('the marked sentence', () => {
  const recordings = [
    { path: TIDES, file: '2026-05-04-tides', times: manyOr(10, 30) },
    { path: 'episodes/takt/', file: '2026-06-15-takt', times: 20 },
  ]
  test.each(sampleOf(recordings))(
    'is the spoken one at $times random times of $file',
    async ({ path, file, times }) => {
      const spoken = readSpoken(file)
      const { page, complaints } = await open(`${show()}${path}`)
      await page.evaluate('globalThis.audio = document.querySelector("audio"); audio.load()')
      await expect.poll(() => ofAudio<number>(page, 'readyState'), SOON).toBeGreaterThan(0)
      const total = spoken.at(-1)?.end ?? 0
      for (let done = 0; done < times;) {
        const time = random() * total
        const sentence = spoken.find(({ start, end }) => start + 0.03 <= time && time <= end - 0.03)
        // Between two sentences there is no spoken one.
        if (sentence === undefined) continue
        done++
        await page.evaluate(`audio.currentTime = ${time}`)
        await expect.poll(() => ofAudio(page, 'seeking'), SOON).toBe(false)
        const silent = NOT_IN_TEXT.some((pattern) => pattern.test(sentence.text))
        await expect
          .poll(() => marked(page), { ...SOON, message: `at ${time}` })
          .toBe(silent ? '' : heard(sentence.text))
      }
      expect(complaints()).toEqual([])
    },
  )

  test.runIf(EVERYTHING)('is the spoken one while it plays, at three times the speed', async () => {
    const spoken = readSpoken('2026-05-04-tides')
    const { page } = await open(`${show()}${TIDES}#t=4:20`)
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('3')
    await first(page).click()
    await page.evaluate(`
      globalThis.seen = []
      setInterval(() => {
        const { currentTime } = document.querySelector('audio')
        const text = [...document.querySelectorAll('.now')].map((place) => place.textContent).join(' ')
        seen.push({ currentTime, text })
      }, 50)`)
    await playsPast(page, 300)
    const seen = await page.evaluate<{ currentTime: number; text: string }[]>('seen')
    // What is seen at a boundary is of either side of it, the more so on a busy machine.
    const settled = seen.flatMap(({ currentTime, text }) => {
      const now = spoken.find(({ start, end }) => start + 0.6 < currentTime && currentTime < end)
      return now === undefined ? [] : [{ text: heard(text), spoken: heard(now.text) }]
    })
    expect(settled.length).toBeGreaterThan(50)
    expect(settled.filter((each) => each.text !== each.spoken)).toEqual([])
  })
})

describe('a click on a sentence', () => {
  test('plays from there', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await clickWords(page, 'In the eighth century Bede')
    await playsPast(page, 127.5)
    expect(await position(page)).toBeLessThan(133)
    expect(await marked(page)).toMatch(/^In the eighth century Bede/)
  })

  test.runIf(EVERYTHING && has('taps'))('plays from there by a tap too', async () => {
    const { page } = await open(`${show()}${TIDES}`, PHONE)
    await page.locator('.prose [data-from]', { hasText: 'One bulge is pulled' }).tap()
    await playsPast(page, 73)
    expect(await position(page)).toBeLessThan(78)
  })

  test.runIf(EVERYTHING)('leaves links to lead where they lead', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await page.route('**/finding-amplitudes-and-phases/', (route) =>
      route.fulfill({ body: 'there' }),
    )
    await page.getByRole('link', { name: 'Doodson–Légé' }).click()
    await expect.poll(() => page.url(), SOON).toMatch(/finding-amplitudes-and-phases\/$/)
  })

  test.runIf(EVERYTHING)('leaves text to be selected by dragging', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    const sentence = page.locator('.prose [data-from]', { hasText: 'Hardly any of the future' })
    const { x, y, height } = (await sentence.boundingBox()) ?? { x: 0, y: 0, height: 0 }
    await page.mouse.move(x + 5, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + 180, y + height / 2, { steps: 4 })
    await page.mouse.up()
    expect(await page.evaluate('String(getSelection()).length')).toBeGreaterThan(10)
    expect(await ofAudio(page, 'paused')).toBe(true)
  })

  test.runIf(EVERYTHING && has('double clicks'))(
    'selects a word when it is the first of two, and does not play then',
    async () => {
      const { page } = await open(`${show()}${TIDES}`)
      const sentence = page.locator('.prose [data-from]', { hasText: 'Hardly any of the future' })
      await sentence.dblclick({ position: { x: 30, y: 15 } })
      expect(await page.evaluate('String(getSelection()).trim()')).toBe('Hardly')
      await expect.poll(() => ofAudio(page, 'paused'), SOON).toBe(true)
      expect(await page.locator('[data-elapsed]').innerText()).toBe('0:00')
    },
  )

  test.runIf(EVERYTHING)(
    'does nothing once the reader has switched it off, here and after a reload',
    async () => {
      const { page } = await open(`${show()}${TIDES}#t=1:15`)
      expect(await marked(page)).toBe('One bulge is pulled towards the moon')
      await (await openMore(page)).getByLabel('Highlight spoken sentences').uncheck()
      for (const loaded of [false, true]) {
        if (loaded) await page.reload()
        await page.keyboard.press('Escape')
        await clickWords(page, 'Why two?')
        expect(await ofAudio(page, 'paused')).toBe(true)
        expect(await marked(page)).toBe('')
      }
    },
  )
})

describe('a reader without a pointer', () => {
  test('goes from sentence to sentence by buttons', async () => {
    const { page } = await open(`${show()}${TIDES}#t=1:15`)
    await (await openMore(page)).getByRole('button', { name: 'Next sentence' }).press('Enter')
    expect(await marked(page)).toBe('The other one is left behind')
    for (let step = 0; step < 2; step++) {
      await page.getByRole('button', { name: 'Previous sentence' }).press('Enter')
    }
    expect(await marked(page)).toMatch(/^What the water feels/)
  })

  test.runIf(EVERYTHING)(
    'passes the whole article with one stop for each link and box in it',
    async () => {
      const { page } = await open(`${show()}${TIDES}`)
      const stops = await page
        .locator('.prose')
        .evaluate((article) => [...article.querySelectorAll('a[href], [tabindex]')].length)
      expect(stops).toBeLessThanOrEqual(5)
    },
  )
})

describe('the page', () => {
  test.runIf(EVERYTHING)(
    'goes with the voice until the reader scrolls away, and again when asked to',
    async () => {
      const { page } = await open(`${show()}${TIDES}#t=2:00`, {
        reducedMotion: 'reduce',
        viewport: { width: 1000, height: 640 },
      })
      await page.getByRole('combobox', { name: 'Speed' }).selectOption('3')
      await first(page).click()
      await expect.poll(() => inView(page), SOON).toBe(true)
      const start = await scrolled(page)
      await playsPast(page, 160)
      await expect.poll(() => inView(page), SOON).toBe(true)
      expect(await scrolled(page)).toBeGreaterThan(start)
      const follow = page.getByRole('button', { name: 'Read along' })
      expect(await follow.isVisible()).toBe(false)

      await page.mouse.move(400, 300)
      await page.mouse.wheel(0, -3000)
      await follow.waitFor()
      const away = await untilStill(page)
      const now = await position(page)
      await playsPast(page, now + 12)
      expect(await scrolled(page)).toBe(away)

      await follow.click()
      await expect.poll(() => inView(page), SOON).toBe(true)
      expect(await follow.isVisible()).toBe(false)
      await playsPast(page, now + 40)
      await expect.poll(() => inView(page), SOON).toBe(true)
    },
  )

  test.runIf(EVERYTHING)('stays where it is when the bar plays what is elsewhere', async () => {
    const { page } = await open(`${show()}${TIDES}#t=5:00`, { reducedMotion: 'reduce' })
    // An address with a time leads to what is said then; the reader goes back to the top.
    await expect.poll(() => scrolled(page), SOON).toBeGreaterThan(0)
    await page.mouse.move(200, 200)
    const goUp = async (): Promise<number> => {
      await page.mouse.wheel(0, -20_000)
      return scrolled(page)
    }
    await expect.poll(goUp, SOON).toBe(0)
    await page.keyboard.press('k')
    await playsPast(page, 301)
    expect(await scrolled(page)).toBe(0)
    await page.getByRole('button', { name: 'Read along' }).waitFor()
  })

  test.runIf(EVERYTHING)(
    'goes with the voice where nobody has chosen a place, though something stops it on its way',
    async () => {
      const { page } = await open(`${show()}${TIDES}`, PHONE)
      await page.evaluate(`
      globalThis.offered = 0
      new MutationObserver(([{ target }]) => (offered += Number(!target.hidden))).observe(document.querySelector('[data-read-along]'), { attributes: true })
      // As a window does that is turned
      addEventListener('scroll', () => scrollTo({ top: scrollY, behavior: 'instant' }), { once: true })`)
      await page.getByRole('slider', { name: 'Position' }).fill('300')
      expect(await scrolled(page)).toBe(0)
      await page.keyboard.press('k')
      await expect.poll(() => inView(page), SOON).toBe(true)
      expect(await scrolled(page)).toBeGreaterThan(1000)
      expect(await page.evaluate('offered')).toBe(0)
    },
  )

  test.runIf(EVERYTHING).each([
    { where: 'in a wide window', window: {} },
    { where: 'on a phone', window: PHONE },
  ])('does not move when the keyboard walks through the player $where', async ({ window }) => {
    // Without motion, a move is over at once.
    const { page } = await open(`${show()}${TIDES}`, { ...window, reducedMotion: 'reduce' })
    for (const control of await page.locator('.controls :is(button, select, input, a)').all()) {
      await control.focus()
      expect(await scrolled(page)).toBe(0)
    }
  })

  test('pretends nothing where there is no timed text', async () => {
    const { page, complaints } = await open(`${show()}${TIDES}`)
    await page.route(`**/${TIDES}`, async (route) => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(/ data-(from|to|spoken)\b(="[^"]*")?/g, '')
      await route.fulfill({ response: answer, body })
    })
    await page.reload()
    await page.locator('.prose').getByText('Why two?').click()
    expect(await ofAudio(page, 'paused')).toBe(true)
    expect(complaints()).toEqual([])
  })
})
