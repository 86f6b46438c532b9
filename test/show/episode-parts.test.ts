import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/base/problem.ts'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

const RATE = 8000

/** Silence of one channel, 8 bits and 8000 samples a second. */
function silentWav(seconds: number): Buffer {
  const samples = RATE * seconds
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples, 40)
  return Buffer.concat([header, Buffer.alloc(samples, 0x80)])
}

/** Of 2.6 seconds. */
const MP3 = silentMp3(100)

async function load(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = await makeFolder(files)
  const opened = await openBlog(folder, 'https://podcast.example.org/')
  const { show } = await readBlog(opened, { now: new Date('2026-06-01') })
  const problems = show?.problems.filter(({ file }) => file === 'tides.md').map(formatProblem)
  return { episode: show?.episodes[0], problems }
}

function post(lines: string): string {
  return `---\ntitle: Tides\ndate: 2026-05-04\n${lines}\n---\n\nThe sea.\n`
}

describe('a post that names its recording in several forms', () => {
  // Apple takes no WAV and no Ogg, so the order of the keys is not what counts
  test.each([
    'audio: [tides.mp3, tides.wav]',
    'audio: [tides.wav, tides.mp3]',
    'podcast_ogg_file: tides.wav\naudio: tides.mp3',
  ])('has one that every app takes, and the other beside it with its hash: %s', async (lines) => {
    const wav = silentWav(3)
    const { episode, problems } = await load({
      'tides.md': post(lines),
      'tides.mp3': MP3,
      'tides.wav': wav,
    })
    expect(problems).toEqual([])
    expect(episode?.audio).toMatchObject({ path: '/audio/tides.mp3', bytes: MP3.length })
    expect(episode?.alternates).toMatchObject([
      {
        url: 'https://podcast.example.org/audio/tides.wav',
        path: '/audio/tides.wav',
        bytes: wav.length,
        seconds: 3,
        type: 'audio/wav',
        integrity: `sha384-${createHash('sha384').update(wav).digest('base64')}`,
      },
    ])
  })

  test('is told of one that is of another length, which is another recording', async () => {
    const { episode, problems } = await load({
      'tides.md': post('audio: [tides.mp3, tides.wav]'),
      'tides.mp3': MP3,
      'tides.wav': silentWav(30),
    })
    expect(episode?.alternates).toEqual([])
    expect(problems).toEqual([
      'tides.md:4 audio: "tides.wav" is 27.4 s longer than the recording of this post, so it is not offered as another format of it; check that the right file is named',
    ])
  })

  test.each([
    // 0.5 s less, and 0.9 s more
    { frames: 80, isForm: true },
    { frames: 134, isForm: true },
    // 1.1 s less and more
    { frames: 58, isForm: false },
    { frames: 142, isForm: false },
  ])(
    'has one of $frames frames beside one of 100 within a second: $isForm',
    async ({ frames, isForm }) => {
      const { episode } = await load({
        'tides.md': post('audio: [tides.mp3, again.mp3]'),
        'tides.mp3': MP3,
        'again.mp3': silentMp3(frames),
      })
      expect(episode?.alternates).toHaveLength(isForm ? 1 : 0)
    },
  )

  test('has no other form where the second cannot be found', async () => {
    const { episode, problems } = await load({
      'tides.md': post('audio: [tides.mp3, gone.ogg]'),
      'tides.mp3': MP3,
    })
    expect(episode?.alternates).toEqual([])
    expect(problems).toEqual([])
  })
})

describe('what a recording or the settings cannot bear', () => {
  test('is a soundbite after the end, which is left out and told', async () => {
    const { episode, problems } = await load({
      'tides.md': post(
        'audio: tides.wav\nsoundbites: ["0:05 - 0:30 To the end", "0:20 - 0:50 Late"]',
      ),
      'tides.wav': silentWav(30),
    })
    expect(episode?.soundbites).toEqual([{ start: 5, seconds: 25, title: 'To the end' }])
    expect(problems).toEqual([
      'tides.md:5 soundbites: a soundbite ends at 50 s, but the recording lasts 30 s, so it is left out; correct its start or its length',
    ])
  })

  test('is an episode of a serial without a number', async () => {
    const { problems } = await load({
      'sidecast.yml': 'type: serial\n',
      'tides.md': post('audio: tides.mp3'),
      'tides.mp3': MP3,
    })
    expect(problems).toEqual([
      'tides.md episode: the show is serial, but this episode has no number, so apps cannot put it in order; write its number in the season as a whole number (episode: 7)',
    ])
  })
})

describe('the persons of an episode', () => {
  const SETTINGS =
    'author: Ann Reader\nnarrator: Bob Roy\npersons: [{ name: Cyd Lee, role: editor }]\n'

  test.each([
    { lines: '', persons: ['author Ann Reader', 'narrator Bob Roy', 'editor Cyd Lee'] },
    {
      lines: 'author: Dan Poe\n',
      persons: ['author Dan Poe', 'narrator Bob Roy', 'editor Cyd Lee'],
    },
    {
      lines: 'narrator: Eve Sea\nguest: Fay Tide\n',
      persons: ['author Ann Reader', 'narrator Eve Sea', 'guest Fay Tide', 'editor Cyd Lee'],
    },
    {
      lines: 'hosts: [Dan Poe]\n',
      persons: ['host Dan Poe', 'narrator Bob Roy', 'editor Cyd Lee'],
    },
  ])('are its own, and those of the show in other roles: $lines', async ({ lines, persons }) => {
    const { episode } = await load({
      'sidecast.yml': SETTINGS,
      'tides.md': post(`${lines}audio: tides.mp3`),
      'tides.mp3': MP3,
    })
    expect(episode?.persons.map(({ role, name }) => `${role} ${name}`)).toEqual(persons)
  })

  test('has its season by the name that the settings give it', async () => {
    const { episode } = await load({
      'sidecast.yml': 'seasons: { 2: By the sea }\n',
      'tides.md': post('season: 2\naudio: tides.mp3'),
      'tides.mp3': MP3,
    })
    expect(episode?.seasonName).toBe('By the sea')
  })
})
