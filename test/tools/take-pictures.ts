import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import sharp from 'sharp'
import { startServer } from '../support/program.ts'
import { chromiumPath } from './install.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A picture of one of our own pages, as the docs show it. */
interface Picture {
  readonly file: string
  /** From the base URL. */
  readonly path: string
  readonly width: number
  readonly height: number
  readonly colorScheme: 'light' | 'dark'
  /** Brings the page into the state that is shown. */
  readonly prepare: (page: Page) => Promise<void>
}

const PICTURES: readonly Picture[] = [
  {
    file: 'show-page.webp',
    path: '',
    width: 960,
    height: 720,
    colorScheme: 'light',
    prepare: async () => undefined,
  },
  {
    file: 'episode-page.webp',
    path: 'episodes/tides/#t=1:19',
    width: 960,
    height: 720,
    colorScheme: 'light',
    prepare: readAlong,
  },
]

/** Plays until a sentence is marked in the article, and stops there. */
async function readAlong(page: Page): Promise<void> {
  await page.locator('.actions').getByRole('button').first().click()
  await page.mouse.move(0, 0)
  await page.locator('.prose .now').first().waitFor()
  await page.keyboard.press('k')
}

/** Takes the pictures of the docs anew, from the sample show. */
async function takePictures(folder: string): Promise<void> {
  const content = await mkdtemp(join(tmpdir(), 'sidecast-pictures-'))
  // A copy, for a server writes to the folder that it serves.
  await cp(join(ROOT, 'episodes'), content, { recursive: true })
  // The usual port, for the address of the feed is in the picture.
  const serving = await startServer(content, '--port', '3000')
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: [
      '--no-sandbox',
      '--mute-audio',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
  try {
    await mkdir(folder, { recursive: true })
    for (const picture of PICTURES) {
      await writeFile(join(folder, picture.file), await photograph(browser, serving.url, picture))
    }
  } finally {
    await browser.close()
    await serving.stop()
    await rm(content, { recursive: true, force: true })
  }
}

async function photograph(browser: Browser, url: string, picture: Picture): Promise<Buffer> {
  const { path, width, height, colorScheme, prepare } = picture
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: 2,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en',
  })
  await page.goto(`${url}${path}`, { waitUntil: 'networkidle' })
  await prepare(page)
  const png = await page.screenshot({ type: 'png' })
  await page.close()
  return sharp(png).webp({ quality: 80, effort: 6 }).toBuffer()
}

if (import.meta.main) await takePictures(join(ROOT, 'docs/pictures'))
