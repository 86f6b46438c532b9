import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { SOON, startBrowser, startSampleShow } from './browser.ts'
import { elapsed, first, ofAudio, openMore, player, playsPast, position, TIDES } from './playing.ts'

const open = startBrowser()
const show = startSampleShow()

describe('the player', () => {
  test('plays and pauses from the first button of the page', async () => {
    const { page, complaints } = await open(`${show()}${TIDES}`)
    expect(await first(page).innerText()).toMatch(/^Listen\s+·?\s*6 min$/)
    await first(page).click()
    await playsPast(page, 1)
    // Only Chromium counts what it has decoded.
    expect(
      (await ofAudio<number | undefined>(page, 'webkitAudioDecodedByteCount')) ?? 1,
    ).toBeGreaterThan(0)
    expect(await first(page).innerText()).toBe('Pause')
    await first(page).click()
    await expect.poll(() => first(page).innerText(), SOON).toMatch(/^Continue from 0:0\d$/)
    expect(await ofAudio(page, 'paused')).toBe(true)
    expect(complaints()).toEqual([])
  })

  test('plays and pauses from the bar at the lower edge', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await player(page).getByRole('button', { name: 'Play' }).click()
    await playsPast(page, 0)
    await player(page).getByRole('button', { name: 'Pause' }).click()
    expect(await ofAudio(page, 'paused')).toBe(true)
    await player(page).getByRole('button', { name: '30 seconds forward' }).click()
    await player(page).getByRole('button', { name: '15 seconds back' }).click()
    expect(await position(page)).toBeGreaterThan(15)
    expect(await position(page)).toBeLessThan(20)
  })

  test('goes where the slider is put, by pointer and by key', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    const slider = page.getByRole('slider', { name: 'Position' })
    await slider.click()
    expect(await elapsed(page)).toMatch(/^3:0[3-7]$/)
    expect(await slider.getAttribute('aria-valuetext')).toMatch(
      /^3:0[3-7] of 6:10, A sum of wheels$/,
    )
    await slider.press('Home')
    expect(await elapsed(page)).toBe('0:00')
    await slider.press('ArrowRight')
    expect(await elapsed(page)).toBe('0:05')
    await page.getByRole('button', { name: 'Play' }).click()
    await playsPast(page, 5)
  })

  test.runIf(EVERYTHING)('goes on playing from where the slider is put', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await first(page).click()
    await playsPast(page, 0)
    await page.getByRole('slider', { name: 'Position' }).fill('300')
    await playsPast(page, 300.2)
    expect(await position(page)).toBeLessThan(310)
  })

  test('obeys its keys', async () => {
    const { page } = await open(`${show()}${TIDES}#t=1:40`)
    for (const [key, time] of [
      ['j', '1:25'],
      ['l', '1:55'],
      ['L', '2:25'],
      ['ArrowLeft', '2:20'],
      ['ArrowRight', '2:25'],
      ['5', '3:05'],
      ['9', '5:33'],
      ['p', '3:45'],
      ['P', '2:37'],
      ['n', '3:45'],
      ['Shift+ArrowRight', '3:49'],
      ['Shift+ArrowRight', '3:51'],
      ['Shift+ArrowLeft', '3:49'],
      ['0', '0:00'],
      ['j', '0:00'],
    ] as const) {
      await page.keyboard.press(key)
      expect({ key, time: await elapsed(page) }).toEqual({ key, time })
    }
    for (const key of ['Space', 'k']) {
      await page.keyboard.press(key)
      await playsPast(page, 0)
      await page.keyboard.press(key)
      expect({ key, paused: await ofAudio(page, 'paused') }).toEqual({ key, paused: true })
    }
  })

  test('leaves keys to whoever has the focus and needs them', async () => {
    const { page } = await open(`${show()}${TIDES}#t=1:40`, {
      viewport: { width: 390, height: 844 },
    })
    await page.locator('.prose pre').press('ArrowRight')
    await expect
      .poll(() => page.evaluate('document.querySelector("pre").scrollLeft'), SOON)
      .not.toBe(0)
    expect(await elapsed(page)).toBe('1:40')
    await page.getByRole('button', { name: '30 seconds forward' }).press('Space')
    expect(await elapsed(page)).toBe('2:10')
    expect(await ofAudio(page, 'paused')).toBe(true)
  })

  test('explains its keys, and remembers that they are not wanted', async () => {
    const { page, complaints } = await open(`${show()}${TIDES}#t=1:40`)
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await help.getByText('15 seconds back').waitFor()
    await help.getByLabel('Use these shortcuts').uncheck()
    await help.getByRole('button', { name: 'Close' }).click()
    await help.waitFor({ state: 'hidden' })
    for (const loaded of [false, true]) {
      if (loaded) await page.reload()
      await page.keyboard.press('l')
      expect(await elapsed(page)).toBe('1:40')
    }
    await (await openMore(page)).getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await help.getByLabel('Use these shortcuts').check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('l')
    expect(await elapsed(page)).toBe('2:10')
    expect(complaints()).toEqual([])
  })

  test.runIf(EVERYTHING)(
    'plays at the chosen speed, here, after a reload and in the next episode',
    async () => {
      const url = show()
      const { page } = await open(`${url}${TIDES}`)
      const speed = page.getByRole('combobox', { name: 'Speed' })
      await speed.selectOption('1.5')
      await first(page).click()
      await playsPast(page, 0)
      expect(await ofAudio(page, 'playbackRate')).toBe(1.5)
      for (const next of [`${url}${TIDES}`, `${url}episodes/minuta/`]) {
        await page.goto(next)
        expect(await speed.inputValue()).toBe('1.5')
        await first(page).click()
        await playsPast(page, 0)
        expect(await ofAudio(page, 'playbackRate')).toBe(1.5)
      }
    },
  )

  test.runIf(EVERYTHING)(
    'goes on where the reader was, after a reload and after another page',
    async () => {
      const { page } = await open(`${show()}${TIDES}`)
      await first(page).click()
      await playsPast(page, 0)
      await page.keyboard.press('5')
      await playsPast(page, 185.5)
      await page.reload()
      expect(await first(page).innerText()).toMatch(/^Continue from 3:0\d$/)
      expect(await elapsed(page)).toMatch(/^3:0\d$/)
      await page.getByRole('link', { name: /^Older episode/ }).click()
      await page.waitForURL('**/episodes/chleba/')
      expect(await elapsed(page)).toBe('0:00')
      await page.goBack()
      await first(page).click()
      await playsPast(page, 186)
      expect(await position(page)).toBeLessThan(200)
    },
  )

  test.runIf(EVERYTHING)('starts again from the beginning when asked to', async () => {
    const { page } = await open(`${show()}${TIDES}#t=1:40`)
    await page.getByRole('button', { name: 'From the beginning' }).click()
    await playsPast(page, 0)
    expect(await position(page)).toBeLessThan(10)
  })

  test('starts where the address says', async () => {
    const { page } = await open(show())
    for (const [hash, time] of [
      ['95', '1:35'],
      ['0:02:37', '2:37'],
      ['1:35.5,120', '1:35'],
    ] as const) {
      await page.goto(show())
      await page.goto(`${show()}${TIDES}#t=${hash}`)
      expect({ hash, time: await elapsed(page) }).toEqual({ hash, time })
      expect(await first(page).innerText()).toBe(`Listen from ${time}`)
    }
    await first(page).click()
    await playsPast(page, 95.5)
    expect(await position(page)).toBeLessThan(105)
  })

  test.runIf(EVERYTHING)('goes where a new address on the same page says', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    await page.goto(`${show()}${TIDES}#t=5:00`)
    await expect.poll(() => elapsed(page), SOON).toBe('5:00')
  })

  test('goes to a chapter, shows which one it is in, and gives the place an address', async () => {
    const { page } = await open(`${show()}${TIDES}`)
    const chapters = page.locator('#chapters').getByRole('link')
    expect(await chapters.allInnerTexts()).toHaveLength(6)
    await chapters.filter({ hasText: 'A sum of wheels' }).click()
    await playsPast(page, 157)
    expect(await position(page)).toBeLessThan(167)
    expect(await page.locator('#chapters [aria-current]').innerText()).toMatch(/A sum of wheels/)
    expect(page.url()).toMatch(/#t=2:37$/)
  })

  test('shows on the lock screen what plays', async () => {
    const url = show()
    const { page } = await open(`${url}${TIDES}`)
    await first(page).click()
    await playsPast(page, 0)
    const metadata = await page.evaluate(
      `(({ title, artist, album, artwork }) =>
        ({ title, artist, album, artwork: artwork[0].src }))(navigator.mediaSession.metadata)`,
    )
    expect(metadata).toMatchObject({
      title: 'A table for the sea',
      artist: 'Anna Říhová',
      album: 'The Long Minute',
    })
    const { artwork } = metadata as { artwork: string }
    expect((await page.request.get(artwork)).headers()['content-type']).toBe('image/jpeg')
  })

  test('plays the M4A where the browser can, and says so where it cannot', async () => {
    const { page } = await open(`${show()}episodes/chleba/`)
    const able = await ofAudio<string>(page, `canPlayType('audio/mp4; codecs="mp4a.40.2"')`)
    await page.keyboard.press('9')
    await first(page).click()
    if (able === '') await player(page).getByText('could not be loaded').waitFor()
    else await playsPast(page, 180)
    expect(await elapsed(page)).toMatch(/^(2:59|3:0\d)$/)
  })

  test('says when the recording cannot be had, and plays it once it can', async () => {
    const { page } = await open(`${show()}${TIDES}#t=1:40`)
    await page.route('**/audio/*', (route) => route.abort())
    await first(page).click()
    const message = page.locator('[data-message]')
    await expect.poll(() => message.innerText(), SOON).toMatch(/could not be loaded/)
    await page.unroute('**/audio/*')
    await first(page).click()
    await playsPast(page, 100)
    await expect.poll(() => message.innerText(), SOON).toBe('')
  })
})
