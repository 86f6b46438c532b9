import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { serveFolder } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { SOON, startBrowser } from './browser.ts'

const open = startBrowser()

const SCRIPT = '</title></script><script>globalThis.ran = "script"</script>'
const PICTURE = '"><img src=x onerror="globalThis.ran = \'picture\'">'
const ADDRESS = "javascript:globalThis.ran='address'"

/** Markup as an author writes about it; titles are plain text, in which it is just signs. */
function escape(html: string): string {
  return html.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const SETTINGS = `title: ${JSON.stringify(`Tides ${SCRIPT}`)}
description: ${JSON.stringify(`On the sea ${PICTURE}`)}
author: ${JSON.stringify(`Ann ${PICTURE}`)}
copyright: ${JSON.stringify(SCRIPT)}
owner: { name: Ann Reader, email: ann@example.org }
language: en
category: Science
`

const FRONT_MATTER = {
  title: `Moon ${SCRIPT}${PICTURE} ${escape(SCRIPT)}`,
  date: '2026-05-11',
  author: `${PICTURE}${SCRIPT}`,
  description: `Dark ${PICTURE} side ${SCRIPT}`,
  categories: [PICTURE, SCRIPT],
  guid: `guid" autofocus onfocus="globalThis.ran = 'guid'" x="`,
  link: ADDRESS,
  image: ADDRESS,
  audio: 'moon.mp3',
  chapters: [
    { start: 0, title: SCRIPT },
    { start: 1, title: PICTURE, url: ADDRESS, image: ADDRESS },
  ],
}

const BODY = `
<script>globalThis.ran = 'body'</script>
<script src="data:text/javascript,globalThis.ran='source'"></script>
<img src="/audio/moon.mp3" onerror="globalThis.ran = 'error'"> <svg onload="globalThis.ran = 'load'"><script>globalThis.ran = 'svg'</script></svg>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe> <object data="${ADDRESS}"></object> <embed src="${ADDRESS}">
<style>body { display: none }</style> <link rel="stylesheet" href="data:text/css,body{display:none}">
<meta http-equiv="refresh" content="0;url=/elsewhere"> <base href="https://example.com/">
<details ontoggle="globalThis.ran = 'toggle'" open>details</details>
<form action="${ADDRESS}" data-player><input name="body" autofocus onfocus="globalThis.ran = 'focus'"><button data-do="help">form</button></form>
<audio data-seek autoplay src="moon.mp3"></audio> <p id="player" class="player" data-player data-controls data-seek style="position: fixed; inset: 0">over all</p>

[markdown](${ADDRESS}) [spaces](<java	script:globalThis.ran='spaces'>) [entity](&#106;avascript:globalThis.ran='entity') [data](data:text/html,<script>globalThis.ran='data'</script>)
<a href="JaVaScRiPt:globalThis.ran='case'">case</a> <a href="&#1;javascript:globalThis.ran='control'">control</a> <a href="vbscript:run">other</a>
![picture](${ADDRESS})

The end of ${'long'.repeat(200)} words, https://example.org/${'long'.repeat(200)}

| ${'wide | '.repeat(40)}
| ${'--- | '.repeat(40)}
| ${'cell | '.repeat(40)}

<math><mtext></form><form><mglyph><style></math><img src onerror="globalThis.ran = 'math'">
`

async function serveHostilePost(): Promise<string> {
  const folder = await makeFolder({
    'sidecast.yml': SETTINGS,
    '2026-05-11-moon.md': `${JSON.stringify(FRONT_MATTER, null, 2)}\n${BODY}`,
    'moon.mp3': silentMp3(400),
  })
  const { url } = await serveFolder(folder)
  return url
}

const WIDTH = 'document.documentElement.scrollWidth'

describe('a post that means harm', () => {
  test('runs nothing, and its page still plays', async () => {
    const url = await serveHostilePost()
    const { page, complaints } = await open(`${url}episodes/moon/`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('<script>')
    await page.getByRole('button', { name: /^Listen/ }).click()
    const position = (): Promise<number> =>
      page.evaluate('document.querySelector("[data-guid] audio").currentTime')
    await expect.poll(position, SOON).toBeGreaterThan(0.2)
    for (const link of await page.getByRole('article').getByRole('link').all()) {
      const leads = await link.evaluate((anchor) => String(anchor))
      expect(leads).toMatch(/^https?:/)
    }
    expect(await page.getByRole('article').innerText()).toMatch(/The end of (long)+ words/)
    expect(await page.evaluate('globalThis.ran')).toBeUndefined()
    expect(page.url()).toBe(`${url}episodes/moon/`)
    expect(complaints()).toEqual([])
  })

  test.each(sampleOf(['', 'no/such/page']))('runs nothing on other pages: /%s', async (path) => {
    const { page } = await open(`${await serveHostilePost()}${path}`)
    expect(await page.getByRole('banner').or(page.getByRole('main')).first().isVisible()).toBe(true)
    expect(await page.getByRole('contentinfo').innerText()).toContain('<script>')
    expect(await page.evaluate('globalThis.ran')).toBeUndefined()
  })

  test.runIf(EVERYTHING)(
    'runs nothing in a frame, in the feed, or where its snippets are pasted',
    async () => {
      const url = await serveHostilePost()
      const { page } = await open(`${url}episodes/moon/embed/`)
      await page.getByRole('button', { name: /^Listen/ }).click()
      await page.getByRole('slider').waitFor()
      expect(await page.evaluate('globalThis.ran')).toBeUndefined()
      await page.goto(`${url}feed.xml`)
      expect(await page.evaluate('document.contentType')).toBe('application/xml')
      expect(await page.evaluate('globalThis.ran')).toBeUndefined()
      await page.goto(`${url}episodes/moon/`)
      const snippets = page.locator('.snippets textarea')
      const pasted = await snippets.evaluateAll((all) =>
        all.map((area) => Reflect.get(area, 'value')),
      )
      expect(pasted).toHaveLength(3)
      const body = `<!doctype html>${pasted.join('<hr>')}`
      await page.route('**/pasted', (route) => route.fulfill({ contentType: 'text/html', body }))
      await page.goto(`${url}pasted`)
      await page.locator('sidecast-player').first().getByRole('button').waitFor()
      expect(await page.evaluate('globalThis.ran')).toBeUndefined()
      expect(await page.frames()[1]?.evaluate('globalThis.ran')).toBeUndefined()
    },
  )

  test.runIf(EVERYTHING)('would run nothing even if a script came through', async () => {
    const { page, complaints } = await open(`${await serveHostilePost()}episodes/moon/`)
    await page.evaluate(`document.body.append(Object.assign(document.createElement('script'), {
      textContent: 'globalThis.ran = "inline"',
    }))`)
    expect(await page.evaluate('globalThis.ran')).toBeUndefined()
    expect(complaints()).toEqual([expect.stringContaining('Content Security Policy')])
  })

  test.runIf(EVERYTHING)('does not push the page out of a small window', async () => {
    const url = await serveHostilePost()
    const { page } = await open(url, { viewport: { width: 320, height: 640 } })
    for (const path of ['', 'episodes/moon/', 'no/such/page']) {
      await page.goto(`${url}${path}`)
      expect([path, await page.evaluate(WIDTH)]).toEqual([path, 320])
    }
  })
})
