import { beforeEach, describe, expect, test, vi } from 'vitest'
import { run as publish } from '../../src/commands/publish.ts'
import { sampleOf } from '../support/extent.ts'
import { KEYS, startStore } from '../support/object-store.ts'
import { blogFor, ended, stored } from '../support/publishing.ts'
import { postText } from '../support/small-blog.ts'

beforeEach(() => {
  for (const [name, value] of Object.entries(KEYS)) vi.stubEnv(name, value)
  return () => vi.unstubAllEnvs()
})

const NO_STORE = 'what answers there is no S3-compatible store; correct publish.endpoint'
const NOT_KEPT = 'has not kept what was sent, so the feed was left as it was'
const PAGE = '<html><body>Welcome to our network</body></html>'

/** A page of a list, as a store would begin it. */
function listing(more: string): string {
  return `<ListBucketResult><IsTruncated>true</IsTruncated>${more}</ListBucketResult>`
}

/** What is answered in place of a store → what is said of it. */
const LIES: readonly {
  readonly lie: string
  readonly asked: RegExp
  readonly body: string | Buffer
  readonly told: string
}[] = [
  { lie: 'a page in place of a list', asked: /^GET .*list-type/, body: PAGE, told: NO_STORE },
  { lie: 'nothing in place of a list', asked: /^GET .*list-type/, body: '', told: NO_STORE },
  { lie: 'a list that breaks off', asked: /^GET .*list-type/, body: listing(''), told: NO_STORE },
  {
    lie: 'a list that has no end',
    asked: /^GET .*list-type/,
    body: listing('<NextContinuationToken>again</NextContinuationToken>'),
    told: NO_STORE,
  },
  { lie: 'a page in place of having written', asked: /^PUT /, body: PAGE, told: NOT_KEPT },
  { lie: 'nothing in place of having written', asked: /^PUT /, body: '', told: NOT_KEPT },
  {
    lie: 'an endless object',
    asked: /^GET .*publish\.json/,
    body: Buffer.alloc(80e6, ' '),
    told: NO_STORE,
  },
]

describe('where something else answers in place of the store', () => {
  test.each(sampleOf(LIES, ({ told }) => told))(
    'with $lie, publish says so and leaves the feed',
    async ({ asked, body, told }) => {
      const store = await startStore()
      const folder = await blogFor(store)
      expect(await ended(publish, folder)).toMatchObject({ code: 0, stderr: '' })
      const before = await stored(store)
      const changed = await blogFor(store, {
        '2026-05-11-moon.md': postText('Noon', 'moon.mp3'),
      })
      store.onRequest(({ method, target }) =>
        asked.test(`${method} ${target}`) ? { body } : undefined,
      )
      expect(await ended(publish, changed)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(told),
      })
      expect(await stored(store)).toEqual(before)
      store.onRequest(() => undefined)
      expect(
        await ended(publish, changed, { allowRemoval: true, allowChanges: true }),
      ).toMatchObject({ code: 0 })
    },
  )
})
