import { execFileSync } from 'node:child_process'
import { appendFileSync, truncateSync, utimesSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, symlink, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probeFile } from '../../src/audio/probe-file.ts'
import { writeRecipe } from './corpus/encode.ts'
import { frames, framesSeconds, PLAIN } from './corpus/mpeg-frames.ts'
import { randomBytes } from './corpus/recipe.ts'
import { id3v2 } from './corpus/tags.ts'

const MAKE_PIPE = 'mkfifo'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-probe-'))
})
afterAll(() => rm(folder, { recursive: true }))

const sound = frames(PLAIN, 100)

async function write(bytes: Buffer, file = 'talk.mp3'): Promise<string> {
  return writeRecipe({ file, bytes }, folder)
}

async function refusalOf(path: string): Promise<string> {
  return probeFile(path).then(
    () => 'measured',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

/** Measures a recording and changes it before the measuring is over. */
async function refusalAfter(bytes: Buffer, change: (path: string) => void): Promise<unknown> {
  const path = await write(bytes)
  const measured = probeFile(path)
  change(path)
  return measured.catch((error: unknown) => error)
}

describe('probeFile', () => {
  test('tells all facts of an MP3', async () => {
    const path = await write(Buffer.concat([id3v2(), sound]))
    expect(await probeFile(path)).toEqual({
      bytes: id3v2().length + sound.length,
      seconds: framesSeconds(PLAIN, 100),
      type: 'audio/mpeg',
      codec: 'MPEG 1 Layer 3',
      bitrate: expect.closeTo(128_000, -3),
      sampleRate: 44_100,
      channels: 2,
      vbr: false,
      chapters: [],
      tags: null,
      how: 'scan',
      hash: expect.stringMatching(/^[\da-f]{64}$/),
      etag: null,
      modified: null,
      cut: null,
      warnings: [],
    })
  })

  test.each([
    ['first', 5],
    ['middle', 2_000_000],
    ['last', -1],
  ])('gives the same bytes one hash, and another when the %s of them changed', async (_, at) => {
    const bytes = Buffer.concat([frames(PLAIN, 3000), randomBytes(3_000_000, 1)])
    const changed = Buffer.from(bytes)
    const index = at < 0 ? changed.length + at : at
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
    const [one, same, other] = await Promise.all(
      [bytes, bytes, changed].map(async (content) => (await probeFile(await write(content))).hash),
    )
    expect(same).toBe(one)
    expect(other).not.toBe(one)
  })

  // What a name may end in, by what is in the file
  test.each(['talk.mp3', 'TALK.MP3', 'talk.mpga', 'talk'])(
    'is content with the name %s',
    async (file) => {
      expect((await probeFile(await write(sound, file))).warnings).toEqual([])
    },
  )

  test.each(['talk.m4a', 'talk.wav', 'talk.txt'])(
    'warns of the name %s for an MP3',
    async (file) => {
      expect((await probeFile(await write(sound, file))).warnings).toEqual([
        `it is audio/mpeg, though its name ends in "${file.slice(4)}", and podcast apps go by the name: rename it to end in ".mp3"`,
      ])
    },
  )

  test('measures several files at once', async () => {
    const paths = await Promise.all([10, 20, 5000].map((count) => write(frames(PLAIN, count))))
    const measured = await Promise.all(paths.map((path) => probeFile(path)))
    expect(measured.map(({ seconds }) => seconds)).toEqual(
      [10, 20, 5000].map((count) => framesSeconds(PLAIN, count)),
    )
  })

  test('stops at once when told to', async () => {
    const path = await write(sound)
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(probeFile(path, { signal })).rejects.toThrow('enough')
  })

  test('lets others have their turn while it measures a long recording', async () => {
    const path = await write(sound)
    await truncate(path, 60_000_000)
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await probeFile(path)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
  })
})

describe('probeFile refuses', () => {
  test('a file that does not exist', async () => {
    expect(await refusalOf(join(folder, 'moon.mp3'))).toBe(
      'ProbeError: "moon.mp3" does not exist; put the recording there, or correct its name',
    )
  })

  test('a path that leads through a file', async () => {
    expect(await refusalOf(join(await write(sound), 'moon.mp3'))).toBe(
      'ProbeError: "moon.mp3" does not exist, because a part of its path is not a folder; correct the path',
    )
  })

  test('a folder', async () => {
    await mkdir(join(folder, 'show.mp3'))
    expect(await refusalOf(join(folder, 'show.mp3'))).toBe(
      'ProbeError: "show.mp3" is a folder; name the recording in it',
    )
  })

  test('a link that leads back to itself', async () => {
    await symlink('loop.mp3', join(folder, 'loop.mp3'))
    expect(await refusalOf(join(folder, 'loop.mp3'))).toBe(
      'ProbeError: "loop.mp3" is a link that leads back to itself; make it lead to the recording',
    )
  })

  test('a pipe, without waiting for what comes out of it', async () => {
    execFileSync(MAKE_PIPE, [join(folder, 'pipe.mp3')])
    expect(await refusalOf(join(folder, 'pipe.mp3'))).toBe(
      'ProbeError: "pipe.mp3" is not a regular file; name a recording',
    )
  })

  test('a name that cannot be one', async () => {
    expect(await refusalOf('a\0b.mp3')).toContain('is not a possible file name')
    expect(await refusalOf(`${'x'.repeat(300)}.mp3`)).toContain('shorten it')
  })

  test('a recording that grows while it is measured', async () => {
    const refusal = await refusalAfter(sound, (path) => appendFileSync(path, sound))
    expect(refusal).toMatchObject({
      name: 'ProbeError',
      refusal: 'growing',
      message: `"talk.mp3" changed while it was measured, from ${sound.length} to ${sound.length * 2} bytes: it is still being written; wait until it is complete`,
    })
  })

  test('a recording that is written anew while it is measured', async () => {
    const refusal = await refusalAfter(sound, (path) => utimesSync(path, new Date(), 1_000_000))
    expect(refusal).toMatchObject({ refusal: 'growing' })
  })

  test('a recording that is emptied while it is measured', async () => {
    const refusal = await refusalAfter(frames(PLAIN, 9000), (path) => truncateSync(path))
    expect(refusal).toMatchObject({ refusal: 'growing' })
  })

  test('without leaving files open', async () => {
    const paths = [
      join(folder, 'none.mp3'),
      folder,
      await write(sound),
      await write(Buffer.alloc(9000)),
    ]
    const before = (await readdir('/dev/fd')).length
    for (const path of paths) await refusalOf(path)
    expect((await readdir('/dev/fd')).length).toBe(before)
  })
})
