import { statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { startBrowser, startSampleShow } from './browser.ts'

const open = startBrowser()
const show = startSampleShow()

describe('the page of an episode', () => {
  test('is the whole article, in its language', async () => {
    const { page } = await open(`${show()}episodes/chleba/`)
    const article = page.getByRole('article')
    expect(await article.getAttribute('lang')).toBe('cs')
    expect(await article.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Kdo vlastně pracuje',
      // No line ends with a preposition of one letter.
      'Co k\u00A0tomu',
      'Postup',
      'Nejtěžší krok',
    ])
    expect(await article.getByRole('table').getByRole('row').count()).toBe(7)
    await article.getByRole('link', { name: '1', exact: true }).click()
    expect(await article.locator(':target').innerText()).toMatch(/^Komu se to stane/)
  })

  test('slants what is emphasised in scripts alone that have an italic', async () => {
    const { page } = await open(`${show()}episodes/chleba/`)
    const styleIn = (language: string): Promise<readonly string[]> =>
      page.evaluate(`(() => {
        const emphasis = document.querySelector('.prose').appendChild(document.createElement('em'))
        emphasis.lang = '${language}'
        const { fontStyle, fontWeight, textEmphasisStyle } = getComputedStyle(emphasis)
        return [fontStyle, fontWeight, textEmphasisStyle]
      })()`)
    for (const latin of ['cs', 'en', 'uk', 'vi']) {
      expect(await styleIn(latin)).toEqual(['italic', '400', 'none'])
    }
    for (const dotted of ['ja', 'zh-Hant', 'ko']) {
      expect(await styleIn(dotted)).toEqual(['normal', '400', 'dot'])
    }
    for (const bold of ['ar', 'he', 'fa-IR']) {
      expect(await styleIn(bold)).toEqual(['normal', '600', 'none'])
    }
  })

  test('takes the reader to the recording, the transcript and the episodes beside it', async () => {
    const { page } = await open(`${show()}episodes/tides/`)
    const href = (name: string) =>
      page.getByRole('link', { name, exact: true }).evaluate((link) => String(link))
    const audio = await page.request.head(await href('Download'))
    expect(audio.status()).toBe(200)
    expect(audio.headers()['content-type']).toBe('audio/mpeg')
    const file = new URL('../../episodes/2026-05-04-tides.mp3', import.meta.url)
    expect(audio.headers()['content-length']).toBe(String(statSync(file).size))
    const transcript = await page.request.get(await href('VTT'))
    expect(transcript.headers()['content-type']).toBe('text/vtt; charset=utf-8')
    expect(await transcript.text()).toMatch(/^WEBVTT\n/)
    await page.getByRole('link', { name: /^Newer episode/ }).click()
    await page.waitForURL('**/episodes/takt/')
    await page.getByRole('link', { name: /^Older episode/ }).click()
    await page.waitForURL('**/episodes/tides/')
  })
})

describe('an episode whose page has no script', () => {
  test('has the browser’s own player, the text and every link', async () => {
    const url = show()
    const { page, complaints } = await open(`${url}episodes/tides/`, { javaScriptEnabled: false })
    expect(await page.locator('audio[controls]').isVisible()).toBe(true)
    expect(await page.locator('[data-controls]').isVisible()).toBe(false)
    expect(await page.getByRole('article').innerText()).toContain('Hardly any of the future')
    const audio = `${url}audio/2026-05-04-tides.mp3`
    const links = page.getByRole('main').getByRole('link')
    const addresses = await links.evaluateAll((all) => all.map(String))
    expect(addresses).toEqual(
      expect.arrayContaining([
        audio,
        `${audio}#t=0`,
        `${url}episodes/tides/transcript.vtt`,
        `${url}episodes/takt/`,
      ]),
    )
    await page.goto(url)
    expect(await page.getByRole('button', { name: 'Copy' }).isVisible()).toBe(false)
    await page.getByRole('link', { name: 'Malá část první', exact: true }).click()
    await page.waitForURL(`${url}episodes/minuta/`)
    expect(complaints()).toEqual([])
  })

  test.runIf(EVERYTHING)('has the same where the script does not arrive', async () => {
    const url = show()
    const { page } = await open(url)
    await page.route('**/page.js', (route) => route.abort())
    await page.goto(`${url}episodes/tides/`)
    await page.locator('audio').waitFor({ state: 'visible' })
    expect(await page.locator('[data-controls]').isVisible()).toBe(false)
  })
})
