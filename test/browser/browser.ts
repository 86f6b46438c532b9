import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { chromiumPath } from '../tools/install.ts'

const EPISODES = join(import.meta.dirname, '../../episodes')

/** For what a browser does in its own time, with `expect.poll`. */
export const SOON = { timeout: 15_000 }

/** A page as a reader has it before them. */
export interface Visit {
  readonly page: Page
  /** What went wrong so far, where a reader would not see it; the document's own status is not told. */
  readonly complaints: () => readonly string[]
}

/** Opens the address in a new profile, which is thrown away with the test. */
export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<Visit>

/** One browser for all tests of a file. No host but this machine exists for it. */
export function startBrowser(): OpenPage {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: await chromiumPath(),
      args: ['--mute-audio', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    })
  })
  afterAll(() => browser.close())
  return async (url, options) => {
    const context = await browser.newContext(options)
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints = listen(page, new URL(url).origin)
    await page.goto(url)
    return { page, complaints: () => complaints }
  }
}

/** A copy of the sample show, for a server writes to the folder that it serves. */
export async function copySampleShow(): Promise<string> {
  const folder = await makeFolder()
  await cp(EPISODES, folder, { recursive: true })
  return folder
}

function listen(page: Page, origin: string): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    // What could not be loaded is told below, with its address.
    const told = message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !told) complaints.push(message.text())
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && url.protocol !== 'data:') complaints.push(`elsewhere: ${url.href}`)
  })
  page.on('response', (response) => {
    const asked = response.request().isNavigationRequest()
    if (!asked && !response.ok()) complaints.push(`${response.status()}: ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // A browser breaks off a recording when it goes to another place in it, or has enough of it.
    const brokenOff = request.resourceType() === 'media' && why === 'net::ERR_ABORTED'
    if (!brokenOff) complaints.push(`${why}: ${request.url()}`)
  })
  return complaints
}
