import axe from 'axe-core'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { addFiles } from '../support/folder.ts'
import { startServer } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'
import { SOON, startBrowser, violations } from './browser.ts'
import { SCHEMES } from './browsers.ts'

const open = startBrowser()

/** What a page may do to everything in it, on purpose or not. */
const HOSTILE = `
  html { font-size: 62.5% }
  body { margin: 0; direction: rtl; text-transform: uppercase; line-height: 0; letter-spacing: 9px; zoom: 1 }
  html, body, main { color: red !important; font: 9px/9 monospace !important; visibility: hidden;
      pointer-events: none; cursor: none; text-align: right; white-space: pre; word-spacing: 9em }
  main * { all: unset !important; color: red !important; background: yellow !important;
      font: 40px monospace !important; display: inline !important; position: fixed !important;
      opacity: 0.1 !important; transform: rotate(45deg) !important; visibility: hidden !important;
      width: 3px !important; border: 9px solid red !important; pointer-events: none !important }
  head, style, script { display: none !important }
  div, button, input, select, span, small, a { display: none !important }
`

const LONG_TITLE =
  'On water that comes back twice a day, on people who count on it, and on Donaudampfschifffahrtsgesellschaften'

interface Pages {
  /** The blog's own address, with a final `/`; every path of it is the page. */
  readonly blog: string
  /** The show's, with a final `/`: another origin. */
  readonly show: string
  /** Sets what the blog's pages are. */
  readonly write: (html: string, headers?: Readonly<Record<string, string>>) => void
  readonly close: () => Promise<void>
}

/** A blog on one host, and the show that belongs to it on another. */
async function startPages(): Promise<Pages> {
  let answer: { readonly html: string; readonly headers: Readonly<Record<string, string>> } = {
    html: '',
    headers: {},
  }
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...answer.headers })
    response.end(`<!doctype html><link rel="icon" href="data:,">${answer.html}`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const blog = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
  await addFiles(folder, {
    'sidecast.yml': `title: Tides\ndescription: On the sea.\nlanguage: en\nsite: ${blog}\npermalink: /item/:title/\n`,
    '2026-05-04-tides.md': postText('Tides', 'tides.mp3'),
    'tides.mp3': silentMp3(29_000),
    '2026-05-11-moon.md': postText('Moon', 'moon.mp3', ['lang: cs']),
    'moon.mp3': silentMp3(2000),
    '2026-05-18-long.md': postText(LONG_TITLE, 'long.mp3'),
    'long.mp3': silentMp3(2100),
  })
  const { url: show, stop } = await startServer(folder)
  return {
    blog,
    show,
    write: (html, headers = {}) => (answer = { html, headers }),
    close: async () => {
      server.close()
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

let pages: Pages
beforeAll(async () => {
  pages = await startPages()
  return () => pages.close()
})

const player = (page: Page) => page.locator('sidecast-player')
const button = (page: Page) => player(page).getByRole('button').first()
const audio = (page: Page, name: string): Promise<number> =>
  page.evaluate(`document.querySelector('sidecast-player').audio.${name}`)

async function expectToPlay(page: Page): Promise<void> {
  await button(page).click()
  await expect.poll(() => audio(page, 'currentTime'), SOON).toBeGreaterThan(0.2)
}

describe('the element on a page of the blog', () => {
  const addresses: readonly { path: string; head?: (blog: string) => string }[] = [
    { path: 'item/tides/' },
    { path: 'item/tides' },
    { path: 'item/tides/index.html' },
    { path: 'item/tides/?utm_source=letter#part-two' },
    { path: 'preview', head: (blog) => `<link rel="canonical" href="${blog}item/tides/">` },
    // A canonical address that leads elsewhere does not hide the page's own
    { path: 'item/tides/', head: (blog) => `<link rel="canonical" href="${blog}other/">` },
    {
      path: 'preview',
      head: (blog) => `<link rel="canonical" href="${blog.replace('http:', 'https:')}item/tides">`,
    },
  ]
  const kindOf = ({ head }: (typeof addresses)[number]): boolean => head === undefined
  test.each(sampleOf(addresses, kindOf))(
    'finds its episode at /$path and plays it',
    async ({ path, head }) => {
      const { blog, show, write } = pages
      write(
        `${head?.(blog) ?? ''}<script src="${show}player.js" async></script><sidecast-player></sidecast-player>`,
      )
      const { page } = await open(`${blog}${path}`)
      await button(page).waitFor()
      expect(await button(page).innerText()).toMatch(/^Listen to this article\s+13 min$/)
      await expectToPlay(page)
      expect(await audio(page, 'src')).toBe(`${show}audio/tides.mp3`)
    },
  )

  test.each(sampleOf(['', 'item/nothing/', 'item/']))(
    'shows nothing on /%s, which is no episode',
    async (path) => {
      const { blog, show, write } = pages
      write(`<script src="${show}player.js"></script><sidecast-player>Listen</sidecast-player>`)
      const { page, complaints } = await open(`${blog}${path}`)
      await page.waitForLoadState('networkidle')
      expect(await player(page).boundingBox()).toBe(null)
      expect(
        complaints().filter((complaint) => !complaint.startsWith(`elsewhere: ${show}`)),
      ).toEqual([])
    },
  )

  test('follows a site that changes its pages without loading them', async () => {
    const { blog, show, write } = pages
    write(`<script src="${show}player.js" async></script><sidecast-player></sidecast-player>`)
    const { page } = await open(`${blog}item/tides/`)
    await expectToPlay(page)
    await page.evaluate(`history.pushState(null, '', '${blog}item/tides/?utm_source=letter#two')`)
    await page.evaluate(`history.replaceState(null, '', '${blog}item/tides/')`)
    expect(await audio(page, 'paused')).toBe(false)
    await page.evaluate(`history.pushState(null, '', '${blog}item/moon/')`)
    await expect.poll(() => audio(page, 'src'), SOON).toBe(`${show}audio/moon.mp3`)
    await page.evaluate(`history.pushState(null, '', '${blog}about/')`)
    await expect.poll(() => player(page).boundingBox(), SOON).toBe(null)
    await page.goBack()
    await expectToPlay(page)
  })

  test.each(sampleOf(['', 'async', 'defer', 'type="module"']))(
    'works with a script that is loaded with "%s", before and after it',
    async (how) => {
      const { blog, show, write } = pages
      const script = `<script ${how} src="${show}player.js"></script>`
      for (const html of [
        `${script}<sidecast-player></sidecast-player>`,
        `<sidecast-player></sidecast-player>${script}${script}`,
      ]) {
        write(html)
        const { page } = await open(`${blog}item/tides/`)
        await expect.poll(() => button(page).count(), SOON).toBe(1)
      }
    },
  )

  test('works on a page that allows nothing but what it needs', async () => {
    const { blog, show, write } = pages
    const origin = new URL(show).origin
    write(`<script src="${show}player.js"></script><sidecast-player></sidecast-player>`, {
      'Content-Security-Policy': `default-src 'none'; img-src data:; script-src ${origin}; connect-src ${origin}; media-src ${origin}; require-trusted-types-for 'script'`,
    })
    const { page, complaints } = await open(`${blog}item/tides/`)
    await expectToPlay(page)
    expect(complaints().filter((complaint) => !complaint.startsWith(`elsewhere: ${show}`))).toEqual(
      [],
    )
  })

  test.runIf(EVERYTHING)('is not touched by the styles of the page', async () => {
    const { blog, show, write } = pages
    const html = `<script src="${show}player.js"></script><main><sidecast-player></sidecast-player></main>`
    const look = `(() => {
      const { shadowRoot } = document.querySelector('sidecast-player')
      return [...shadowRoot.querySelectorAll('.player, .player button, .player button span')].map((part) => {
        const style = getComputedStyle(part)
        const { width, height } = part.getBoundingClientRect()
        const names = ['color', 'fontSize', 'fontFamily', 'display', 'textTransform', 'direction',
          'letterSpacing', 'visibility', 'opacity', 'pointerEvents', 'backgroundColor']
        return [Math.round(width), Math.round(height), ...names.map((name) => style[name])]
      })
    })()`
    write(`<style>body { margin: 0 }</style>${html}`)
    const plain = await open(`${blog}item/tides/`)
    await button(plain.page).waitFor()
    const wanted = await plain.page.evaluate(look)
    write(`<style>${HOSTILE}</style>${html}`)
    const { page } = await open(`${blog}item/tides/`)
    await page.waitForFunction(
      'document.querySelector("sidecast-player").shadowRoot.querySelector(".player")',
    )
    expect(await page.evaluate(look)).toEqual(wanted)
    await page.evaluate(
      'document.querySelector("sidecast-player").shadowRoot.querySelector("button").click()',
    )
    await expect.poll(() => audio(page, 'currentTime'), SOON).toBeGreaterThan(0.2)
  })

  test.runIf(EVERYTHING)(
    'takes the colours that the page gives it, and speaks the language around it',
    async () => {
      const { blog, show, write } = pages
      write(
        `<html lang="cs"><style>main { --sidecast-paper: rgb(1, 2, 3) }</style><script src="${show}player.js"></script><main><sidecast-player></sidecast-player></main>`,
      )
      const { page } = await open(`${blog}item/tides/`)
      await button(page).waitFor()
      expect(await button(page).innerText()).toMatch(/^Poslechnout tento článek\s+13 min$/)
      const paper =
        'getComputedStyle(document.querySelector("sidecast-player").shadowRoot.querySelector(".player")).backgroundColor'
      expect(await page.evaluate(paper)).toBe('rgb(1, 2, 3)')
    },
  )

  test.runIf(EVERYTHING)(
    'goes on where its reader stopped, at the speed of the last time',
    async () => {
      const { blog, show, write } = pages
      write(`<script src="${show}player.js"></script><sidecast-player></sidecast-player>`)
      const { page } = await open(`${blog}item/tides/`)
      await expectToPlay(page)
      await player(page).getByRole('slider', { name: 'Position' }).fill('100')
      await player(page).getByRole('combobox', { name: 'Speed' }).selectOption('1.5')
      await expect.poll(() => audio(page, 'currentTime'), SOON).toBeGreaterThan(100)
      await button(page).click()
      await page.reload()
      await expect
        .poll(() => button(page).innerText(), SOON)
        .toMatch(/^Continue from 1:4\d\s+Tides$/)
      await button(page).click()
      await expect.poll(() => audio(page, 'currentTime'), SOON).toBeGreaterThan(100)
      expect(await audio(page, 'playbackRate')).toBe(1.5)
    },
  )

  test.runIf(EVERYTHING)('keeps within its edge, whatever the title, at every width', async () => {
    const { blog, show, write } = pages
    write(
      `<meta name="viewport" content="width=device-width"><script src="${show}player.js"></script><sidecast-player episode="long" controls cover></sidecast-player>`,
    )
    const { page } = await open(`${blog}item/long/`)
    await expectToPlay(page)
    await player(page).locator('img').waitFor()
    for (const width of [280, 320, 390, 640, 1440]) {
      await page.setViewportSize({ width, height: 700 })
      const outside = await page.evaluate(`(() => {
        const [edge, ...parts] = [...document.querySelector('sidecast-player').shadowRoot.querySelectorAll('.player, .player *:not(.aside, option)')]
        const { left, right } = edge.getBoundingClientRect()
        const boxes = parts.map((part) => [part.outerHTML.slice(0, 60), part.getBoundingClientRect()])
        return boxes.filter(([, box]) => box.width > 0 && (box.left < left || box.right > right)).map(([html]) => html)
      })()`)
      expect([width, outside]).toEqual([width, []])
    }
  })

  test.runIf(EVERYTHING)('is several times on one page, of which one is heard', async () => {
    const { blog, show, write } = pages
    write(
      `<script src="${show}player.js"></script><sidecast-player></sidecast-player><sidecast-player episode="moon"></sidecast-player>`,
    )
    const { page } = await open(`${blog}item/tides/`)
    const states = (): Promise<boolean[]> =>
      page.evaluate(
        '[...document.querySelectorAll("sidecast-player")].map(({ audio }) => audio.paused)',
      )
    const buttons = page.locator('sidecast-player button:has(small)')
    await buttons.nth(1).waitFor()
    await buttons.nth(0).click()
    await expect.poll(states, SOON).toEqual([false, true])
    await buttons.nth(1).click()
    await expect.poll(states, SOON).toEqual([true, false])
  })

  test.runIf(EVERYTHING)('says that a recording cannot be loaded, and tries again', async () => {
    const { blog, show, write } = pages
    write(`<script src="${show}player.js"></script><sidecast-player></sidecast-player>`)
    const { page } = await open('about:blank')
    await page.route('**/*.mp3', (route) => route.abort())
    await page.goto(`${blog}item/tides/`)
    await button(page).click()
    await player(page).getByText('The recording could not be loaded.').waitFor()
    await page.unroute('**/*.mp3')
    await player(page).getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => audio(page, 'currentTime'), SOON).toBeGreaterThan(0)
    const said = async (): Promise<string> =>
      (await player(page).getByRole('status').allInnerTexts()).join('')
    await expect.poll(said, SOON).toBe('')
  })

  test.each([
    { what: 'no script runs', options: { javaScriptEnabled: false } },
    { what: 'the show is away', options: {} },
  ])('is the link that stands in it where $what', async ({ options }) => {
    const { blog, show, write } = pages
    write(
      `<script src="${show}player.js"></script><sidecast-player><a href="${show}episodes/tides/">Listen</a></sidecast-player>`,
    )
    const { page } = await open('about:blank', options)
    await page.route('**/episodes.json', (route) => route.abort())
    await page.goto(`${blog}item/tides/`)
    await page.getByRole('link', { name: 'Listen' }).click()
    await page.waitForURL(`${show}episodes/tides/`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Tides')
  })

  test.each(sampleOf(SCHEMES))(
    'breaks no rule of accessibility in %s colours',
    async (colorScheme) => {
      const { blog, show, write } = pages
      write(
        `<html lang="en"><title>Tides</title><style>:root { color-scheme: light dark }</style><main><h1>Tides</h1><script src="${show}player.js"></script><sidecast-player></sidecast-player></main>`,
      )
      const { page } = await open('about:blank', { colorScheme })
      await page.addInitScript(axe.source)
      await page.goto(`${blog}item/tides/`)
      await expectToPlay(page)
      expect(await violations(page)).toEqual([])
    },
  )
})

describe('the player in a frame', () => {
  test('is what the page of the episode gives to copy, and plays on another site', async () => {
    const { blog, show, write } = pages
    const { page } = await open(`${show}episodes/tides/`)
    await page.getByText('Embed this episode').click()
    const snippet = await page.getByLabel('The player in a frame').inputValue()
    write(snippet)
    await page.goto(`${blog}anything`)
    const frame = page.frameLocator('iframe')
    await frame.getByRole('button', { name: 'Listen to this article' }).click()
    const place = (): Promise<number> =>
      frame
        .locator('sidecast-player')
        .evaluate((element) => Reflect.get(element, 'audio').currentTime)
    await expect.poll(place, SOON).toBeGreaterThan(0.2)
    await frame.getByRole('link', { name: 'Tides' }).first().click()
    await page.waitForURL(`${show}episodes/tides/`)
  })

  test.each(sampleOf(SCHEMES))(
    'breaks no rule of accessibility in %s colours, nor does what is copied',
    async (colorScheme) => {
      const { show } = pages
      const { page } = await open('about:blank', { colorScheme, reducedMotion: 'reduce' })
      await page.addInitScript(axe.source)
      await page.goto(`${show}episodes/tides/embed/`)
      await button(page).click()
      expect(await violations(page)).toEqual([])
      await page.goto(`${show}episodes/tides/`)
      await page.getByText('Embed this episode').click()
      expect(await violations(page)).toEqual([])
    },
  )

  test('is told to other sites by oEmbed', async () => {
    const { show } = pages
    const { page } = await open(`${show}episodes/tides/`)
    const href = await page.locator('link[type="application/json+oembed"]').getAttribute('href')
    const answer = await page.request.get(href ?? '')
    expect(answer.headers()).toMatchObject({
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    })
    // Its picture is drawn while the show is already served.
    const answered = async (): Promise<unknown> => (await page.request.get(href ?? '')).json()
    await expect.poll(answered, SOON).toEqual({
      version: '1.0',
      type: 'rich',
      title: 'Tides',
      provider_name: 'Tides',
      provider_url: show,
      url: `${show}episodes/tides/`,
      thumbnail_url: expect.stringMatching(/\/artwork\/tides-\w+-640\.jpg$/),
      thumbnail_width: 640,
      thumbnail_height: 640,
      html: expect.stringContaining(`<iframe src="${show}episodes/tides/embed/"`),
      width: 640,
      height: 190,
    })
  })

  test('is the only page of an episode that other sites may frame', async () => {
    const { blog, show, write } = pages
    write(`<iframe src="${show}episodes/tides/"></iframe>`)
    const { page } = await open(`${blog}anything`)
    await expect
      .poll(() => page.frames()[1]?.url(), SOON)
      .toMatch(/^(?:chrome-error:|about:neterror)/)
  })
})
