import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { startServer } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'
import { firefoxPath } from '../tools/install.ts'
import { SOON, startSampleShow } from './browser.ts'
import { interrupted, THEMES } from './host-pages.ts'
import { TIDES } from './playing.ts'
import { heard, random, readSpoken } from './spoken-sentences.ts'

/** Firefox as Debian has it; where it is missing, `install.ts` has said so. */
const FIREFOX = EVERYTHING ? firefoxPath() : null

const show = startSampleShow()

let browser: Browser | undefined
beforeAll(async () => {
  if (FIREFOX === null) return
  const { launch } = await import('puppeteer-core')
  browser = await launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    timeout: 120_000,
    // The tests press what a reader presses, but a key is no press for it.
    extraPrefsFirefox: { 'media.autoplay.default': 0, 'media.volume_scale': '0' },
  })
}, 180_000)
afterAll(async () => {
  await browser?.close()
})

async function open(url: string): Promise<Page> {
  if (browser === undefined) throw new Error('no Firefox')
  const context = await browser.createBrowserContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(SOON.timeout)
  await page.goto(url)
  return page
}

const ofAudio = (page: Page, property: string): Promise<unknown> =>
  page.evaluate(`document.querySelector('audio').${property}`)

async function playsPast(page: Page, seconds: number): Promise<void> {
  await expect.poll(() => ofAudio(page, 'currentTime'), SOON).toBeGreaterThan(seconds)
  expect(await ofAudio(page, 'paused')).toBe(false)
}

const textOf = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(
    `document.querySelector(${JSON.stringify(selector)})?.textContent.replace(/\\s+/g, ' ').trim()`,
  )

/** The button under the title, once the script has made it one. */
const first = (page: Page) => page.locator('.actions button.primary')

describe.skipIf(FIREFOX === null)('in Firefox, the player', () => {
  test('plays, pauses, and goes where its buttons and chapters say', async () => {
    const page = await open(`${show()}${TIDES}`)
    await first(page).click()
    await playsPast(page, 0.5)
    expect(await textOf(page, '.actions button.primary [data-label]')).toBe('Pause')
    await page.locator('.player [data-do=forward]').click()
    await playsPast(page, 30)
    await page.locator('#chapters li:nth-child(5) a').click()
    await playsPast(page, 224)
    expect(await textOf(page, '#chapters [aria-current=true]')).toContain('Twelfths')
    await page.locator('.player [data-do=toggle]').click()
    await expect.poll(() => ofAudio(page, 'paused'), SOON).toBe(true)
  })

  test('obeys its keys', async () => {
    const page = await open(`${show()}${TIDES}`)
    await first(page).wait()
    await page.keyboard.press('5')
    expect(Number(await ofAudio(page, 'currentTime'))).toBeCloseTo(185.4, 0)
    await page.keyboard.press('l')
    expect(Number(await ofAudio(page, 'currentTime'))).toBeCloseTo(215.4, 0)
    await page.keyboard.press('k')
    await playsPast(page, 215)
    await page.keyboard.press('k')
    await expect.poll(() => ofAudio(page, 'paused'), SOON).toBe(true)
  })

  test('opens at the time of the address, and remembers place and speed', async () => {
    const page = await open(`${show()}${TIDES}#t=1:40`)
    await first(page).click()
    await playsPast(page, 100)
    await page.select('[data-speed]', '1.5')
    expect(await ofAudio(page, 'playbackRate')).toBe(1.5)
    await first(page).click()
    await expect.poll(() => ofAudio(page, 'paused'), SOON).toBe(true)
    await page.goto(show())
    await page.goto(`${show()}${TIDES}`)
    await first(page).wait()
    expect(await textOf(page, '.actions [data-label]')).toMatch(/^Continue from 1:4\d$/)
    await first(page).click()
    await playsPast(page, 100)
    expect(await ofAudio(page, 'playbackRate')).toBe(1.5)
  })

  test('marks what is spoken', async () => {
    const page = await open(`${show()}${TIDES}`)
    await first(page).click()
    await playsPast(page, 0)
    await first(page).click()
    const marked = `[...document.querySelectorAll('.now')].map(({ textContent }) => textContent).join(' ')`
    expect(await marksAsSpoken(page, 'document.querySelector("audio")', marked)).toBe(10)
  })

  test('goes on while other pages are read', async () => {
    const page = await open(`${show()}${TIDES}`)
    await first(page).click()
    await playsPast(page, 0)
    await expect.poll(() => page.evaluate('document.adoptedStyleSheets.length'), SOON).toBe(1)
    await page.evaluate('globalThis.marked = document.querySelector("audio")')
    const goesOn = '!globalThis.marked.paused && globalThis.marked.isConnected'
    await page.locator('a.home').click()
    await expect.poll(() => page.evaluate('document.body.className'), SOON).toMatch(/^index\b/)
    expect(page.url()).toBe(show())
    expect(await page.evaluate(goesOn)).toBe(true)
    await page.evaluate('history.back()')
    await expect.poll(() => page.evaluate('document.body.className'), SOON).toMatch(/^episode\b/)
    expect(await page.evaluate(goesOn)).toBe(true)
    expect(page.url()).toBe(`${show()}${TIDES}`)
  })
})

/** Waits at ten random times until the marked words are the spoken ones. @returns How many were. */
async function marksAsSpoken(page: Page, audio: string, marked: string): Promise<number> {
  const spoken = readSpoken('2026-05-04-tides').filter(
    ({ text }) => !text.startsWith('Fifteen days of'),
  )
  let done = 0
  while (done < 10) {
    const time = random() * (spoken.at(-1)?.end ?? 0)
    const sentence = spoken.find(({ start, end }) => start + 0.05 <= time && time <= end - 0.05)
    if (sentence === undefined) continue
    done++
    await page.evaluate(`${audio}.currentTime = ${time}`)
    const now = async (): Promise<string> => heard(String(await page.evaluate(marked)))
    await expect.poll(now, { ...SOON, message: `at ${time}` }).toBe(heard(sentence.text))
  }
  return done
}

describe.skipIf(FIREFOX === null)('in Firefox, the element', () => {
  test('plays on a page of a blog, and marks there what is spoken', async () => {
    const page = await (await fetch(`${show()}${TIDES}`)).text()
    const [, prose = ''] = /<article class="prose"[^>]*>([\s\S]*?)<\/article>/.exec(page) ?? []
    const article = prose.replace(/<\/?span\b[^>]*>/g, '').replace(/<img[^>]*>/g, '')
    const element = `<script src="${show()}player.js" async></script><sidecast-player episode="tides" read-along></sidecast-player>`
    const html = THEMES[0]?.page(interrupted(article), element)
    const server = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html),
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => server.close().closeAllConnections())
    const host = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const at = 'document.querySelector("sidecast-player")'
    await expect.poll(() => host.evaluate(`${at}.audio !== null`), SOON).toBe(true)
    await host.evaluate(`${at}.play()`)
    await expect.poll(() => host.evaluate(`Boolean(${at}.along)`), SOON).toBe(true)
    await host.evaluate(`${at}.audio.pause()`)
    const marked = `[...(CSS.highlights.get('sidecast-spoken') ?? [])].map(String).join(' ')`
    expect(await marksAsSpoken(host, `${at}.audio`, marked)).toBe(10)
  })
})

describe.skipIf(FIREFOX === null)('in Firefox, without a network', () => {
  test('a page that was opened is read, and a recording that was kept is heard', async () => {
    const folder = await makeFolder({
      'sidecast.yml':
        'title: Tides\ndescription: On the sea.\nlanguage: en\nartwork: { make: no }\n',
      '2026-05-04-tides.md': postText('Tides', 'tides.mp3'),
      'tides.mp3': silentMp3(5000),
    })
    const server = await startServer(folder)
    const page = await open(`${server.url}episodes/tides/`)
    await page.locator('[popovertarget=more]').click()
    await page.locator('[data-offline]').click()
    await expect
      .poll(() => textOf(page, '[data-offline]'), SOON)
      .toMatch(/^Remove from this device/)
    await server.stop()
    await page.goto(`${server.url}episodes/tides/`)
    expect(await textOf(page, 'h1')).toBe('Tides')
    await page.keyboard.press('5')
    await page.keyboard.press('k')
    await playsPast(page, 60)
  })
})
