import { mkdtemp, mkdir, realpath, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { hashContent } from '../../src/base/fingerprint.ts'
import type { Episode } from '../../src/show/episode.ts'
import type { Show } from '../../src/show/show.ts'
import { exampleEnglishEpisode, exampleEpisode, exampleShow } from '../support/example-show.ts'

/** When every file of the folder was written: a whole second, long over. */
export const WRITTEN = new Date('2025-06-01T12:00:00Z')

/** 100,000 bytes of which no two parts are alike, so that a wrong range shows. */
export const RECORDING = Buffer.from(
  Array.from({ length: 20_000 }, (_, index) => String(index).padStart(5, '0')).join(''),
)
const { fingerprint: FINGERPRINT } = await hashContent([RECORDING])

const TRANSCRIPT = 'WEBVTT\n\n00:00.000 --> 00:02.000\nVoda v zátoce stoupá.\n'

const FILES: Readonly<Record<string, string | Buffer>> = {
  'content/priliv.mp3': RECORDING,
  'content/priliv.vtt': TRANSCRIPT,
  'content/.pictures/zatoka.jpg': Buffer.from([0xff, 0xd8, 0xff, 1]),
  'content/cover.jpg': Buffer.from([0xff, 0xd8, 0xff, 2]),
  'public/style.css': 'body { margin: 0 }\n'.repeat(100),
  'public/icons/šipka 1.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'public/.private': 'not for anyone',
}

/** A show whose files are really there, in a folder of its own. */
export interface ShowOnDisk extends AsyncDisposable {
  readonly show: Show
  /** Absolute path of a file of the folder. */
  readonly file: (name: string) => string
}

export async function createShowOnDisk(overrides: Partial<Show> = {}): Promise<ShowOnDisk> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sidecast-site-')))
  const file = (name: string): string => join(folder, name)
  for (const [name, content] of Object.entries(FILES)) await put(file(name), content)
  const show = exampleShow({
    baseUrl: 'http://127.0.0.1/',
    roots: [file('content')],
    image: {
      url: 'http://127.0.0.1/artwork/cover-0a1b2c3d.jpg',
      path: '/artwork/cover-0a1b2c3d.jpg',
      file: file('content/cover.jpg'),
      type: 'image/jpeg',
      width: 3000,
      height: 3000,
      small: [],
    },
    episodes: [episodeOnDisk(file), exampleEnglishEpisode()],
    ...overrides,
  })
  return {
    show,
    file,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

function episodeOnDisk(file: (name: string) => string): Episode {
  const episode = exampleEpisode()
  return {
    ...episode,
    audio: {
      ...episode.audio,
      file: file('content/priliv.mp3'),
      bytes: RECORDING.length,
      hash: FINGERPRINT,
    },
    transcripts: episode.transcripts.map((transcript) => ({
      ...transcript,
      file: transcript.path === null ? null : file('content/priliv.vtt'),
    })),
    assets: new Map([
      [
        '/assets/zatoka.jpg',
        { path: `${episode.page}zatoka.jpg`, file: file('content/.pictures/zatoka.jpg') },
      ],
    ]),
  }
}

/** Writes a file as if it had been there for long. */
export async function put(
  file: string,
  content: string | Buffer,
  written = WRITTEN,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
  await utimes(file, written, written)
}
