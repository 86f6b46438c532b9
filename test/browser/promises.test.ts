import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { SOON, startBrowser, startSampleShow } from './browser.ts'
import { elapsed, first, ofAudio, openMore, player, playsPast, TIDES } from './playing.ts'

const open = startBrowser()
const show = startSampleShow()

const PHONE = { viewport: { width: 390, height: 844 } }

/** Lets a recording be asked for and never come; returns what lets it come when it is asked for again. */
async function silence(page: Page): Promise<() => void> {
  let isSilent = true
  await page.route('**/*.mp3', (route) => (isSilent ? undefined : route.continue()))
  return () => {
    isSilent = false
  }
}

describe('a button that says that it plays', () => {
  test.each(['Newest episode', 'Listen'])('does so from the page of the show: %s', async (name) => {
    const { page, complaints } = await open(show())
    const link = page.getByRole('link', { name: new RegExp(`^${name}`) }).first()
    await link.click()
    await page.waitForURL('**/episodes/**')
    await playsPast(page, 0)
    expect(complaints()).toEqual([])
  })

  test.runIf(EVERYTHING)(
    'plays on where the listener was, and nothing that was opened otherwise',
    async () => {
      const { page } = await open(`${show()}${TIDES}#t=1:40`)
      await first(page).click()
      await playsPast(page, 100)
      await page.goto(show())
      await page.getByRole('link', { name: /^Continue from 1:4.*A table/ }).click()
      await page.waitForURL(`**/${TIDES}`)
      await playsPast(page, 100)
      await page.goto(show())
      await page.getByRole('link', { name: 'A table for the sea', exact: true }).click()
      await page.waitForURL(`**/${TIDES}`)
      expect(await ofAudio(page, 'paused')).toBe(true)
    },
  )
})

describe.runIf(EVERYTHING)('a recording that does not come', () => {
  test('shows a ring at once, and after ten seconds a way to try again', async () => {
    const { page } = await open('about:blank', PHONE)
    const speak = await silence(page)
    await page.goto(`${show()}${TIDES}#t=1:40`)
    await page.clock.install()
    const told = page.locator('[data-told]')
    await first(page).click()
    await page.clock.runFor(200)
    expect(await told.innerText()).toBe('')
    await page.clock.runFor(200)
    await page.locator('.player.loading').waitFor()
    expect(await told.innerText()).toBe('Loading')
    await page.clock.runFor(9_700)
    await player(page).getByText('The connection is slow.').waitFor()
    speak()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.clock.resume()
    await playsPast(page, 100)
    await page.locator('.player:not(.loading)').waitFor()
    await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'hidden' })
    expect(await page.locator('[data-message]').innerText()).toBe('')
    expect(await told.innerText()).toBe('')
    const parts = 'document.querySelector("[data-heard]").style.getPropertyValue("--parts")'
    await expect.poll(() => page.evaluate(parts), SOON).toContain('linear-gradient')
  })

  test('does the same in the frame', async () => {
    const { page } = await open(`${show()}${TIDES}embed/`)
    await page.clock.install()
    const speak = await silence(page)
    await page.getByRole('button', { name: /^Listen/ }).click()
    await expect
      .poll(async () => {
        await page.clock.runFor(100)
        return page.locator('.player.loading').count()
      }, SOON)
      .toBe(1)
    await page.clock.runFor(10_000)
    await page.getByText('The connection is slow.').waitFor()
    speak()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.clock.resume()
    await page.locator('.player.playing:not(.loading)').waitFor()
    await expect.poll(() => page.getByText('The connection is slow.').count(), SOON).toBe(0)
  })
})

describe.runIf(EVERYTHING)('the chapters', () => {
  test('are over the bar, with the place in the article kept', async () => {
    const { page, complaints } = await open(`${show()}${TIDES}`, PHONE)
    await page.getByRole('slider', { name: 'Position' }).fill('130')
    await page.evaluate('scrollTo({ top: 2500, behavior: "instant" })')
    const before = await page.evaluate<number>('scrollY')
    // A click would first bring the button into view, as some drivers understand that.
    await player(page).getByRole('button', { name: 'Chapters' }).press('Enter')
    const sheet = page.getByRole('group', { name: 'Chapters' })
    const current = sheet.locator('[aria-current=true]')
    expect(await current.innerText()).toMatch(/The first tables/)
    // Pictures further up may come meanwhile.
    expect(Math.abs((await page.evaluate<number>('scrollY')) - before)).toBeLessThan(40)
    await sheet.getByRole('link', { name: /Twelfths/ }).click()
    await playsPast(page, 225)
    expect(await sheet.isVisible()).toBe(false)
    expect(complaints()).toEqual([])
  })

  test('open where the address names them', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    const list = page.locator('#chapters')
    await list.locator('summary').click()
    expect(await list.getByRole('link').first().isVisible()).toBe(false)
    await page.evaluate('location.hash = "chapters"')
    await list.getByRole('link').first().waitFor()
  })
})

describe.runIf(EVERYTHING)('what is said', () => {
  test('stays as long as it should: the link is copied', async () => {
    const { page } = await open(`${show()}${TIDES}`, { permissions: ['clipboard-write'] })
    await first(page).click()
    await playsPast(page, 0)
    const more = await openMore(page)
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('3')
    await more.getByRole('button', { name: /^Share from/ }).click()
    const time = await elapsed(page)
    await expect.poll(() => elapsed(page), { interval: 20 }).not.toBe(time)
    expect(await page.locator('[data-share]').innerText()).toBe('Link copied')
    await expect.poll(() => page.locator('[data-share]').innerText(), SOON).toMatch(/^Share from/)
  })

  test('the way back to the voice stays while it says what is not in the article', async () => {
    const { page } = await open('about:blank')
    await page.route(`**/${TIDES}`, async (route) => {
      const answer = await route.fetch()
      // From two minutes on, nothing of the article is spoken.
      const body = (await answer.text()).replaceAll(/<span data-from="(\d+)[^>]*>/g, (span, from) =>
        Number(from) < 120 ? span : '<span>',
      )
      await route.fulfill({ response: answer, body })
    })
    await page.goto(`${show()}${TIDES}#t=1:30`)
    await first(page).click()
    await playsPast(page, 90)
    const back = page.getByRole('button', { name: 'Read along' })
    await page.mouse.move(200, 200)
    const scroll = async (): Promise<boolean> => {
      await page.mouse.wheel(0, 2000)
      return back.isVisible()
    }
    await expect.poll(scroll, SOON).toBe(true)
    await page.getByRole('slider', { name: 'Position' }).fill('200')
    await playsPast(page, 201)
    expect(await page.locator('.now').count()).toBe(0)
    expect(await back.isVisible()).toBe(true)
    await back.click()
    await back.waitFor({ state: 'hidden' })
  })
})

test.runIf(EVERYTHING)('one voice at once: in two tabs, and in a frame', async () => {
  const { page } = await open(`${show()}${TIDES}`)
  const other = await page.context().newPage()
  const frame = await page.context().newPage()
  await first(page).click()
  await playsPast(page, 0)
  await other.goto(`${show()}episodes/what-the-ear-cannot-skip/`)
  await first(other).click()
  await playsPast(other, 0)
  await expect.poll(() => ofAudio(page, 'paused'), SOON).toBe(true)
  await frame.goto(`${show()}${TIDES}embed/`)
  await frame.getByRole('button', { name: /^Listen|^Continue/ }).click()
  await expect.poll(() => ofAudio(other, 'paused'), SOON).toBe(true)
  await first(page).click()
  await playsPast(page, 0)
  await frame.locator('.player:not(.playing)').waitFor()
})

test.runIf(EVERYTHING)(
  'artwork that cannot be had gives way to a cover that is drawn, another one for each episode',
  async () => {
    const { page } = await open('about:blank')
    await page.route(/\.(?:jpg|webp|png)/, (route) => route.abort())
    await page.goto(show())
    // Those far below are asked for when somebody comes near.
    await page.locator('.entry').last().scrollIntoViewIfNeeded()
    await expect.poll(() => page.locator('.entry .art.letter').count(), SOON).toBe(5)
    expect(await page.locator('img.art').count()).toBe(0)
    const covers = await page
      .locator('.entry .art.letter')
      .evaluateAll((all) => all.map((one) => one.outerHTML))
    expect(new Set(covers).size).toBe(5)
    expect(await page.locator('.entry .art.letter').nth(1).textContent()).toBe('A')
    expect(await page.locator('.entry .art.letter').nth(1).boundingBox()).toMatchObject({
      width: 112,
      height: 112,
    })
  },
)

test.runIf(EVERYTHING)('an address with a time opens where that is in the article', async () => {
  const { page } = await open(`${show()}${TIDES}#t=5:00`, PHONE)
  const top = 'document.querySelector(".now").getBoundingClientRect().top'
  await expect.poll(() => page.evaluate<number>(top), SOON).toBeLessThan(844)
  expect(await page.evaluate('scrollY')).toBeGreaterThan(1000)
  expect(await ofAudio(page, 'paused')).toBe(true)
})

test.runIf(EVERYTHING)(
  'the show can be followed from every episode, with and without a script',
  async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await open(`${show()}${TIDES}`, { javaScriptEnabled })
      await page.locator('.actions').getByRole('button', { name: 'Follow' }).click()
      const ways = page.getByRole('region', { name: 'Listen in your podcast app' })
      const app = await ways.getByRole('link', { name: 'AntennaPod' }).getAttribute('href')
      expect(app).toContain(encodeURIComponent(`${show()}feed.xml`))
      expect(await ways.getByRole('textbox').inputValue()).toBe(`${show()}feed.xml`)
      expect(await ways.locator('.qr').isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      expect(await ways.isVisible()).toBe(false)
      await page.locator('.actions').getByRole('button', { name: 'Follow' }).click()
      const close = page.locator('#subscribe').getByRole('button', { name: 'Close' })
      const [button, code] = [await close.boundingBox(), await ways.locator('.qr').boundingBox()]
      expect(code?.y).toBeGreaterThanOrEqual((button?.y ?? 0) + (button?.height ?? 0))
      await close.click()
      expect(await ways.isVisible()).toBe(false)
      if (!javaScriptEnabled) continue
      await (await openMore(page)).getByRole('button', { name: 'Follow' }).click()
      await ways.waitFor()
    }
  },
)

test.runIf(EVERYTHING)('what is open over the page closes when the focus leaves it', async () => {
  const { page } = await open(`${show()}${TIDES}`)
  const more = await openMore(page)
  await more.getByRole('button', { name: 'Keyboard shortcuts' }).focus()
  await page.keyboard.press('Tab')
  await more.waitFor({ state: 'hidden' })
  // What was opened from it is a part of it.
  await (await openMore(page)).getByRole('button', { name: 'Follow' }).press('Enter')
  const ways = page.getByRole('region', { name: 'Listen in your podcast app' })
  await ways.getByRole('link', { name: 'Overcast' }).focus()
  expect(await ways.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  const text = page.getByRole('group', { name: 'Text size and width' })
  await page.getByRole('button', { name: 'Text size and width' }).press('Enter')
  await text.getByRole('slider', { name: 'Line width' }).focus()
  expect(await text.isVisible()).toBe(true)
  await page.getByRole('link', { name: 'RSS feed' }).focus()
  await text.waitFor({ state: 'hidden' })
})

describe.runIf(EVERYTHING)('a low window', () => {
  test.each([
    [640, 400],
    [740, 360],
    [844, 390],
  ])('of %i × %i has the bar in one row, over nothing that is pressed', async (width, height) => {
    const { page } = await open(`${show()}${TIDES}`, { viewport: { width, height } })
    const bar = await page.locator('.player').boundingBox()
    expect(bar?.height).toBeLessThan(60)
    await first(page).click()
    await playsPast(page, 0)
    await page.evaluate('scrollTo({ top: 900, behavior: "instant" })')
    await player(page).getByRole('button', { name: 'Pause' }).click()
    expect(await ofAudio(page, 'paused')).toBe(true)
  })
})
