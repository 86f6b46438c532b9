import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../src/site/create-site.ts'
import type { Site } from '../../src/site/site.ts'
import { exampleShow } from '../support/example-show.ts'
import { collectGarbage } from '../support/live-memory.ts'
import { sampleOf } from '../support/extent.ts'

const EDITS = 100

/** Every path is asked for, only those that apps ask for, or none. */
const READERS: Readonly<Record<string, (path: string) => boolean>> = {
  'everybody reads': () => true,
  'only apps ask for the feed': (path) => path === '/feed.xml',
  'nobody asks': () => false,
}

/** Puts one table after the other in the place of the last. @returns The last, and all shows. */
async function air(asks: (path: string) => boolean) {
  const shows: WeakRef<object>[] = []
  let site: Site | null = null
  for (let edit = 0; edit < EDITS; edit += 1) {
    const show = exampleShow({ description: `Edit ${edit}` })
    const now = new Date(Date.UTC(2026, 0, 1, 0, edit))
    shows.push(new WeakRef(show))
    site = createSite(show, { publicFiles: new Map(), previous: site, now, modified: now }).site
    for (const [path, resource] of site) {
      if (resource.from === 'show' && asks(path)) await resource.make()
    }
  }
  return { site, shows }
}

describe('a table that replaces another', () => {
  test.each(sampleOf(Object.keys(READERS)))('lets it and its show go, where %s', async (who) => {
    const { site, shows } = await air(READERS[who] ?? (() => true))
    // What was made in this turn is held until it ends.
    await setImmediate()
    collectGarbage()
    const alive = shows.filter((show) => show.deref() !== undefined)
    expect(alive).toHaveLength(1)
    expect(site?.get('/feed.xml')).toBeDefined()
  })
})
