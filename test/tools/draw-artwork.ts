import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { chleba } from './artwork/chleba.ts'
import { cover } from './artwork/cover.ts'
import { ear } from './artwork/ear.ts'
import { minuta } from './artwork/minuta.ts'
import type { Drawing } from './artwork/svg.ts'
import { grafikon } from './artwork/takt.ts'
import { fortnight, tides } from './artwork/tides.ts'
import { chromiumPath } from './install.ts'

/** Path in the content folder → what is drawn there. */
const ARTWORK: Readonly<Record<string, () => Drawing>> = {
  'cover.jpg': cover,
  'images/minuta.jpg': minuta,
  'images/ear.jpg': ear,
  'images/chleba.jpg': chleba,
  'images/tides.jpg': tides,
  'images/tides-fortnight.png': fortnight,
  'images/takt-grafikon.png': grafikon,
}

/** Draws the cover and the pictures of the sample show anew. */
export async function drawArtwork(folder: string): Promise<void> {
  const executablePath = await chromiumPath()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    for (const [name, draw] of Object.entries(ARTWORK)) {
      await writeFile(join(folder, name), await photograph(browser, draw(), name))
    }
  } finally {
    await browser.close()
  }
}

async function photograph(browser: Browser, drawing: Drawing, name: string): Promise<Buffer> {
  const { width, height, svg } = drawing
  const page = await browser.newPage({ viewport: { width, height } })
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
  const picture = name.endsWith('.png')
    ? await page.screenshot({ type: 'png' })
    : await page.screenshot({ type: 'jpeg', quality: 90 })
  await page.close()
  return picture
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true })
  await drawArtwork(positionals[0] ?? 'episodes')
}
