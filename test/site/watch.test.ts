import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { explainWatchError, watch } from '../../src/site/watch.ts'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'

/** How long a change may take until it is heard of. */
const DEADLINE = { timeout: 90_000, interval: 10 }

interface Heard {
  /** The real path of a folder with the content in `blog`. */
  readonly folder: string
  /** The paths that have changed so far, from the folder; \`anything\` for null. */
  readonly changed: () => readonly string[]
  /** How often the watch has said that it misses nothing. */
  readonly readies: () => number
  readonly reports: readonly string[]
}

interface Listening {
  /** Files, and folders, beside the content. */
  readonly files?: Readonly<Record<string, string>>
  /** What is watched beside the content. */
  readonly paths?: readonly string[]
  /** What is done before. */
  readonly prepare?: (folder: string) => Promise<unknown>
}

/** Watches `blog` in a folder. */
async function listen({
  files = {},
  paths = [],
  prepare = () => Promise.resolve(),
}: Listening): Promise<Heard> {
  const folder = await realpath(await makeFolder())
  await addFiles(folder, { 'blog/one.md': 'First', ...files })
  await prepare(folder)
  let changed: readonly string[] = []
  let readies = 0
  const reports: string[] = []
  const watching = watch({
    paths: ['blog', ...paths].map((path) => join(folder, path)),
    roots: () => [folder],
    changed(more) {
      const fresh =
        more === null ? ['anything'] : [...more].map((path) => path.slice(folder.length + 1))
      changed = [...changed, ...fresh]
    },
    ready: () => (readies += 1),
    report: (message) => reports.push(message),
  })
  onTestFinished(watching.close)
  await expect.poll(() => readies, DEADLINE).toBe(1)
  return { folder, changed: () => changed, readies: () => readies, reports }
}

/** What happens in a folder → a path that must be heard of. */
const DEEDS: readonly (Listening & {
  readonly what: string
  readonly act: (folder: string) => Promise<unknown>
  readonly heard: readonly string[]
})[] = [
  {
    what: 'a file that is replaced as editors do',
    act: async (folder) => {
      await writeFile(join(folder, 'blog/.one.md.swp'), 'Changed')
      await rename(join(folder, 'blog/.one.md.swp'), join(folder, 'blog/one.md'))
    },
    heard: ['blog/one.md'],
  },
  {
    what: 'new folders in new folders, filled at once',
    act: (folder) => addFiles(folder, { 'blog/a/b/two.md': '2', 'blog/a/three.md': '3' }),
    heard: ['blog/a/b/two.md', 'blog/a/three.md'],
  },
  {
    what: 'a file in a folder that was moved here with all that is in it',
    files: { 'aside/b/two.md': '2' },
    act: (folder) => rename(join(folder, 'aside'), join(folder, 'blog/a')),
    heard: ['blog/a/b/two.md'],
  },
  {
    what: 'the files of a folder that took the place of another, even far below',
    files: { 'blog/a/b/two.md': '2', 'aside/b/two.md': 'Other' },
    act: async (folder) => {
      await rename(join(folder, 'blog/a'), join(folder, 'before'))
      await rename(join(folder, 'aside'), join(folder, 'blog/a'))
    },
    heard: ['blog/a/b/two.md'],
  },
  {
    what: 'a folder that is gone',
    files: { 'blog/a/two.md': '2' },
    act: (folder) => rm(join(folder, 'blog/a'), { recursive: true }),
    heard: ['blog/a'],
  },
  {
    what: 'the whole content, gone and back',
    act: async (folder) => {
      await rename(join(folder, 'blog'), join(folder, 'away'))
      await rename(join(folder, 'away'), join(folder, 'blog'))
      await writeFile(join(folder, 'blog/two.md'), '2')
    },
    heard: ['blog'],
  },
  {
    what: 'a file of its own, replaced as editors do',
    files: { '_config.yml': 'a: 1' },
    paths: ['_config.yml'],
    act: async (folder) => {
      await writeFile(join(folder, 'new'), 'a: 2')
      await rename(join(folder, 'new'), join(folder, '_config.yml'))
    },
    heard: ['_config.yml'],
  },
  {
    what: 'a file of its own that was not there, nor its folders',
    paths: ['config/deep/hugo.toml'],
    act: (folder) => addFiles(folder, { 'config/deep/hugo.toml': 'a = 1' }),
    heard: ['config'],
  },
  {
    what: 'a folder of its own that was not there, with its files',
    paths: ['static/audio'],
    act: (folder) => addFiles(folder, { 'static/audio/two.mp3': '2' }),
    heard: ['static/audio/two.mp3'],
  },
  {
    what: 'anything, when the target of a link to a file is replaced',
    files: { 'shared/two.md': '2' },
    prepare: (folder) => symlink(join(folder, 'shared/two.md'), join(folder, 'blog/two.md')),
    act: async (folder) => {
      await writeFile(join(folder, 'shared/new'), 'Other')
      await rename(join(folder, 'shared/new'), join(folder, 'shared/two.md'))
    },
    heard: ['anything'],
  },
  {
    what: 'a file in a folder to which a link leads',
    files: { 'shared/two.md': '2' },
    prepare: (folder) => symlink(join(folder, 'shared'), join(folder, 'blog/linked')),
    act: (folder) => writeFile(join(folder, 'shared/two.md'), 'Other'),
    heard: ['blog/linked/two.md'],
  },
  {
    what: 'a link to a folder that is led elsewhere, as configurations of clusters are replaced',
    files: { 'v1/two.md': '1', 'v2/two.md': '2' },
    prepare: async (folder) => {
      await symlink(join(folder, 'v1'), join(folder, 'blog/..data'))
      await symlink('..data/two.md', join(folder, 'blog/two.md'))
    },
    act: async (folder) => {
      await symlink(join(folder, 'v2'), join(folder, 'blog/..next'))
      await rename(join(folder, 'blog/..next'), join(folder, 'blog/..data'))
    },
    heard: ['anything'],
  },
]

describe('a watch hears of', () => {
  test.each(DEEDS)('$what', async ({ act, heard, ...listening }) => {
    const { folder, changed, reports } = await listen(listening)
    await act(folder)
    await expect.poll(changed, DEADLINE).toEqual(expect.arrayContaining([...heard]))
    expect(reports).toEqual([])
  })

  test.runIf(EVERYTHING)(
    'anything, where more happens at once than the system may tell',
    async () => {
      const { folder, changed } = await listen({})
      // Without a turn of the watch in between.
      for (let index = 0; index < 4000; index += 1)
        writeFileSync(join(folder, `blog/${index}.md`), '')
      await expect.poll(changed, DEADLINE).toContain('anything')
    },
  )
})

describe('a watch', () => {
  test('watches folders and not the files in them', async () => {
    const before = watchesOf('self')
    const names = Array.from({ length: 200 }, (_, index) => `blog/${index % 4}/post-${index}.md`)
    await listen({ files: Object.fromEntries(names.map((name) => [name, 'text'])) })
    expect(watchesOf('self') - before).toBe(5)
  })

  test('goes on after a link was led elsewhere and a folder was replaced', async () => {
    const { folder, changed } = await listen({
      files: { 'v1/one.md': '1', 'v2/one.md': '2', 'blog/a/b/c.md': '' },
    })
    await symlink(join(folder, 'v1'), join(folder, 'blog/linked'))
    await expect.poll(changed, DEADLINE).toContain('anything')
    await rm(join(folder, 'blog/linked'))
    await symlink(join(folder, 'v2'), join(folder, 'blog/linked'))
    await rename(join(folder, 'blog/a'), join(folder, 'before'))
    await mkdir(join(folder, 'blog/a/b'), { recursive: true })
    const again = async (): Promise<readonly string[]> => {
      await writeFile(join(folder, 'v2/one.md'), String(Math.random()))
      await writeFile(join(folder, 'blog/a/b/d.md'), String(Math.random()))
      return changed()
    }
    await expect
      .poll(again, { ...DEADLINE, interval: 100 })
      .toEqual(expect.arrayContaining(['blog/linked/one.md', 'blog/a/b/d.md']))
  })

  test('does not look at a folder again that is watched with another', async () => {
    let watching: ReturnType<typeof watch> | undefined
    const folder = await realpath(
      await makeFolder({ 'blog/audio/one.mp3': '1', 'media/two.mp3': '2' }),
    )
    let readies = 0
    watching = watch({
      paths: [join(folder, 'blog')],
      roots: () => [folder],
      changed: () => undefined,
      ready: () => (readies += 1),
      report: () => undefined,
    })
    onTestFinished(watching.close)
    await expect.poll(() => readies, DEADLINE).toBe(1)
    watching.add([join(folder, 'blog/audio')])
    watching.add([join(folder, 'media')])
    await expect.poll(() => readies, DEADLINE).toBe(2)
  })
})

/** How many folders and files a process watches. */
function watchesOf(pid: string): number {
  const infos = `/proc/${pid}/fdinfo`
  return readdirSync(infos)
    .map((descriptor) => {
      try {
        return readFileSync(join(infos, descriptor), 'utf8')
      } catch {
        return ''
      }
    })
    .flatMap((info) => info.match(/^inotify wd:/gm) ?? []).length
}

const fault = (code: string, path: string | null = null) => ({
  code,
  path,
  message: 'what the system says',
  status: null,
})

describe('what the operator is told when the watch fails', () => {
  test.each([
    {
      cause: fault('ENOSPC', '/srv/blog'),
      polling: false,
      message:
        'the system refuses to watch more folders (ENOSPC), so all files are looked at every 2 seconds, which is slower; to avoid this, raise fs.inotify.max_user_watches and restart',
    },
    {
      cause: fault('EMFILE'),
      polling: false,
      message:
        'the system refuses to watch more folders (EMFILE), so all files are looked at every 2 seconds, which is slower; to avoid this, raise the limit of open files (ulimit -n) or fs.inotify.max_user_instances and restart',
    },
    {
      cause: fault('EACCES', '/srv/blog/secret'),
      polling: false,
      message:
        '"/srv/blog/secret" cannot be watched (EACCES), so changes to it take effect only after a restart; correct its permissions, or restart when it exists again',
    },
    {
      cause: fault('', null),
      polling: true,
      message:
        'a file or folder cannot be watched (what the system says), so changes to it take effect only after a restart; correct its permissions, or restart when it exists again',
    },
  ])('$cause.code', ({ cause, polling, message }) => {
    expect(explainWatchError(cause, polling)).toBe(message)
  })
})
