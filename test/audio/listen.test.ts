import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Heard } from '../../src/audio/listen/listening.ts'
import { listen } from '../../src/audio/listen/listen.ts'
import { Loudness } from '../../src/audio/listen/loudness.ts'
import { TruePeak } from '../../src/audio/listen/true-peak.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'
import { copySound, ebur128, makeSound, SPEECH, type SoundRecipe } from '../support/sound-file.ts'

async function hear(path: string, signal = new AbortController().signal): Promise<Heard> {
  await using handle = await open(path)
  const { type, channels } = await probeFile(path, { descriptor: handle.fd })
  return await listen({ path, descriptor: handle.fd, type, channels: channels ?? 2 }, signal)
}

/** Recordings of all kinds, to be measured by ffmpeg as well. */
const RECORDINGS: readonly SoundRecipe[] = [
  { file: 'speech.mp3', sound: 'anull', options: '-b:a 64k' },
  { file: 'stereo.mp3', sound: 'pan=stereo|c0=c0|c1=0.5*c0', options: '-b:a 128k' },
  { file: 'quiet.mp3', sound: 'volume=-30dB', options: '-b:a 64k' },
  { file: 'rate.mp3', sound: 'aresample=22050', options: '-b:a 48k' },
  { file: 'sine.wav', sound: '=sine=997:d=5,volume=3dB,aformat=channel_layouts=stereo' },
  { file: 'short.wav', sound: '=sine=440:d=0.5:r=48000' },
  { file: 'low.flac', sound: '=sine=60:d=4:r=96000' },
  { file: 'gated.flac', sound: 'apad=pad_dur=15' },
  {
    file: 'between.wav',
    sound: '=aevalsrc=0.7*sin(2*PI*11025*t+PI/4):s=44100:d=3,afade=d=1,afade=t=out:st=2',
  },
  { file: 'speech.m4a', sound: 'anull', options: '-b:a 64k' },
  { file: 'speech.opus', sound: 'volume=-6dB', options: '-b:a 32k' },
  { file: 'surround.flac', sound: 'pan=5.1|c0=c0|c1=0.5*c0|c2=c0|c3=c0|c4=0.3*c0|c5=0.2*c0' },
]

describe('what is heard in a recording', () => {
  // MP3 is decoded by a package, all else by ffmpeg
  test.each(sampleOf(RECORDINGS, ({ file }) => file.endsWith('.mp3')))(
    'is as loud as ffmpeg says: $file',
    async (recipe) => {
      const folder = await makeFolder({ [recipe.file]: await makeSound(recipe) })
      const path = join(folder, recipe.file)
      const [{ loudness, peak }, expected] = await Promise.all([hear(path), ebur128(path)])
      expect(Math.abs((loudness ?? 0) - expected.loudness)).toBeLessThan(0.3)
      expect(Math.abs((peak ?? 0) - expected.peak)).toBeLessThan(0.4)
    },
  )

  test('is nothing in silence', async () => {
    const folder = await makeFolder({ 'silent.mp3': silentMp3(200) })
    expect(await hear(join(folder, 'silent.mp3'))).toMatchObject({
      loudness: null,
      peak: null,
      clipped: 0,
      envelope: [-120, -120, -120, -120, -120, -120],
    })
  })

  test('has a hash of its samples, whatever the tags and the header', async () => {
    const mp3 = await makeSound({ file: 'a.mp3', sound: 'anull', options: '-b:a 64k' })
    const folder = await makeFolder({
      'a.mp3': mp3,
      'titled.mp3': await copySound(mp3, 'a.mp3', '-metadata title=Another -write_id3v1 1'),
      'bare.mp3': await copySound(mp3, 'a.mp3', '-write_xing 0 -id3v2_version 0'),
      'other.mp3': await makeSound({ file: 'a.mp3', sound: 'volume=-1dB', options: '-b:a 64k' }),
    })
    const names = ['a.mp3', 'titled.mp3', 'bare.mp3', 'other.mp3']
    const [own, titled, bare, other] = await Promise.all(
      names.map(async (name) => (await hear(join(folder, name))).hash),
    )
    expect([titled, bare]).toEqual([own, own])
    expect(other).not.toBe(own)
  })

  test('is what is left of a damaged file', async () => {
    const bytes = await readFile(SPEECH)
    for (let at = 100_000; at < 400_000; at += 977) bytes[at] = at % 256
    const folder = await makeFolder({ 'damaged.mp3': bytes.subarray(0, 500_000) })
    const { seconds, loudness } = await hear(join(folder, 'damaged.mp3'))
    expect(seconds).toBeGreaterThan(20)
    expect(loudness).toBeGreaterThan(-30)
  })

  test('is not waited for when the work is ended', async () => {
    const stop = new AbortController()
    const heard = hear(SPEECH, stop.signal)
    stop.abort(new Error('enough'))
    await expect(heard).rejects.toThrow('enough')
  })

  test('is not made up where a decoder finds no sound', async () => {
    const folder = await makeFolder({})
    const path = join(folder, 'a.m4a')
    await writeFile(path, 'no sound')
    await using handle = await open(path)
    const recorded = { path, descriptor: handle.fd, type: 'audio/x-m4a', channels: 1 }
    await expect(listen(recorded, new AbortController().signal)).rejects.toThrow(
      /^"a.m4a" cannot be decoded: ffmpeg finds no sound in it/,
    )
  })
})

test('samples may come in pieces of any size', () => {
  const samples = Float32Array.from({ length: 50_000 }, (_, at) => Math.sin(at / 9) / 2)
  const measure = (size: number): readonly (number | null)[] => {
    const [loudness, peak] = [new Loudness(44_100, 1), new TruePeak()]
    for (let from = 0; from < samples.length; from += size) {
      const piece = samples.subarray(from, from + size)
      loudness.push([piece])
      peak.push(piece)
    }
    return [loudness.integrated(), peak.peak]
  }
  const whole = measure(samples.length)
  expect(whole).toEqual([expect.closeTo(-9.4, 1), expect.closeTo(0.5, 2)])
  for (const size of [1, 7, 1152, 4096]) {
    expect(measure(size)).toEqual(whole.map((value) => expect.closeTo(value ?? 0, 6)))
  }
})
