import { rmSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { type Serving, startServer } from '../support/program.ts'
import { BROWSER } from './browsers.ts'

const EPISODES = join(import.meta.dirname, '../../episodes')

/** For what a browser does in its own time, with `expect.poll`. */
export const SOON = { timeout: 90_000 }

/** Milliseconds for what starts before the tests of a file, on a busy machine too. */
const START = 60_000

/** A page as a reader has it before them. */
interface Visit {
  readonly page: Page
  /** What went wrong so far, where a reader would not see it; the document's own status is not told. */
  readonly complaints: () => readonly string[]
}

/** Opens the address in a new profile, which is thrown away with the test. */
type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<Visit>

/**
 * One browser, and one live sample show, for all files that one process of the test runner tries:
 * to start them anew for each file costs a third of all time in the browser. They end with the process.
 */
let launched: Promise<Browser> | undefined
let sampleShow: Promise<string> | undefined

/** Opens pages in a browser that no two tests share a profile of. */
export function startBrowser(): OpenPage {
  let browser: Browser
  beforeAll(async () => {
    launched ??= BROWSER.launch()
    browser = await launched
  }, START)
  return async (url, options) => {
    // What a worker keeps of one page is there for the next; only the tests of that have one.
    const context = await browser.newContext({ serviceWorkers: 'block', ...options })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints = listen(page, new URL(url).origin)
    await page.goto(url)
    return { page, complaints: () => complaints }
  }
}

/** The sample show on a server that no test may change. @returns Where it is. */
export function startSampleShow(): () => string {
  let url = ''
  beforeAll(async () => {
    sampleShow ??= serveSampleShow()
    url = await sampleShow
  }, START)
  return () => url
}

async function serveSampleShow(): Promise<string> {
  // A copy, for a server writes to the folder that it serves.
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
  await cp(EPISODES, folder, { recursive: true })
  const server = await startServer(folder)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // The test runner ends its processes so, and a server would keep one alive.
  process.once('SIGTERM', () => process.exit())
  return server.url
}

/** A show on a server of its own for all tests of a file. @returns Where it is. */
export function startShow(fill: (folder: string) => Promise<void>): () => string {
  let folder = ''
  let server: Serving | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
    await fill(folder)
    server = await startServer(folder)
  }, START)
  // In this order, for a server writes to its folder until it ends.
  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return () => server?.url ?? ''
}

function listen(page: Page, origin: string): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    // What could not be loaded is told below, with its address.
    const told = message.text().startsWith('Failed to load resource')
    const blocked = message.text().startsWith('Service Worker registration blocked')
    if (['error', 'warning'].includes(message.type()) && !told && !blocked)
      complaints.push(message.text())
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && url.protocol !== 'data:') complaints.push(`elsewhere: ${url.href}`)
  })
  page.on('response', (response) => {
    const asked = response.request().isNavigationRequest()
    if (!asked && response.status() >= 400)
      complaints.push(`${response.status()}: ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // The browser broke it off itself, for another page or for another place in a recording.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${why}: ${request.url()}`)
  })
  return complaints
}

/** What breaks the rules of WCAG and of good practice, as far as axe-core, which the page must have, can tell. */
export async function violations(page: Page): Promise<unknown> {
  return page.evaluate(`axe.run().then(({ violations }) => violations.map(
    ({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => html + failureSummary)]))`)
}
