import { once } from 'node:events'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { type Serving, sidecast, startServer } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'
import { SOON, startBrowser } from './browser.ts'
import { has } from './browsers.ts'
import { first, ofAudio, openMore, player, playsPast } from './playing.ts'

const open = startBrowser()
const WITH_WORKER = { serviceWorkers: 'allow' } as const

const SETTINGS = 'title: Tides\ndescription: On the sea.\nlanguage: en\nartwork: { make: no }\n'
const VTT = 'WEBVTT\n\n00:00.000 --> 00:01.000\nText of Tides.\n'

function makeShow(settings = ''): Promise<string> {
  return makeFolder({
    'sidecast.yml': SETTINGS + settings,
    '2026-05-04-tides.md': postText('Tides', 'tides.mp3', ['chapters: ["0:00 Ebb", "0:30 Flood"]']),
    'tides.mp3': silentMp3(5000),
    'tides.vtt': VTT,
    '2026-05-11-moon.md': postText('Moon', 'moon.mp3'),
    'moon.mp3': silentMp3(2000),
  })
}

async function serve(folder: string): Promise<Serving> {
  const server = await startServer(folder)
  onTestFinished(async () => void (await server.stop()))
  return server
}

/** Opens an address, and waits until its worker answers for it and has kept the page. */
async function openKept(url: string): Promise<Page> {
  const { page } = await open(url, WITH_WORKER)
  const kept = `caches.match(location.href).then((page) => page !== undefined && navigator.serviceWorker.controller !== null)`
  await expect.poll(() => page.evaluate(kept), SOON).toBe(true)
  return page
}

const offline = (page: Page) => page.locator('[data-offline]')

async function keep(page: Page): Promise<void> {
  await openMore(page)
  await offline(page).click()
  await expect.poll(() => offline(page).innerText(), SOON).toMatch(/^Remove from this device/)
}

/** Whether an address can be had by a program on the page. */
const fetched = (page: Page, path: string): Promise<boolean> =>
  page.evaluate(
    `fetch(new URL(${JSON.stringify(path)}, document.baseURI)).then(() => true, () => false)`,
  )

describe('a page that was opened', () => {
  test('is read without a network, with its transcript, and nothing else is there', async () => {
    const { url, stop } = await serve(await makeShow())
    const page = await openKept(`${url}episodes/tides/`)
    const background = 'getComputedStyle(document.querySelector(".player")).position'
    const looks = await page.evaluate(background)
    await stop()
    await page.reload()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Tides')
    expect(await page.getByText('Text of Tides.').count()).toBe(1)
    expect(await page.evaluate(background)).toBe(looks)
    await player(page).getByRole('button', { name: 'Play' }).waitFor()
    for (const path of [
      '../../feed.xml',
      '../../feed.json',
      'chapters.json',
      '../../episodes.json',
    ]) {
      expect([path, await fetched(page, path)]).toEqual([path, false])
    }
    const transcript = await page.locator('a[type="text/vtt"]').getAttribute('href')
    await page.goto(`${url}episodes/tides/${transcript}`)
    expect(await page.innerText('body')).toContain('Text of Tides.')
    await expect(page.goto(`${url}feed.xml`)).rejects.toThrow(/net::ERR_|NS_ERROR/)
  })

  test('is in a list without a network, in place of one that was not', async () => {
    const { url, stop } = await serve(await makeShow())
    const page = await openKept(`${url}episodes/tides/`)
    const instead = 'caches.match(new URL("../../offline/", location.href)).then(Boolean)'
    await expect.poll(() => page.evaluate(instead), SOON).toBe(true)
    const looks = 'getComputedStyle(document.querySelector("h1")).fontFamily'
    const font = await page.evaluate(looks)
    await stop()
    for (const path of ['episodes/moon/', '']) {
      await page.goto(url + path)
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('No network')
      expect(await page.evaluate(looks)).toBe(font)
      await page.getByRole('region', { name: 'Kept' }).waitFor()
    }
    expect(page.url()).toBe(url)
    expect(await page.locator('[data-kept] li').allInnerTexts()).toEqual(['Tides'])
    await page.getByRole('link', { name: 'Tides' }).last().click()
    await page.getByText('Text of Tides.').first().waitFor()
    expect(page.url()).toBe(`${url}episodes/tides/`)
  })
})

describe.runIf(EVERYTHING)('while there is a network', () => {
  test('nothing that was kept is shown', async () => {
    const folder = await makeShow()
    const { url, output } = await serve(folder)
    const page = await openKept(`${url}episodes/tides/`)
    await writeFile(join(folder, '2026-05-04-tides.md'), postText('Tides and moons', 'tides.mp3'))
    const title = async (): Promise<string> => {
      await page.reload()
      return page.getByRole('heading', { level: 1 }).innerText()
    }
    await expect.poll(title, SOON).toBe('Tides and moons')
    expect(await page.evaluate('fetch("../../feed.xml").then((feed) => feed.text())')).toContain(
      'Tides and moons',
    )
    expect(output()).not.toContain('error')
  })

  test('what the author has taken away is gone from what was kept', async () => {
    const folder = await makeShow()
    const { url, stop } = await serve(folder)
    const page = await openKept(`${url}episodes/tides/`)
    await rm(join(folder, '2026-05-04-tides.md'))
    const status = async (): Promise<number | undefined> => (await page.reload())?.status()
    await expect.poll(status, SOON).toBe(404)
    await stop()
    await expect
      .poll(() => page.evaluate('caches.match(location.href).then(Boolean)'), SOON)
      .toBe(false)
  })
})

describe.runIf(EVERYTHING)('a recording that is kept', () => {
  test('is heard without a network, from any place, and let go again', async () => {
    const { url, stop } = await serve(await makeShow())
    const page = await openKept(`${url}episodes/tides/`)
    await openMore(page)
    expect(await offline(page).innerText()).toMatch(/^Keep for offline\s+[\d.]+ MB$/)
    await page.keyboard.press('Escape')
    await keep(page)
    expect(await page.locator('[data-told]').innerText()).toBe(
      'Kept: you can listen to it without a network.',
    )
    await stop()
    await page.goto(`${url}episodes/tides/#t=1:30`)
    await first(page).click()
    await playsPast(page, 90)
    await page.getByRole('slider', { name: 'Position' }).fill('20')
    await expect.poll(() => ofAudio<number>(page, 'currentTime'), SOON).toBeLessThan(60)
    await playsPast(page, 20)
    await page.goto(`${url}episodes/moon/`)
    await expect
      .poll(() => page.locator('[data-kept] li').allInnerTexts(), SOON)
      .toEqual(['Tides with its recording'])
    await page.goto(`${url}episodes/tides/`)
    await openMore(page)
    await offline(page).click()
    await expect.poll(() => offline(page).innerText(), SOON).toMatch(/^Keep for offline/)
    expect(
      await page.evaluate('caches.match(document.querySelector("audio").src).then(Boolean)'),
    ).toBe(false)
    // The page itself is still there, for it was opened.
    await page.reload()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Tides')
  })

  test.runIf(has('DevTools'))(
    'goes on without a network while another page that is kept is read',
    async () => {
      const { url, stop } = await serve(await makeShow())
      const page = await openKept(`${url}episodes/moon/`)
      await page.goto(`${url}episodes/tides/`)
      await expect
        .poll(() => page.evaluate('caches.match(location.href).then(Boolean)'), SOON)
        .toBe(true)
      await keep(page)
      await page.keyboard.press('Escape')
      await first(page).click()
      await playsPast(page, 0)
      await expect.poll(() => page.evaluate('document.adoptedStyleSheets.length'), SOON).toBe(1)
      await stop()
      // What was loaded a moment ago would come from the browser's own cache.
      const session = await page.context().newCDPSession(page)
      await session.send('Network.enable')
      await session.send('Network.setCacheDisabled', { cacheDisabled: true })
      await page.evaluate('globalThis.heard = document.querySelector("audio")')
      await page.locator('a.neighbour').click()
      await page.getByRole('heading', { level: 1, name: 'Moon' }).waitFor()
      expect(page.url()).toBe(`${url}episodes/moon/`)
      expect(await page.evaluate('heard.isConnected && !heard.paused')).toBe(true)
    },
  )

  const failures = [
    {
      what: 'there is no room',
      says: 'There is no room left on this device',
      quota: 100_000,
      stops: false,
    },
    { what: 'it does not come', says: 'The recording could not be kept', quota: null, stops: true },
  ]
  test.each(failures.filter(({ quota }) => quota === null || has('DevTools')))(
    'is told of in a sentence where $what',
    async ({ says, quota, stops }) => {
      const { url, stop } = await serve(await makeShow())
      const page = await openKept(`${url}episodes/tides/`)
      await openMore(page)
      await offline(page).waitFor()
      if (quota !== null) {
        const session = await page.context().newCDPSession(page)
        await session.send('Storage.overrideQuotaForOrigin', {
          origin: new URL(url).origin,
          quotaSize: quota,
        })
      }
      if (stops) await stop()
      await offline(page).click()
      await player(page).getByText(says).waitFor()
      expect(await offline(page).innerText()).toMatch(/^Keep for offline/)
    },
  )
})

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mp3': 'audio/mpeg',
}

/** The folder below a path, as the plainest server would. */
async function servePlainly(
  folder: string,
  base: string,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(base.length).replace(/(^|\/)$/, '$1index.html')
    readFile(join(folder, path)).then(
      (bytes) =>
        response
          .setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream')
          .end(bytes),
      () => response.writeHead(404).end(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`, server }
}

describe.runIf(EVERYTHING)('behind a plain server, below a path', () => {
  test('all of it works, and a new worker takes the place of the old one by itself', async () => {
    const [folder, out] = [await makeShow(), await makeFolder({})]
    const { url, server } = await servePlainly(out, '/blog/podcast/')
    const built = await sidecast(['build', '--out', out, '--base-url', url, folder])
    expect(built.code).toBe(0)
    const page = await openKept(`${url}episodes/tides/`)
    const who = (): Promise<string> =>
      page.evaluate('fetch("../../who").then((answer) => answer.text())')
    expect(await who()).toBe('')
    const next = `addEventListener('fetch', (event) => event.request.url.endsWith('/who') && event.respondWith(new Response('new')))`
    await appendFile(join(out, 'worker.js'), next)
    await page.reload()
    // Browsers look for a new one when the old one rests.
    await expect.poll(who, { ...SOON, interval: 2000 }).toBe('new')
    await keep(page)
    server.close().closeAllConnections()
    await page.goto(`${url}episodes/tides/#t=1:00`)
    await first(page).click()
    await playsPast(page, 60)
  })
})

describe.runIf(EVERYTHING)('nothing is kept', () => {
  test('of a private show before the listener asks for it, and nothing after it is let go', async () => {
    const folder = await makeShow('private: yes\n')
    const added = await sidecast(['listener', 'add', 'Ann', folder])
    const [, token = ''] = /\/private\/([\w-]{43})\//.exec(added.stdout) ?? []
    const { url, stop } = await serve(folder)
    const address = `${url}private/${token}/episodes/tides/`
    const { page } = await open(address, WITH_WORKER)
    const workers = 'navigator.serviceWorker.getRegistrations().then(({ length }) => length)'
    const state = async (): Promise<unknown> => [
      await page.evaluate(workers),
      await page.evaluate('caches.keys().then(({ length }) => length)'),
    ]
    await openMore(page)
    await offline(page).waitFor()
    expect(await state()).toEqual([0, 0])
    await page.keyboard.press('Escape')
    await keep(page)
    expect(await state()).toEqual([1, 1])
    await offline(page).click()
    await expect.poll(state, SOON).toEqual([0, 0])
    await page.keyboard.press('Escape')
    await keep(page)
    await stop()
    await page.reload()
    await first(page).click()
    await playsPast(page, 0)
  })

  test('where the page is no secure context', async () => {
    const { url } = await serve(await makeShow())
    const { page, complaints } = await open(
      `${url.replace('127.0.0.1', '0.0.0.0')}episodes/tides/`,
      WITH_WORKER,
    )
    expect(await page.evaluate('isSecureContext')).toBe(false)
    await openMore(page)
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await offline(page).isVisible()).toBe(false)
    expect(complaints()).toEqual([])
  })
})
