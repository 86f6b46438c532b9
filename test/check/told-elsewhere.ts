import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { openStudioWith } from '../../src/artwork/studio.ts'
import { WORK, type WorkFilter } from '../../src/jobs/kinds.ts'
import type { Problem } from '../../src/base/problem.ts'
import { findPosts } from '../../src/show/folder/content-files.ts'
import type { Composition } from '../../src/show/compose-show.ts'
import type { OpenShow } from '../../src/show/open-show.ts'
import { startServer } from '../audio/support/recording-server.ts'
import { addFiles } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'
import { NOW } from './check-files.ts'

/** A mistake that only shows while the show is served, or before there is one. */
export interface Elsewhere {
  readonly name: string
  readonly rule: string
  readonly tell: (folder: string) => Promise<readonly Problem[]>
}

const PUBLIC = 'https://podcast.example.org/'

/** Reads a folder and does some of its work, lets something happen, and does the same again. */
async function around(
  folder: string,
  work: WorkFilter,
  happen: (opened: OpenShow, composition: Composition | null) => Promise<unknown> = async () =>
    undefined,
): Promise<readonly Problem[]> {
  const opened = await openBlog(folder, PUBLIC)
  const { composition } = await readBlog(opened, { now: NOW, settle: 0, work })
  await happen(opened, composition)
  return (await readBlog(opened, { now: NOW, settle: 0, work })).problems
}

/** Lets the show go out, lets something happen, and loads it as another run would. */
async function afterAiring(
  folder: string,
  happen: () => Promise<unknown>,
  { now = NOW, allowRemoval = false } = {},
): Promise<readonly Problem[]> {
  const first = await openBlog(folder, PUBLIC)
  const { composition } = await readBlog(first, { now: NOW, settle: 0 })
  if (composition !== null) await first.remember(composition, NOW)
  await happen()
  const opened = await openBlog(folder, PUBLIC, allowRemoval)
  return (await readBlog(opened, { now, settle: 0 })).problems
}

/** Rules of which `check` hears nothing, for it looks once. */
export const TOLD_ELSEWHERE: readonly Elsewhere[] = [
  {
    name: 'a content folder that is not there',
    rule: 'content/folder',
    tell: async (folder) =>
      (
        await findPosts(join(folder, 'nowhere'), {
          posts: [],
          roots: [],
          blog: { generator: null, root: folder },
        })
      ).problems,
  },
  {
    name: 'settings that vanish while they are in use',
    rule: 'show/vanished',
    tell: (folder) => around(folder, WORK.here, () => rm(join(folder, 'sidecast.yml'))),
  },
  {
    name: 'a ledger that vanishes while it is in use',
    rule: 'ledger/vanished',
    tell: (folder) =>
      around(folder, WORK.here, async (opened, composition) => {
        if (composition !== null) await opened.remember(composition, NOW)
        await readBlog(opened, { now: NOW, settle: 0 })
        await rm(join(folder, 'sidecast.ledger.json'))
      }),
  },
  {
    name: 'a clock that is behind what went out',
    rule: 'ledger/clock',
    tell: (folder) =>
      afterAiring(folder, async () => undefined, { now: new Date('1990-01-01T00:00:00Z') }),
  },
  {
    name: 'a post that is moved to a later day after it went out',
    rule: 'episode/date-ahead',
    tell: (folder) =>
      afterAiring(folder, () =>
        rename(join(folder, '2026-05-11-moon.md'), join(folder, '2026-07-01-moon.md')),
      ),
  },
  {
    name: 'a post of a few that is removed',
    rule: 'show/removal',
    tell: (folder) => afterAiring(folder, () => rm(join(folder, '2026-05-11-moon.md'))),
  },
  {
    name: 'a post of many that is removed',
    rule: 'episode/kept',
    tell: async (folder) => {
      await addFiles(folder, severalMore())
      return afterAiring(folder, () => rm(join(folder, '2026-05-11-moon.md')))
    },
  },
  {
    name: 'a post of many that is removed on a computer that never had it',
    rule: 'episode/lost',
    tell: async (folder) => {
      await addFiles(folder, severalMore())
      return afterAiring(folder, async () => {
        await rm(join(folder, '2026-05-11-moon.md'))
        await rm(join(folder, '.sidecast'), { recursive: true })
      })
    },
  },
  {
    name: 'a recording of many that is removed',
    rule: 'recording/lost',
    tell: async (folder) => {
      await addFiles(folder, severalMore())
      return afterAiring(folder, () => rm(join(folder, 'shore-3.mp3')))
    },
  },
  {
    name: 'a post of a few that may go',
    rule: 'show/removal-allowed',
    tell: (folder) =>
      afterAiring(folder, () => rm(join(folder, '2026-05-11-moon.md')), { allowRemoval: true }),
  },
  {
    name: 'a recording of something else, in another language',
    rule: 'recording/other-article',
    tell: async (folder) => {
      const minuta = await readFile(
        join(import.meta.dirname, '../../episodes/2026-02-09-minuta.mp3'),
      )
      const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
      await addFiles(folder, {
        'moon.mp3': minuta,
        'sidecast.yml': `${settings}audio: { align: yes }\n`,
      })
      return around(folder, (job) => WORK.here(job) || job.key === '2026-05-11-moon.md')
    },
  },
  {
    name: 'a recording of which the end is still being copied',
    rule: 'recording/partial',
    tell: async (folder) => {
      const first = silentMp3(1)
      first.write('Info', 4 + 17, 'latin1')
      first.writeUInt32BE(1, 4 + 17 + 4)
      first.writeUInt32BE(1500, 4 + 17 + 8)
      const half = Buffer.concat([first, silentMp3(700)])
      await addFiles(folder, { 'moon.mp3': half }, new Date(NOW.getTime() - 5000))
      const { problems } = await readBlog(await openBlog(folder, PUBLIC), { now: NOW })
      return problems
    },
  },
  {
    name: 'a recording that its host does not have',
    rule: 'recording/unreachable',
    tell: async (folder) => {
      const server = await startServer((_, response) => void response.writeHead(404).end())
      await addFiles(folder, {
        '2026-05-11-moon.md': `---\ntitle: The moon\naudio: ${server.url}/moon.mp3\nlength: 600000\nduration: 40\n---\n\nText.\n`,
      })
      await openPrivateNetworks(folder)
      const problems = await around(folder, WORK.recordings)
      await server.close()
      return problems.filter(({ rule }) => rule !== 'recording/declared')
    },
  },
  {
    name: 'a cover that is a web page',
    rule: 'artwork/unreadable',
    tell: (folder) => tellOfCover(folder, Buffer.from('<!doctype html><title>404</title>')),
  },
  {
    name: 'a cover of a few pixels',
    rule: 'artwork/too-small',
    tell: async (folder) => tellOfCover(folder, await plainPicture(16, 16)),
  },
  {
    name: 'a cover that is enough for a frame only',
    rule: 'artwork/small',
    tell: async (folder) => tellOfCover(folder, await plainPicture(500, 500)),
  },
  {
    name: 'a cover that is not square',
    rule: 'artwork/cover',
    tell: async (folder) => tellOfCover(folder, await plainPicture(2000, 1500)),
  },
  {
    name: 'a PNG that is named .jpg',
    rule: 'artwork/name',
    tell: async (folder) =>
      tellOfCover(
        folder,
        await sharp(await plainPicture(1500, 1500))
          .png()
          .toBuffer(),
      ),
  },
  {
    name: 'a picture that its host does not have',
    rule: 'artwork/unreachable',
    tell: async (folder) => {
      const server = await startServer((_, response) => void response.writeHead(404).end())
      const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
      await addFiles(folder, {
        'sidecast.yml': settings.replace('image: cover.jpg', `image: ${server.url}/cover.jpg`),
      })
      await openPrivateNetworks(folder)
      const problems = await around(folder, WORK.all)
      await server.close()
      return problems
    },
  },
  {
    name: 'a machine without the packages that work on pictures',
    rule: 'artwork/missing',
    tell: async (folder) => {
      const opened = await openBlog(folder, PUBLIC, false, () =>
        Promise.resolve({ studio: null, missing: 'the package "sharp" is not installed' }),
      )
      return (await readBlog(opened, { now: NOW, settle: 0, work: WORK.all })).problems
    },
  },
  {
    name: 'a machine that draws too slowly',
    rule: 'artwork/unmade',
    tell: async (folder) => {
      const limits = { milliseconds: 600_000, megabytes: 4000 }
      const studio = await openStudioWith(limits)
      limits.milliseconds = 1
      const opened = await openBlog(folder, PUBLIC, false, () => Promise.resolve(studio))
      const { problems } = await readBlog(opened, { now: NOW, settle: 0, work: WORK.all })
      // The cover of the author may take too long as well.
      return problems.filter((problem) => problem.rule !== 'artwork/unreadable')
    },
  },
  {
    name: 'a title in cuneiform',
    rule: 'artwork/letters',
    tell: async (folder) => {
      await addFiles(folder, {
        '2026-05-11-moon.md': '---\ntitle: The moon 𒀀\naudio: moon.mp3\n---\n\nText.\n',
      })
      return around(folder, WORK.all)
    },
  },
]

/** So many posts that one of them is less than a tenth. */
function severalMore(): Record<string, string | Uint8Array> {
  const numbers = Array.from({ length: 8 }, (_, index) => index + 1)
  return Object.fromEntries(
    numbers.flatMap((number) => [
      [
        `2026-04-0${number}-shore-${number}.md`,
        `---\ntitle: Shore ${number}\naudio: shore-${number}.mp3\n---\n\nThe shore.\n`,
      ],
      [`shore-${number}.mp3`, silentMp3(40 + number)],
    ]),
  )
}

/** The hosts that are asked here are on this machine. */
async function openPrivateNetworks(folder: string): Promise<void> {
  const settings = await readFile(join(folder, 'sidecast.yml'), 'utf8')
  await addFiles(folder, { 'sidecast.yml': `${settings}\naudio: { private_networks: yes }\n` })
}

async function tellOfCover(folder: string, cover: Uint8Array): Promise<readonly Problem[]> {
  await addFiles(folder, { 'cover.jpg': cover })
  return around(folder, WORK.all)
}

function plainPicture(width: number, height: number): Promise<Buffer> {
  const background = '#0f4c81'
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer()
}
