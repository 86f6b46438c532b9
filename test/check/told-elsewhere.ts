import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { fetchFile } from '../../src/audio/fetch-file.ts'
import { probeUrl } from '../../src/audio/probe-url.ts'
import type { Problem } from '../../src/posts/problem.ts'
import { type FetchPicture, openArtworks } from '../../src/show/artwork/artworks.ts'
import { SHOW } from '../../src/show/artwork/artwork-wishes.ts'
import { presentArtwork } from '../../src/show/artwork/present-artwork.ts'
import { findPosts } from '../../src/show/folder/content-files.ts'
import { createLoader, type Loader } from '../../src/show/load.ts'
import { startServer } from '../audio/support/recording-server.ts'
import { addFiles } from '../support/folder.ts'
import { NOW } from './check-files.ts'

/** A mistake that only shows while the show is served, or before there is one. */
export interface Elsewhere {
  readonly name: string
  readonly rule: string
  readonly tell: (folder: string) => Promise<readonly Problem[]>
}

const PUBLIC = 'https://podcast.example.org/'

const fetchPicture: FetchPicture = (url, { known, signal }) =>
  fetchFile(url, { known, signal, most: 1e6 })

function open(folder: string): Promise<Loader> {
  return createLoader({
    folder,
    baseUrl: PUBLIC,
    fallbackUrl: PUBLIC,
    progress: () => undefined,
    probe: (url, { known, signal }) => probeUrl(url, { known, signal }),
    fetchPicture,
  })
}

const LOAD = { now: NOW, settle: 0, changed: null }

/** Loads, lets something happen, and loads again. */
async function around(
  folder: string,
  happen: (loader: Loader) => Promise<unknown>,
): Promise<readonly Problem[]> {
  const loader = await open(folder)
  await loader.load(LOAD)
  await happen(loader)
  return (await loader.load(LOAD)).problems
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
          blog: { generator: null, root: folder },
        })
      ).problems,
  },
  {
    name: 'settings that vanish while they are in use',
    rule: 'show/vanished',
    tell: (folder) => around(folder, () => rm(join(folder, 'sidecast.yml'))),
  },
  {
    name: 'a ledger that vanishes while it is in use',
    rule: 'ledger/vanished',
    tell: (folder) =>
      around(folder, async (loader) => {
        await loader.remember(NOW)
        await loader.load(LOAD)
        await rm(join(folder, 'sidecast.ledger.json'))
      }),
  },
  {
    name: 'a recording that its host does not have',
    rule: 'recording/unreachable',
    tell: async (folder) => {
      const server = await startServer((_, response) => void response.writeHead(404).end())
      await addFiles(folder, {
        '2026-05-11-moon.md': `---\ntitle: The moon\naudio: ${server.url}/moon.mp3\nlength: 600000\nduration: 40\n---\n\nText.\n`,
      })
      const problems = await around(folder, (loader) =>
        loader.measureRemote({
          now: () => NOW,
          signal: new AbortController().signal,
          progress: () => undefined,
        }),
      )
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
      const problems = await around(folder, makeArtwork)
      await server.close()
      return problems
    },
  },
  {
    name: 'a machine without the packages that work on pictures',
    rule: 'artwork/missing',
    tell: async (folder) => {
      const artworks = await openArtworks(folder, fetchPicture, () =>
        Promise.resolve({ studio: null, missing: 'the package "sharp" is not installed' }),
      )
      const cover = {
        owner: SHOW,
        isCover: true,
        picture: { name: 'cover.jpg', file: join(folder, 'cover.jpg') },
        words: null,
        side: 1400,
        most: 1400,
        published: NOW,
      }
      await artworks.make([cover], [], {
        now: () => NOW,
        signal: new AbortController().signal,
        progress: () => undefined,
      })
      return presentArtwork(artworks.store, [], PUBLIC).problems
    },
  },
  {
    name: 'a title in cuneiform',
    rule: 'artwork/letters',
    tell: async (folder) => {
      await addFiles(folder, {
        '2026-05-11-moon.md': '---\ntitle: The moon 𒀀\naudio: moon.mp3\n---\n\nText.\n',
      })
      return around(folder, makeArtwork)
    },
  },
]

async function tellOfCover(folder: string, cover: Uint8Array): Promise<readonly Problem[]> {
  await addFiles(folder, { 'cover.jpg': cover })
  return around(folder, makeArtwork)
}

function plainPicture(width: number, height: number): Promise<Buffer> {
  const background = '#0f4c81'
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

function makeArtwork(loader: Loader): Promise<boolean> {
  return loader.makeArtwork({
    now: () => NOW,
    signal: new AbortController().signal,
    progress: () => undefined,
  })
}
