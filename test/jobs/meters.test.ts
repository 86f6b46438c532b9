import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Audio } from '../../src/audio/audio.ts'
import { methodOfType, METHODS } from '../../src/audio/meters.ts'
import { realRoots } from '../../src/base/content-door.ts'
import { createDisk } from '../../src/base/disk.ts'
import type { Job, Kind } from '../../src/jobs/job.ts'
import { MEASURE_FILE, measureFile } from '../../src/jobs/measure-file.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import { openStore } from '../../src/jobs/store.ts'
import { makeFolder } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'
import { HOSTS, runOptions } from './tiny-kinds.ts'

/** A second of silence. */
function silentWav(): Buffer {
  const [rate, bytes] = [8000, 16_000]
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + bytes, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(bytes, 40)
  return Buffer.concat([head, Buffer.alloc(bytes)])
}

/** What measures files in a version of the program whose meter for WAV counts up. */
const bump = (method: string): string => method.replace(/^wav \d+$/, 'wav 99')
const [first, ...others] = METHODS
const LATER: Kind<{ readonly file: string }, Audio> = {
  ...MEASURE_FILE,
  methods: [bump(first), ...others.map(bump)],
  methodOf: ({ type }) => bump(methodOfType(type)),
}

test('recordings of one format are measured again when its meter has changed, no others', async () => {
  const folder = await makeFolder({
    'tides.mp3': silentMp3(100),
    'moon.wav': silentWav(),
    'page.mp3': '<html></html>',
  })
  const jobs = await Promise.all(
    ['tides.mp3', 'moon.wav', 'page.mp3'].map(async (name) => {
      const file = join(folder, name)
      const { size, mtimeMs } = await stat(file)
      return measureFile(name, file, { bytes: size, modified: mtimeMs }, 0)
    }),
  )
  const disk = createDisk(await realRoots([folder]))
  const before = await openStore(folder, [MEASURE_FILE], () => undefined)
  await createRunner(before, undefined, HOSTS).run(jobs, runOptions({ disk }))
  expect(jobs.map((job) => before.of(job).result?.type ?? null)).toEqual([
    'audio/mpeg',
    'audio/wav',
    null,
  ])
  expect(jobs.map((job) => before.of(job).due)).toEqual([Infinity, Infinity, Infinity])

  const told: string[] = []
  const after = await openStore(folder, [LATER], (sentence) => told.push(sentence))
  const later = jobs.map((job): Job<{ readonly file: string }, Audio> => ({ ...job, kind: LATER }))
  // What no meter took may be taken by the new one.
  expect(later.map((job) => after.of(job).due)).toEqual([Infinity, 0, 0])
  const [mp3] = jobs
  expect(later.map((job) => after.of(job).result)).toEqual([
    mp3 === undefined ? null : before.of(mp3).result,
    null,
    null,
  ])
  await createRunner(after, undefined, HOSTS).run(later, runOptions({ disk }))
  const again = await openStore(folder, [LATER], (sentence) => told.push(sentence))
  expect(later.map((job) => again.of(job).due)).toEqual([Infinity, Infinity, Infinity])
  expect(later.map((job) => again.of(job).result?.type ?? null)).toEqual([
    'audio/mpeg',
    'audio/wav',
    null,
  ])
  expect(told).toEqual([])
})
