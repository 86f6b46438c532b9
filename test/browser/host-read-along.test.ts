import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import axe from 'axe-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { EVERYTHING, manyOr, sampleOf } from '../support/extent.ts'
import { SOON, startBrowser, startSampleShow, violations } from './browser.ts'
import { has } from './browsers.ts'
import { interrupted, THEMES } from './host-pages.ts'
import { heard, random, readSpoken } from './spoken-sentences.ts'

const open = startBrowser()
const show = startSampleShow()

/** A blog, on another host than the show: every address of it is the page. */
let blog = ''
let html = ''
let article = ''
let strict = false
beforeAll(async () => {
  const server = createServer((_, response) => {
    const policy = `default-src 'none'; style-src 'nonce-page'; img-src data:; script-src ${show()}; connect-src ${show()}; media-src ${show()}; frame-src ${show()}`
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      ...(strict && { 'Content-Security-Policy': policy }),
    })
    response.end(html)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  blog = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const page = await (await fetch(`${show()}episodes/tides/`)).text()
  const [, prose = ''] = /<article class="prose"[^>]*>([\s\S]*?)<\/article>/.exec(page) ?? []
  article = prose.replace(/<\/?span\b[^>]*>/g, '').replace(/<img[^>]*>/g, '')
  return () => {
    server.close()
  }
})

const playerOf = (more = 'read-along'): string =>
  `<script src="${show()}player.js" async></script><sidecast-player episode="tides" ${more}></sidecast-player>`

const frame = (width: number): string =>
  `<iframe src="${show()}episodes/what-the-ear-cannot-skip/embed/" width="${width}" height="190" style="border:0;color-scheme:light dark"></iframe>`

const ELEMENT = `document.querySelector('sidecast-player')`
const MARKED = `[...(CSS.highlights.get('sidecast-spoken') ?? [])].map(String).join(' ')`
const marked = async (page: Page): Promise<string> =>
  heard((await page.evaluate<string>(MARKED)).replaceAll('\u00AD', ''))

/** Begins to play, and stops again when what is spoken can be marked. */
async function begin(page: Page): Promise<void> {
  await page.locator('sidecast-player').getByRole('button').first().click()
  await expect.poll(() => page.evaluate(`${ELEMENT}.along !== undefined`), SOON).toBe(true)
  await expect.poll(() => marked(page), SOON).not.toBe('')
  await page.evaluate(`${ELEMENT}.audio.pause()`)
}

/** What the article on the page does not hold. */
const NOT_IN_TEXT = [/^Fifteen days of/]

describe('the article of the blog itself', () => {
  test.each(sampleOf(THEMES))('is marked as it is spoken, on a page like $name', async (theme) => {
    html = theme.page(interrupted(article), playerOf())
    const spoken = readSpoken('2026-05-04-tides')
    const { page } = await open(blog)
    const layout = `[document.body.outerHTML.length, document.body.scrollWidth, ...[...document.querySelectorAll('p')].map((p) => p.getBoundingClientRect().width)]`
    await page.getByRole('button', { name: /^Listen/ }).waitFor()
    const before = await page.evaluate(layout)
    await begin(page)
    for (let done = 0; done < manyOr(8, 50);) {
      const time = random() * (spoken.at(-1)?.end ?? 0)
      const sentence = spoken.find(({ start, end }) => start + 0.03 <= time && time <= end - 0.03)
      if (sentence === undefined || NOT_IN_TEXT.some((one) => one.test(sentence.text))) continue
      done++
      await page.evaluate(`${ELEMENT}.audio.currentTime = ${time}`)
      await expect.poll(() => page.evaluate(`${ELEMENT}.audio.seeking`), SOON).toBe(false)
      await expect
        .poll(() => marked(page), { ...SOON, message: `at ${time}` })
        .toBe(heard(sentence.text))
    }
    expect(await page.evaluate(layout)).toEqual(before)
  })
})

/** How far the page moved; see the Layout Instability API. */
const WATCH_SHIFTS = `
  globalThis.shifts = []
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      // What is in the element has no node here.
      const moved = sources.flatMap(({ node }) => (node === null ? [] : [node.outerHTML?.slice(0, 60) ?? node.data]))
      if (moved.length > 0) shifts.push([value, ...moved].join(' '))
    }
  }).observe({ type: 'layout-shift', buffered: true })
`

/** Where a page has no landmarks, nothing in it is in one. */
function isNewTo(before: readonly string[]): (rule: string) => boolean {
  const lacksLandmarks = before.some((rule) => rule.startsWith('region:'))
  return (rule) => !before.includes(rule) && !(lacksLandmarks && rule.startsWith('region:'))
}

async function rulesBroken(page: Page): Promise<readonly string[]> {
  const found = (await violations(page)) as readonly (readonly [string, ...unknown[]])[]
  return found.flatMap(([id, ...nodes]) => nodes.map((node) => `${id}: ${String(node)}`))
}

const VISITS = [
  { width: 320, colorScheme: 'dark' },
  { width: 768, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 2560, colorScheme: 'light' },
] as const

describe.runIf(EVERYTHING && has('layout shifts'))(
  'a page of the blog, with a strict policy and in both colours',
  () => {
    test.each(THEMES)(
      'does not move, and is as accessible as without: $name',
      async (theme) => {
        strict = true
        for (const { width, colorScheme } of VISITS) {
          const viewport = { width, height: 800 }
          const { page, complaints } = await open('about:blank', { viewport, colorScheme })
          await page.addInitScript(WATCH_SHIFTS)
          await page.addInitScript(axe.source)
          const at = `${width} px, ${colorScheme}`
          html = theme.page(interrupted(article), '')
          await page.goto(blog)
          const before = await rulesBroken(page)
          html = theme.page(interrupted(article), playerOf('read-along controls'))
          await page.goto(blog)
          await begin(page)
          await page.evaluate(`${ELEMENT}.audio.currentTime = 100`)
          await expect.poll(() => marked(page), SOON).toContain(' ')
          expect({ at, shifts: await page.evaluate('shifts') }).toEqual({ at, shifts: [] })
          const news = (await rulesBroken(page)).filter(isNewTo(before))
          expect({ at, news }).toEqual({ at, news: [] })
          expect(complaints().filter((one) => !one.startsWith('elsewhere: '))).toEqual([])
        }
        strict = false
      },
      300_000,
    )
  },
)

describe.runIf(EVERYTHING)('reading along on a page of the blog', () => {
  const [minima] = THEMES

  test('plays from a sentence that is clicked, and from no other text', async () => {
    html = minima?.page(interrupted(article), playerOf()) ?? ''
    const { page } = await open(blog)
    await begin(page)
    const position = (): Promise<number> => page.evaluate(`${ELEMENT}.audio.currentTime`)
    await page.getByText('A tide table, and the harbour wall').first().click()
    expect(await page.evaluate(`${ELEMENT}.audio.paused`)).toBe(true)
    await page.getByText('Nobody who works on the coast').click({ position: { x: 20, y: 10 } })
    await expect.poll(() => page.evaluate(`${ELEMENT}.audio.paused`), SOON).toBe(false)
    const first = await marked(page)
    const text = await page.getByText('Nobody who works on the coast').innerText()
    expect(heard(text)).toContain(first)
    expect(await position()).toBeLessThan(60)
  })

  test('goes with the voice, and leaves the page to a reader who scrolls away', async () => {
    html = minima?.page(interrupted(article), playerOf()) ?? ''
    const { page } = await open(blog, { viewport: { width: 390, height: 700 } })
    await begin(page)
    const scrolled = (): Promise<number> => page.evaluate('scrollY')
    await page.evaluate(`${ELEMENT}.play()`)
    await page.evaluate(`${ELEMENT}.audio.currentTime = 150`)
    await expect.poll(scrolled, SOON).toBeGreaterThan(300)
    await page.mouse.move(200, 300)
    await page.mouse.wheel(0, 4000)
    await expect.poll(scrolled, SOON).toBeGreaterThan(3000)
    await page.evaluate(`${ELEMENT}.audio.currentTime = 180`)
    await expect.poll(() => page.evaluate(`${ELEMENT}.audio.seeking`), SOON).toBe(false)
    const left = await scrolled()
    await expect
      .poll(() => page.evaluate(`${ELEMENT}.audio.currentTime`), SOON)
      .toBeGreaterThan(182)
    expect(await scrolled()).toBe(left)
  })

  test.each([
    { what: 'another text', more: 'read-along', words: 'Bread is mostly waiting. '.repeat(60) },
    { what: 'an element that does not ask for it', more: '', words: null },
  ])('marks nothing on $what', async ({ more, words }) => {
    html = minima?.page(words === null ? article : `<p>${words}</p>`, playerOf(more)) ?? ''
    const { page } = await open(blog)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.locator('sidecast-player').getByRole('button').first().click()
    await expect.poll(() => page.evaluate(`${ELEMENT}.audio.currentTime`), SOON).toBeGreaterThan(3)
    expect(await marked(page)).toBe('')
    expect(asked.some((path) => path.endsWith('/spoken.json'))).toBe(more !== '')
  })

  test('costs nothing before play', async () => {
    html = minima?.page(article, playerOf()) ?? ''
    const { page } = await open('about:blank')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(blog)
    await page.getByRole('button', { name: /^Listen/ }).waitFor()
    expect(new Set(asked)).toEqual(new Set(['/', '/player.js', '/episodes.json', '/sound.js']))
  })
})

describe.runIf(EVERYTHING)('the frame on a page of the blog', () => {
  test('plays alone, beside the element of the same page', async () => {
    html = `${playerOf('')}${frame(640)}`
    const { page } = await open(blog)
    const element = page.locator('body > sidecast-player').getByRole('button').first()
    const framed = page.frameLocator('iframe').locator('sidecast-player')
    const paused = (): Promise<boolean> =>
      framed.evaluate(
        (one) => Reflect.get(Reflect.get(one, 'audio') as object, 'paused') as boolean,
      )
    await element.click()
    await expect.poll(() => page.evaluate(`${ELEMENT}.audio.currentTime`), SOON).toBeGreaterThan(0)
    await framed.getByRole('button').first().click()
    await expect.poll(() => page.evaluate(`${ELEMENT}.audio.paused`), SOON).toBe(true)
    expect(await paused()).toBe(false)
    await element.click()
    await expect.poll(paused, SOON).toBe(true)
  })

  test.each([
    { width: 640, scheme: 'dark', page: 'dark' },
    { width: 320, scheme: 'light', page: 'dark' },
    { width: 480, scheme: 'dark', page: 'light' },
    { width: 591, scheme: 'light', page: 'light' },
  ] as const)('fits in its height at $width pixels, with nothing in its corners', async (each) => {
    html = `<style>:root { color-scheme: ${each.page}; background: rgb(0 128 0) }</style>${frame(each.width)}`
    const viewport = { width: 700, height: 300 }
    const { page } = await open(blog, { viewport, colorScheme: each.scheme })
    const framed = page.frameLocator('iframe')
    await framed.getByRole('slider').waitFor()
    const height = await framed
      .locator('html')
      .evaluate((root) => Reflect.get(root, 'scrollHeight') as number)
    expect(height).toBe(190)
    const clip = { x: 8, y: 8, width: 1, height: 1 }
    const png = (await page.screenshot({ clip })).toString('base64')
    const colour = await page.evaluate(`(async () => {
      const image = await createImageBitmap(await (await fetch('data:image/png;base64,${png}')).blob())
      const canvas = new OffscreenCanvas(1, 1).getContext('2d')
      canvas.drawImage(image, 0, 0)
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
    })()`)
    expect(colour).toEqual([0, 128, 0])
  })
})
