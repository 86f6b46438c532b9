import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Given } from '../../src/commands/command.ts'
import { run as publish } from '../../src/commands/publish.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { KEYS, startStore, type Failure, type TestStore } from '../support/object-store.ts'
import { blogFor, ended, exported, MANIFEST, stored } from '../support/publishing.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

beforeEach(() => {
  for (const [name, value] of Object.entries(KEYS)) vi.stubEnv(name, value)
  return () => void vi.unstubAllEnvs()
})

/** What was written or removed since then, by path below the prefix. */
function changesIn({ asked }: TestStore, since = 0): readonly string[] {
  return asked.slice(since).flatMap(({ method, target }) => {
    const [, path] = /^\/shows\/tides\/([^?]+)/.exec(target) ?? []
    return path === undefined || !['PUT', 'DELETE'].includes(method) ? [] : [`${method} ${path}`]
  })
}

function withoutManifest(changes: readonly string[]): readonly string[] {
  return changes.filter((change) => !change.endsWith(MANIFEST))
}

/** A recording that is sent in two parts. */
const LONG = silentMp3(22_000)

describe('publish', () => {
  test('writes the very bytes of an export, each with its type and its lifetime', async () => {
    const store = await startStore()
    const folder = await blogFor(store, {
      'moon.mp3': LONG,
      'moon.vtt': 'WEBVTT\n\n00:00.000 --> 00:01.000\nThe moon.\n',
      '2026-05-18-sonne ü.md': postText('Sonne ü', 'sonne ü.mp3'),
      'sonne ü.mp3': silentMp3(70),
    })
    const { code, stdout } = await ended(publish, folder)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Tides: 3 episodes, (\d+) objects \(.* MB\) in s3:\/\/shows\/tides\/, \1 new/,
    )
    expect(LONG.length).toBeGreaterThan(8 * 2 ** 20)
    expect(store.asked.filter(({ target }) => target.includes('partNumber'))).toHaveLength(2)
    expect(await stored(store)).toEqual(await exported(folder))
    const minute = 'public, max-age=60, stale-if-error=86400'
    const hour = 'public, max-age=3600'
    const year = 'public, max-age=31536000, immutable'
    const cover = (await store.keys()).find((key) => key.includes('artwork/')) ?? ''
    for (const [key, type, lifetime] of [
      ['tides/feed.xml', 'application/rss+xml; charset=utf-8', minute],
      ['tides/feed.json', 'application/feed+json', minute],
      ['tides/index.html', 'text/html; charset=utf-8', minute],
      ['tides/episodes/moon/transcript.vtt', 'text/vtt; charset=utf-8', minute],
      ['tides/audio/moon.mp3', 'audio/mpeg', hour],
      ['tides/player.js', 'text/javascript; charset=utf-8', hour],
      [cover, 'image/jpeg', year],
    ] as const) {
      const { headers } = (await store.get(key)) ?? {}
      expect([key, headers?.get('Content-Type'), headers?.get('Cache-Control')]).toEqual([
        key,
        type,
        lifetime,
      ])
    }
  })

  test.runIf(EVERYTHING)('writes all anew where the objects become public one by one', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    await ended(publish, folder)
    const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
    await addFiles(folder, { 'sidecast.yml': settings.replace("' }", "', acl: public-read }") })
    const since = store.asked.length
    expect((await ended(publish, folder)).stdout).toMatch(/(\d+) objects .*, \1 new or changed$/m)
    const written = store.asked.slice(since).filter(({ method }) => method === 'PUT')
    const acls = new Set(
      written.map(({ target, headers }) => target.includes(MANIFEST) || headers['x-amz-acl']),
    )
    expect(acls).toEqual(new Set([true, 'public-read']))
    expect((await ended(publish, folder)).stdout).toContain('0 new or changed')
  })

  test('writes only what changed: recordings first, the feed last, and then removes', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    await ended(publish, folder)
    const first = store.asked.length
    expect((await ended(publish, folder)).stdout).toContain('0 new or changed')
    expect(changesIn(store, first)).toEqual([])
    await addFiles(folder, {
      '2026-05-18-sun.md': postText('Sun', 'sun.mp3'),
      'sun.mp3': silentMp3(60),
      '2026-05-11-moon.md': postText('Moon', 'luna.mp3'),
      'luna.mp3': silentMp3(50),
    })
    await rm(join(folder, 'moon.mp3'))
    const second = store.asked.length
    const { stdout } = await ended(publish, folder)
    expect(stdout).toMatch(/\d+ new or changed, 1 removed/)
    const changes = changesIn(store, second)
    const order = ['audio/sun.mp3', 'episodes/sun/index.html', 'feed.json', 'feed.xml'].map(
      (path) => changes.indexOf(`PUT ${path}`),
    )
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
    expect(changes.slice(-3)).toEqual(['PUT feed.xml', 'DELETE audio/moon.mp3', `PUT ${MANIFEST}`])
    expect(changes[0]).toBe(`PUT ${MANIFEST}`)
    expect(changes).not.toContain('PUT audio/tides.mp3')
    expect(await stored(store)).toEqual(await exported(folder))
  })

  test('knows what is there from the objects, where the manifest is lost or damaged', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    await ended(publish, folder)
    await store.remove(`tides/${MANIFEST}`)
    const lost = store.asked.length
    expect((await ended(publish, folder)).stdout).toContain('0 new or changed')
    expect(withoutManifest(changesIn(store, lost))).toEqual([])
    const damages = sampleOf([' ', '{', '[]', '{"run":"a","objects":{"../up":{}}}'])
    for (const damage of damages) {
      await store.put(`tides/${MANIFEST}`, damage)
      const damaged = store.asked.length
      const { code, stderr } = await ended(publish, folder)
      expect({ damage, code }).toEqual({ damage, code: 0 })
      expect(stderr).toContain(`s3://shows/tides/${MANIFEST} cannot be read (`)
      expect(withoutManifest(changesIn(store, damaged))).toEqual([])
    }
  })

  test('replaces and removes nothing that no publish wrote', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    await store.put('tides/backup/feed.xml', 'not ours')
    await store.put('tidesong/feed.xml', 'not ours')
    await store.put('tides/audio/moon.mp3', 'not ours')
    const refused = await ended(publish, folder)
    expect(refused).toMatchObject({
      code: 1,
      stderr:
        's3://shows/tides/audio/moon.mp3 is in the way: no publish wrote it; choose another prefix, or replace it with --replace',
    })
    expect(changesIn(store)).toEqual([])
    expect((await ended(publish, folder, { replace: true })).code).toBe(0)
    const here = await exported(folder)
    expect((await stored(store)).get('audio/moon.mp3')).toBe(here.get('audio/moon.mp3'))
    // An outdated object was replaced by hand.
    await store.put('tides/audio/moon.mp3', 'by hand')
    await rm(join(folder, '2026-05-11-moon.md'))
    expect((await ended(publish, folder, { allowRemoval: true })).code).toBe(0)
    expect(await store.keys()).toEqual(
      expect.arrayContaining([
        'tides/backup/feed.xml',
        'tidesong/feed.xml',
        'tides/audio/moon.mp3',
      ]),
    )
    expect(await store.keys()).not.toContain('tides/episodes/moon/index.html')
  })

  test.runIf(EVERYTHING)('takes over what was copied there from an export', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    for (const [path, bytes] of await exported(folder)) {
      await store.put(`tides/${path}`, Buffer.from(bytes, 'base64'))
    }
    expect((await ended(publish, folder)).code).toBe(0)
    expect((await store.get('tides/feed.xml'))?.headers.get('Content-Type')).toContain('rss+xml')
  })

  test('refuses what would hurt the subscribers of the published feed', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    await ended(publish, folder)
    const guid = /<guid[^>]*>([^<]+)/.exec(
      (await (await store.get('tides/feed.xml'))?.text()) ?? '',
    )
    const before = store.asked.length
    // Another computer, without the ledger of this one.
    const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
    const changed = postText('Moon', 'moon.mp3', ['guid: another-one'])
    const elsewhere = await makeFolder({
      ...smallBlog(),
      'sidecast.yml': settings,
      '2026-05-11-moon.md': changed,
    })
    const refused = await ended(publish, elsewhere, { allowRemoval: true })
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`subscribers have ${guid?.[1]}, the feed has another-one`)
    expect(refused.stderr).toMatch(
      /this would hurt the subscribers of what is in s3:\/\/shows\/tides\/ now, so nothing was written; correct it, or confirm it with --allow-changes$/,
    )
    await rm(join(elsewhere, '2026-05-11-moon.md'))
    const fewer = await ended(publish, elsewhere, { allowChanges: true })
    expect(fewer.stderr).toMatch(/"Moon" .* is no longer in the feed[^]*--allow-removal$/)
    expect(changesIn(store, before)).toEqual([])
    expect((await ended(publish, elsewhere, { allowRemoval: true })).code).toBe(0)
    await addFiles(elsewhere, { '2026-05-11-moon.md': changed })
    expect(await ended(publish, elsewhere)).toMatchObject({ code: 0, stderr: '' })
  })

  test('says what it would do, for people and for programs, and does nothing', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    const trial = await ended(publish, folder, { dryRun: true })
    expect(trial.stdout).toMatch(
      /, \d+ would be new or changed\n {2}write {3}audio\/(?:tides|moon)\.mp3\n/,
    )
    const told = await ended(publish, folder, { dryRun: true, json: true })
    const value = JSON.parse(told.stdout)
    expect(value).toMatchObject({
      to: 's3://shows/tides/',
      objects: value.written.length,
      removed: [],
    })
    expect(value.written).toEqual(expect.arrayContaining(['feed.xml', 'audio/tides.mp3']))
    expect(changesIn(store)).toEqual([])
    await expect(readFile(join(folder, 'sidecast.ledger.json'))).rejects.toThrow('ENOENT')
  })

  test.runIf(EVERYTHING)(
    'leaves the feed as it was while an object is missing, or another run is at work',
    async () => {
      const store = await startStore()
      const folder = await blogFor(store)
      const listings = (then: () => Promise<void>): void => {
        let count = 0
        store.onRequest(async ({ target }) => {
          if (target.includes('list-type=2') && ++count === 2) await then()
        })
      }
      listings(() => store.remove('tides/audio/moon.mp3'))
      expect((await ended(publish, folder)).stderr).toMatch(
        /tides\/audio\/moon\.mp3: the store has nothing instead of the \d+ bytes that were sent/,
      )
      listings(() => store.put(`tides/${MANIFEST}`, '{"run":"other","objects":{}}'))
      expect((await ended(publish, folder)).stderr).toContain('is being published by another run')
      expect(await store.get('tides/feed.xml')).toBeNull()
      store.onRequest(() => undefined)
      expect((await ended(publish, folder)).code).toBe(0)
      expect(await stored(store)).toEqual(await exported(folder))
    },
  )

  test.runIf(EVERYTHING)(
    'tries again, and ends the upload of a run that is interrupted',
    async () => {
      const store = await startStore()
      const folder = await blogFor(store, { 'moon.mp3': LONG })
      const stop = new AbortController()
      store.onRequest(({ target }) => {
        if (target.includes('partNumber=2')) stop.abort(new Error('Ctrl+C'))
      })
      await expect(ended(publish, folder, {}, stop.signal)).rejects.toThrow('Ctrl+C')
      expect(await store.uploads()).toEqual([])
      let failures = 0
      store.onRequest(({ target }) => {
        if (target.includes('feed.xml?x-id=PutObject') && ++failures <= 2) return 'SlowDown'
        return undefined
      })
      expect(await ended(publish, folder)).toMatchObject({ code: 0, stderr: '' })
      expect(failures).toBe(3)
      expect(await stored(store)).toEqual(await exported(folder))
    },
  )

  test('names the cause of every failure, and no key', async () => {
    const store = await startStore()
    const folder = await blogFor(store)
    const secrets = { AWS_ACCESS_KEY_ID: 'AKIAOFNOBODY', AWS_SECRET_ACCESS_KEY: 'very-secret' }
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
    const rows: readonly (readonly [
      options: Given['options'],
      environment: Readonly<Record<string, string>>,
      told: string,
      failure?: Failure,
    ])[] = [
      [{ to: 's3://no-such-bucket/tides' }, {}, 'the bucket does not exist'],
      [{}, secrets, 'correct AWS_ACCESS_KEY_ID'],
      [{}, secrets, 'correct AWS_SECRET_ACCESS_KEY', 'SignatureDoesNotMatch'],
      [{}, none, 'no keys were found; set AWS_ACCESS_KEY_ID'],
      [{}, {}, 'the keys do not allow this', 'AccessDenied'],
      [{ to: 'shows/tides' }, {}, '--to: expected a bucket such as s3://my-bucket/podcast'],
      [{ baseUrl: 'http://localhost:3000/' }, {}, 'which is this computer'],
    ]
    for (const [options, environment, told, failure] of rows) {
      for (const [name, value] of Object.entries<string>({ ...KEYS, ...environment })) {
        vi.stubEnv(name, value === '' ? undefined : value)
      }
      store.onRequest(() => failure)
      const { code, stdout, stderr } = await ended(publish, folder, options)
      expect({ told, code: code > 0, stderr }).toEqual({
        told,
        code: true,
        stderr: expect.stringContaining(told),
      })
      expect(stdout + stderr).not.toMatch(/very-secret|AKIAOFNOBODY|Signature=/)
    }
    expect(await store.keys()).toEqual([])
    await rm(join(folder, 'sidecast.yml'))
    const unsaid = await ended(publish, folder, { baseUrl: 'https://podcast.example.org/' })
    expect(unsaid).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--to: name the bucket'),
    })
  })
})
