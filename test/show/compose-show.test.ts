import { rm } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { realRoots } from '../../src/base/content-door.ts'
import { createDisk } from '../../src/base/disk.ts'
import type { Job } from '../../src/jobs/job.ts'
import { KEPT_KINDS } from '../../src/jobs/kinds.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import { openStore, type Store } from '../../src/jobs/store.ts'
import { dueNow } from '../../src/jobs/worklist.ts'
import { findSettingsPictures } from '../../src/show/artwork/local-picture.ts'
import { composeShow, type Composition, type Reading } from '../../src/show/compose-show.ts'
import { findAllParts } from '../../src/show/found-show.ts'
import { createPostReader } from '../../src/show/folder/read-posts.ts'
import { readLedger } from '../../src/show/ledger/ledger.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { EVERYTHING } from '../support/extent.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const BASE_URL = 'https://podcast.example.org/'
const SETTINGS = 'title: Tides\nlanguage: en\nartwork: { make: no }\n'

/** A folder that was read once; composing works on what was read only. */
interface Folder {
  readonly store: Store
  readonly reading: Reading
  readonly compose: (before?: Composition | null) => Composition
  /** Does work as a command does. */
  readonly work: (jobs: readonly Job[]) => Promise<void>
  readonly finish: () => Promise<Composition>
}

async function read(folder: string): Promise<Folder> {
  const store = await openStore(folder, KEPT_KINDS, () => undefined)
  const { settings } = await loadSettings(folder, [BASE_URL])
  const { ledger } = await readLedger(folder, null)
  if (settings === null || ledger === null) throw new Error('the folder of this test is broken')
  const posts = await createPostReader(folder).read(settings, null)
  const found = await findAllParts(posts, { folder, settings }, [])
  const reading: Reading = {
    folder,
    settings,
    roots: await realRoots([...settings.roots, ...store.files.homes()]),
    ledger,
    posts: found,
    staying: new Map(),
    kept: new Set(),
    pictures: findSettingsPictures(settings, folder),
    skipped: [],
    otherAuthors: new Set(),
    problems: [],
  }
  const runner = createRunner(store)
  const compose = (before: Composition | null = null): Composition =>
    composeShow(reading, store, { now: NOW, settle: 2000, baseUrl: BASE_URL, before })
  const work = (jobs: readonly Job[]): Promise<void> =>
    runner.run(jobs, {
      now: () => NOW,
      signal: new AbortController().signal,
      progress: () => undefined,
      disk: createDisk(settings.roots),
    })
  return {
    store,
    reading,
    compose,
    work,
    async finish() {
      for (let composition = compose(); ; composition = compose(composition)) {
        const jobs = dueNow(composition.work, NOW)
        if (jobs.length === 0) return composition
        await work(jobs)
      }
    },
  }
}

/** Kind and key of the work that is due. */
function dueOf({ work }: Composition): readonly string[] {
  return dueNow(work, NOW).map(({ kind, key }) => `${kind.name} ${key}`)
}

/** Whether the moon is heard as it was before its recording changed. */
function isOld({ show }: Composition): boolean {
  return show.episodes.some(({ audio }) => audio.bytes === silentMp3(50).length)
}

describe('a show is composed', () => {
  test('from the same to the same, with and without what was composed before', async () => {
    const { compose, finish } = await read(await makeFolder(smallBlog()))
    const { show } = await finish()
    const first = compose()
    expect(first.show).toEqual(show)
    expect(compose().show).toEqual(first.show)
    expect(compose(first).show).toEqual(first.show)
    expect(compose(first).work).toEqual(first.work)
  })

  test('without a look at the disk, and without learning anything', async () => {
    const folder = await makeFolder(smallBlog())
    const { compose, finish, store } = await read(folder)
    const { show } = await finish()
    const news = store.news()
    await rm(folder, { recursive: true })
    expect(compose().show).toEqual(show)
    expect(store.news()).toBe(news)
  })

  test('as far as its work is done; the rest is listed in the order of the posts', async () => {
    const folder = await makeFolder({
      'sidecast.yml': SETTINGS,
      '2026-05-04-tides.md': postText('Tides', 'tides.mp3'),
      '2026-05-04-tides.vtt': 'WEBVTT\n\n00:00.000 --> 00:01.000\nThe sea.\n',
      'tides.mp3': silentMp3(100),
      '2026-05-11-moon.md': postText('Moon', 'moon.mp3'),
      'moon.mp3': silentMp3(50),
    })
    const { compose, work, finish } = await read(folder)
    const first = compose()
    expect(first.show.episodes).toEqual([])
    expect(first.show.skipped.map(({ reason }) => reason)).toEqual([
      'its recording is still being measured',
      'its recording is still being measured',
    ])
    expect(dueOf(first)).toEqual(
      [
        'recordings tides.mp3',
        'transcripts text/vtt 2026-05-04-tides.vtt',
        'recordings moon.mp3',
      ].map((name) => name.replace('2026', `${folder}/2026`)),
    )
    await work(dueNow(first.work, NOW).filter(({ key }) => key === 'moon.mp3'))
    const second = compose(first)
    expect(second.show.episodes.map(({ title }) => title)).toEqual(['Moon'])
    expect(dueOf(second)).toEqual(dueOf(first).slice(0, 2))
    // Of a recording that is measured, the times of sentences may be known.
    const kept = second.work.filter(({ job }) => job.kind.name !== 'aligned')
    expect(kept.map(({ job }) => job.key)).toEqual(first.work.map(({ job }) => job.key))
    const last = await finish()
    expect(last.show.episodes.map(({ title }) => title)).toEqual(['Moon', 'Tides'])
    expect(last.show.skipped).toEqual([])
    expect(dueOf(last)).toEqual([])
  })

  test('with a recording as it was until the changed one is known, also while that still grows', async () => {
    const folder = await makeFolder(smallBlog())
    await (await read(folder)).finish()
    await addFiles(folder, { 'moon.mp3': silentMp3(60) })
    const { compose, store, finish } = await read(folder)
    const first = compose()
    expect(isOld(first)).toBe(true)
    expect(dueOf(first)).toEqual(['recordings moon.mp3'])
    const [job] = dueNow(first.work, NOW)
    if (job !== undefined) {
      const again = NOW.getTime() + 1000
      store.fail(job, { message: 'it grows', code: 'growing', again }, NOW.getTime())
    }
    const second = compose(first)
    expect(isOld(second)).toBe(true)
    expect(second.settling).toEqual(['2026-05-11-moon.md'])
    expect(second.wakeAt).toEqual(new Date(NOW.getTime() + 1000))
    expect(dueOf(second)).toEqual([])
    expect(isOld(await finish())).toBe(true)
  })
})

describe('what did not change stays the same object', () => {
  test('drafts and episodes, when nothing changed', async () => {
    const { compose, finish } = await read(await makeFolder(smallBlog()))
    const first = await finish()
    const second = compose(first)
    expect(first.drafts).toHaveLength(2)
    first.drafts.forEach((draft, index) => expect(second.drafts[index]).toBe(draft))
    first.show.episodes.forEach((episode, index) =>
      expect(second.show.episodes[index]).toBe(episode),
    )
  })

  test('all but the one of which something is known now', async () => {
    const folder = await makeFolder({
      ...smallBlog(),
      '2026-05-18-sun.md': postText('Sun', 'sun.mp3'),
      'sun.mp3': silentMp3(70),
    })
    const { compose, work } = await read(folder)
    const start = compose()
    await work(dueNow(start.work, NOW).filter(({ key }) => key !== 'sun.mp3'))
    const first = compose(start)
    await work(dueNow(first.work, NOW))
    const second = compose(first)
    expect(second.show.episodes.map(({ title }) => title)).toEqual(['Sun', 'Moon', 'Tides'])
    first.show.episodes.forEach((episode, index) =>
      expect(second.show.episodes[index + 1]).toBe(episode),
    )
  })

  // CPU time, so that it is the same on a busy machine.
  test.runIf(EVERYTHING).each([
    { what: 'as they are', artwork: 'no', most: 150 },
    { what: 'with covers to be drawn', artwork: 'yes', most: 200 },
  ])('so 1,000 of 2,000 posts $what cost $most ms at most', async ({ artwork, most }) => {
    const posts = Array.from({ length: 2000 }, (_, index) => [
      `2026-05-04-talk-${index}.md`,
      postText(`Talk ${index}`, 'talk.mp3'),
    ])
    const folder = await makeFolder({
      'sidecast.yml': SETTINGS.replace('no', artwork),
      'talk.mp3': silentMp3(10),
    })
    await addFiles(folder, Object.fromEntries(posts))
    const { compose, work } = await read(folder)
    const start = compose()
    await work(dueNow(start.work, NOW).filter(({ kind }) => kind.name === 'recordings'))
    let composition = compose(start)
    expect(composition.show.episodes).toHaveLength(2000)
    const times = Array.from({ length: 8 }, () => {
      const before = process.cpuUsage()
      composition = compose(composition)
      return process.cpuUsage(before).user / 1000
    })
    expect(Math.min(...times) / 2).toBeLessThan(most)
  })
})
