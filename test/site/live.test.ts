import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../src/site/app.ts'
import { startLive, type Live, type LiveOptions, type LoadedShow } from '../../src/site/live.ts'
import { listen } from '../../src/site/server.ts'
import type { Changes } from '../../src/site/single-flight.ts'
import { tell } from './served.ts'
import { exampleEnglishEpisode, exampleShow } from '../support/example-show.ts'

/** How long a change may take until it is heard of. */
const DEADLINE = { timeout: 90_000, interval: 10 }

/** What a source says of itself when all is well. */
const CALM = { isThere: async () => true, isOwn: async () => false, wrong: () => [] }

let folder: string
let content: string
let live: Live | null
let reports: string[]
let loads: (readonly string[] | null)[]

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sidecast-live-')))
  content = join(folder, 'content')
  await mkdir(content)
  await writeFile(join(content, 'settings'), 'Zátoka')
  await writeFile(join(content, 'one.md'), 'First')
  live = null
  reports = []
  loads = []
})
afterEach(async () => {
  await live?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The smallest loader: a title in `settings`, one episode for each `.md` file, and its title inside. */
async function load(changed: Changes): Promise<LoadedShow> {
  loads.push(changed === null ? null : [...changed].map((path) => path.slice(folder.length + 1)))
  const title = await readFile(join(content, 'settings'), 'utf8')
  if (title === 'broken') return { show: null, wakeAt: null, modified: new Date() }
  if (title === 'thrown') throw new Error('the disk is gone')
  const names = (await readdir(content)).filter((name) => name.endsWith('.md')).toSorted()
  const episodes = await Promise.all(
    names.map(async (name) =>
      exampleEnglishEpisode({
        slug: name.slice(0, -3),
        title: await readFile(join(content, name), 'utf8'),
      }),
    ),
  )
  return { show: exampleShow({ title, episodes, image: null }), wakeAt: null, modified: new Date() }
}

async function start(options: Partial<LiveOptions> = {}): Promise<Live> {
  live = await startLive({
    source: { ...CALM, load, watchPaths: () => [content] },
    publicFolder: join(folder, 'public'),
    clock: () => new Date(),
    report: (message, cause) => reports.push(tell(message, cause)),
    watch: { polling: false },
    ...options,
  })
  return live
}

const titles = (): readonly string[] => live?.current.show.episodes.map(({ title }) => title) ?? []

async function feed(): Promise<string> {
  const resource = live?.current.site.get('/feed.xml')
  return resource?.from === 'show' ? (await resource.make()).bytes.toString() : ''
}

/** Feed settings at which every feed breaks. */
const NO_FEED = {
  path: '/feed.xml',
  archive: '/feed/',
  episodes: 300,
  oldPaths: [],
  newUrl: null,
  notesBytes: 100_000,
  get notes(): 'full' {
    throw new Error('broken inside')
  },
}

describe('a live show', () => {
  test.each([
    {
      what: 'a new file',
      act: () => writeFile(join(content, 'two.md'), 'Second'),
      expected: ['First', 'Second'],
    },
    {
      what: 'a changed file',
      act: () => writeFile(join(content, 'one.md'), 'Changed'),
      expected: ['Changed'],
    },
    {
      what: 'a file that is replaced whole',
      act: async () => {
        await writeFile(join(folder, 'aside'), 'Replaced')
        await rename(join(folder, 'aside'), join(content, 'one.md'))
      },
      expected: ['Replaced'],
    },
    { what: 'a removed file', act: () => rm(join(content, 'one.md')), expected: [] },
    {
      what: 'a renamed file',
      act: () => rename(join(content, 'one.md'), join(content, 'two.md')),
      expected: ['First'],
    },
  ])('follows $what', async ({ act, expected }) => {
    await start()
    const before = live?.current
    await act()
    await expect.poll(titles, DEADLINE).toEqual(expected)
    await expect.poll(() => live?.current, DEADLINE).not.toBe(before)
    for (const title of expected) expect(await feed()).toContain(title)
    expect(reports).toEqual([])
  })

  test('hears of each changed path, so that only these need to be read', async () => {
    await start()
    // One load for the start, and one for all that may have happened while the watch was set up
    await expect.poll(() => loads, DEADLINE).toEqual([null, null])
    await mkdir(join(content, 'folder'))
    await writeFile(join(content, 'folder', 'three.md'), 'Third')
    await writeFile(join(content, 'two.md'), 'Second')
    await expect
      .poll(
        () =>
          loads
            .slice(2)
            .flatMap((paths) => paths ?? [])
            .toSorted(),
        DEADLINE,
      )
      .toEqual(expect.arrayContaining(['content/folder/three.md', 'content/two.md']))
    expect(loads.slice(2)).not.toContain(null)
  })

  test('does not hear of what is no content', async () => {
    await start()
    await expect.poll(() => loads.length, DEADLINE).toBe(2)
    for (const name of ['node_modules', '.git', '.sidecast']) {
      await mkdir(join(content, name))
      await writeFile(join(content, name, 'inside.md'), 'Not for us')
    }
    await writeFile(join(content, 'sidecast.ledger.json'), '{}')
    await writeFile(join(content, 'sidecast.ledger.json.1234.tmp'), '{}')
    await writeFile(join(content, 'two.md'), 'Second')
    await expect.poll(titles, DEADLINE).toEqual(['First', 'Second'])
    expect(new Set(loads.slice(2).flat())).toEqual(new Set(['content/two.md']))
  })

  test('hears of the ledger when it is asked to watch it', async () => {
    const ledger = join(content, 'sidecast.ledger.json')
    await start({ source: { ...CALM, load, watchPaths: () => [content, ledger] } })
    await expect.poll(() => loads.length, DEADLINE).toBe(2)
    await writeFile(ledger, '{}')
    await expect.poll(() => loads.at(-1), DEADLINE).toEqual(['content/sidecast.ledger.json'])
  })

  test('does not load again for what it has written itself', async () => {
    const ledger = join(content, 'sidecast.ledger.json')
    const isOwn = async (file: string) =>
      file === ledger && (await readFile(file, 'utf8')) === 'own'
    const watchPaths = () => [content, ledger]
    await start({ source: { ...CALM, isOwn, load, watchPaths } })
    await expect.poll(() => loads.length, DEADLINE).toBe(2)
    await writeFile(ledger, 'own')
    await writeFile(join(content, 'two.md'), 'Second')
    await expect.poll(titles, DEADLINE).toEqual(['First', 'Second'])
    await writeFile(ledger, 'mended by hand')
    await expect.poll(() => loads.at(-1), DEADLINE).toEqual(['content/sidecast.ledger.json'])
    expect(new Set(loads.slice(2, -1).flat())).toEqual(new Set(['content/two.md']))
  })

  test('follows a folder that became of interest later, though it is not there yet', async () => {
    const media = join(folder, 'media')
    let paths: readonly string[] = [content]
    await start({ source: { ...CALM, load, watchPaths: () => paths } })
    paths = [content, media]
    await writeFile(join(content, 'two.md'), 'Second')
    await expect.poll(titles, DEADLINE).toEqual(['First', 'Second'])
    // Nothing tells when the new watch has begun, so the folder comes and goes until it is seen
    const comeAndGo = async (): Promise<unknown> => {
      await rm(media, { recursive: true, force: true })
      await mkdir(media)
      await writeFile(join(media, 'one.mp3'), 'audio')
      return loads.flat()
    }
    await expect.poll(comeAndGo, { ...DEADLINE, interval: 100 }).toContain('media/one.mp3')
  })

  test('looks at everything once more when it watches more than before', async () => {
    let paths: readonly string[] = [content]
    await start({ source: { ...CALM, load, watchPaths: () => paths } })
    await expect.poll(() => loads, DEADLINE).toEqual([null, null])
    paths = [content, join(folder, 'media')]
    await live?.refresh(new Set())
    await expect.poll(() => loads, DEADLINE).toEqual([null, null, [], null])
  })

  test('is not led in circles by a link to a folder above', async () => {
    await symlink(content, join(content, 'loop'))
    await start()
    await writeFile(join(content, 'two.md'), 'Second')
    await expect.poll(titles, DEADLINE).toEqual(['First', 'Second'])
  })

  test('does not look into a folder to which a link leads out of the show', async () => {
    const outside = join(folder, 'outside')
    const inside = join(folder, 'inside')
    await Promise.all([outside, inside].map((path) => mkdir(path)))
    await symlink(outside, join(content, 'a-leak'))
    await symlink(inside, join(content, 'b-linked'))
    const roots = [await realpath(inside)]
    await start({
      source: {
        ...CALM,
        load: async (changed) => {
          const loaded = await load(changed)
          return { ...loaded, show: loaded.show && { ...loaded.show, roots } }
        },
        watchPaths: () => [content],
      },
    })
    await expect.poll(() => loads, DEADLINE).toEqual([null, null])
    await writeFile(join(outside, 'secret.mp3'), 'audio')
    await writeFile(join(inside, 'one.mp3'), 'audio')
    await expect.poll(() => loads.flat(), DEADLINE).toContain('content/b-linked/one.mp3')
    expect(loads.flat().filter((path) => path?.includes('secret'))).toEqual([])
  })

  test('follows by looking again and again where the disk tells nothing', async () => {
    await start({ watch: { polling: true } })
    await expect.poll(() => loads.length, DEADLINE).toBe(2)
    await writeFile(join(content, 'one.md'), 'Changed at last')
    await expect.poll(titles, DEADLINE).toEqual(['Changed at last'])
  })

  test('changes by itself at its hour, without a change on disk', async () => {
    const hour = new Date(Date.now() + 300)
    const scheduled = async (changed: Changes): Promise<LoadedShow> => {
      const loaded = await load(changed)
      return Date.now() < hour.getTime()
        ? { ...loaded, show: exampleShow({ episodes: [], image: null }), wakeAt: hour }
        : loaded
    }
    await start({ source: { ...CALM, load: scheduled, watchPaths: () => [content] }, watch: null })
    expect(titles()).toEqual([])
    await expect.poll(titles, DEADLINE).toEqual(['First'])
    expect(Date.now()).toBeGreaterThanOrEqual(hour.getTime())
    expect(loads).toEqual([null, []])
  })

  test.each([
    { state: 'broken', report: 'the last good version stays online' },
    {
      state: 'thrown',
      report: 'the show cannot be loaded, so the last good version stays online: the disk is gone',
    },
  ])(
    'stays as it was while its settings are $state, and then reads everything anew',
    async ({ state, report }) => {
      await start({ watch: null })
      const before = live?.current
      await writeFile(join(content, 'settings'), state)
      await live?.refresh(new Set([join(content, 'settings')]))
      expect(live?.current).toBe(before)
      expect(reports).toEqual([report])
      await writeFile(join(content, 'settings'), 'Záliv')
      await live?.refresh(new Set([join(content, 'settings')]))
      expect(live?.current.show.title).toBe('Záliv')
      expect(loads.at(-1)).toBeNull()
      await live?.refresh(new Set())
      expect(loads.at(-1)).toEqual([])
    },
  )

  test('stays as it was when its feed cannot be made', async () => {
    let broken = false
    const source = {
      ...CALM,
      watchPaths: () => [content],
      load: async (changed: Changes): Promise<LoadedShow> => {
        const show = exampleShow({ image: null })
        return { ...(await load(changed)), show: broken ? { ...show, feed: NO_FEED } : show }
      },
    }
    await start({ source, watch: null })
    const before = live?.current
    broken = true
    await live?.refresh(null)
    expect(live?.current).toBe(before)
    expect(reports).toEqual([
      'the show cannot be loaded, so the last good version stays online: broken inside',
    ])
  })

  test('does not begin without a show', async () => {
    await writeFile(join(content, 'settings'), 'broken')
    await expect(start()).rejects.toThrow(
      'there is no show to serve; correct the errors above, then start again',
    )
  })

  test('tells of each show before it goes live, with what did not get into its table', async () => {
    await mkdir(join(folder, 'public'))
    await writeFile(join(folder, 'public', 'feed.xml'), 'mine')
    const aired: string[] = []
    await start({
      watch: null,
      beforeLive: (show, problems) =>
        void aired.push(`${show.title}: ${problems.map(({ rule }) => rule).join()}`),
    })
    await writeFile(join(content, 'settings'), 'Záliv')
    await live?.refresh(null)
    expect(aired).toEqual(['Zátoka: site/path', 'Záliv: site/path'])
  })

  test('does nothing more once it is closed', async () => {
    const closed = await start()
    await closed.close()
    const before = loads.length
    await closed.refresh(null)
    await writeFile(join(content, 'two.md'), 'Second')
    expect(loads).toHaveLength(before)
  })
})

describe('while the table is swapped', () => {
  test('two hundred readers get the old feed or the new one, whole and under its own tag', async () => {
    const started = await start({ watch: null })
    const server = await listen(createApp(started), { host: '127.0.0.1', port: 0 })
    const ask = async (): Promise<string> => {
      const response = await fetch(new URL('/feed.xml', server.url))
      return `${response.headers.get('etag')} ${await response.text()}`
    }
    const before = await ask()
    await writeFile(join(content, 'one.md'), 'Changed')
    const first = Array.from({ length: 100 }, ask)
    const swapped = started.refresh(null)
    const second = Array.from({ length: 100 }, ask)
    const answers = await Promise.all([...first, ...second])
    await swapped
    const after = await ask()
    await server.close()
    expect(after).not.toBe(before)
    expect(after).toContain('Changed')
    expect(new Set([...answers, before, after])).toEqual(new Set([before, after]))
  })
})
