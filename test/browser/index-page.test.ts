import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { serveFolder } from '../support/program.ts'
import { smallBlog } from '../support/small-blog.ts'
import { EVERYTHING } from '../support/extent.ts'
import { SOON, startBrowser, startSampleShow } from './browser.ts'
import { freePort } from '../support/free-port.ts'

const open = startBrowser()
const show = startSampleShow()

describe('the page of the show', () => {
  test('lists the episodes, the newest first, each with its day, length and summary', async () => {
    const url = show()
    const { page, complaints } = await open(url)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('The Long Minute')
    const entries = page.getByRole('main').locator('.entry')
    expect(await entries.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Proč jezdí vlaky ve stejnou minutu',
      'A table for the sea',
      'Chleba je hlavně čekání',
      'What the ear cannot skip',
      'Malá část první',
    ])
    const tides = await entries.nth(1).innerText()
    expect(tides).toContain('May 4, 2026')
    expect(tides).toContain('6 min')
    expect(tides).toContain('A tide table says months ahead')
    expect(complaints()).toEqual([])
  })

  test('opens an episode from its title, and from its button', async () => {
    const url = show()
    const { page, complaints } = await open(url)
    await page.getByRole('link', { name: 'A table for the sea', exact: true }).click()
    await page.waitForURL(`${url}episodes/tides/`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('A table for the sea')
    await page.getByRole('link', { name: 'The Long Minute' }).click()
    await page.waitForURL(url)
    await page.getByRole('link', { name: /^Listen.*Malá část první/ }).click()
    await page.waitForURL(`${url}episodes/minuta/`)
    expect(complaints()).toEqual([])
  })

  test('gives the feed to every kind of app', async () => {
    const url = show()
    const { page } = await open(url)
    const feed = `${url}feed.xml`
    const bare = feed.replace('http://', '')
    const encoded = encodeURIComponent(feed)
    const apps = await page.locator('.subscribe').getByRole('link').all()
    expect(await Promise.all(apps.map((app) => app.getAttribute('href')))).toEqual([
      `podcast://${bare}`,
      `overcast://x-callback-url/add?url=${encoded}`,
      `pktc://subscribe/${bare}`,
      `castros://subscribe/${bare}`,
      `https://antennapod.org/deeplink/subscribe?url=${encoded}&title=The%20Long%20Minute`,
      `https://podcastaddict.com/feed/${encoded}`,
    ])
    expect(await page.getByLabel('Any other app').inputValue()).toBe(feed)
    const discovered = page.locator('link[rel=alternate][type="application/rss+xml"]')
    expect(await discovered.getAttribute('href')).toBe(feed)
    const answer = await page.request.get(feed)
    expect(answer.headers()['content-type']).toBe('application/rss+xml; charset=utf-8')
  })

  test('copies the address of the feed and says so', async () => {
    const url = show()
    const { page } = await open(url, { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${url}feed.xml`)
  })

  test('lets the keyboard skip to what the page is about', async () => {
    const url = show()
    const { page } = await open(url)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
  })

  test.runIf(EVERYTHING)('works below a base path, and so does everything behind it', async () => {
    const port = Number(await freePort())
    const base = `http://127.0.0.1:${port}/podcast/`
    const folder = await makeFolder(smallBlog())
    const { url } = await serveFolder(folder, '--port', String(port), '--base-url', base)
    expect(url).toBe(base)
    const { page, complaints } = await open(url)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.getByRole('link', { name: 'Moon', exact: true }).click()
    await page.getByRole('button', { name: /^Listen/ }).click()
    const position = (): Promise<number> =>
      page.evaluate('document.querySelector("audio").currentTime')
    await expect.poll(position, SOON).toBeGreaterThan(0.2)
    await page.getByRole('banner').getByRole('link', { name: 'Tides' }).click()
    await page.waitForURL(base)
    const missing = await page.goto(`${base}no/such/page/`)
    expect(missing?.status()).toBe(404)
    await page.getByRole('link', { name: 'All episodes' }).click()
    await page.waitForURL(base)
    expect(asked.filter((address) => !address.startsWith(base))).toEqual([])
    expect(complaints()).toEqual([])
  })
})

describe('the error page', () => {
  test('says what is wrong and leads back to the show', async () => {
    const url = show()
    const { page, complaints } = await open(`${url}episodes/nothing/here`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(
      /^Nothing was found\s+at this address$/,
    )
    await page.getByRole('link', { name: 'All episodes' }).click()
    await page.waitForURL(url)
    expect(complaints()).toEqual([])
  })
})
