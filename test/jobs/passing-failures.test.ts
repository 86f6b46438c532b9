import { appendFileSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { realRoots } from '../../src/base/content-door.ts'
import { createDisk, type FileFacts } from '../../src/base/disk.ts'
import { hashFile } from '../../src/jobs/hash-file.ts'
import type { Job } from '../../src/jobs/job.ts'
import { KEPT_KINDS } from '../../src/jobs/kinds.ts'
import { measureFile } from '../../src/jobs/measure-file.ts'
import { readChapters, readTranscript } from '../../src/jobs/read-sidecar.ts'
import { createRunner, type RunOptions } from '../../src/jobs/runner.ts'
import { squarePicture } from '../../src/jobs/square-picture.ts'
import { openStore } from '../../src/jobs/store.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'
import { HOSTS, HOUR, runOptions } from './tiny-kinds.ts'

const MINUTE = 60_000
const VTT = 'WEBVTT\n\n00:00.000 --> 00:01.000\nThe sea.\n'
const CHAPTERS = '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Ebb"}]}'
const SQUARING = { most: 1400, age: 0, privateNetworks: false }

type Make = (file: string, facts: FileFacts) => Job

interface FileKind {
  readonly what: string
  readonly make: Make
  readonly bytes: () => Buffer | Promise<Buffer>
}

const RECORDING: FileKind = {
  what: 'a recording',
  make: (file, facts) => measureFile('file', file, facts, 0),
  bytes: () => silentMp3(9000),
}

const KINDS: readonly FileKind[] = [
  RECORDING,
  {
    what: 'the hash of a file',
    make: (file, facts) => hashFile('file', { file, algorithm: 'sha256' }, facts),
    bytes: () => silentMp3(100),
  },
  {
    what: 'a picture',
    make: (file, facts) => squarePicture('file', { file, facts }, SQUARING),
    bytes: () =>
      sharp({ create: { width: 1400, height: 1400, channels: 3, background: '#0f4c81' } })
        .jpeg()
        .toBuffer(),
  },
  {
    what: 'a transcript',
    make: (file, facts) => readTranscript(file, 'text/vtt', facts),
    bytes: () => Buffer.from(VTT),
  },
  {
    what: 'a file of chapters',
    make: (file, facts) => readChapters(file, facts),
    bytes: () => Buffer.from(CHAPTERS),
  },
]

/** A folder with a file, and the job that is done with it. */
async function start({ make, bytes }: FileKind) {
  const name = 'file.mp3'
  const content = await bytes()
  const folder = await makeFolder({ [name]: content })
  const file = join(folder, name)
  const { size, mtimeMs } = await stat(file)
  const job = make(file, { bytes: size, modified: mtimeMs })
  const store = await openStore(folder, KEPT_KINDS, () => undefined)
  const runner = createRunner(store, undefined, HOSTS)
  const roots = await realRoots([folder])
  const disk = createDisk(roots)
  const run = (hour: number, by: RunOptions['disk'] = disk): Promise<void> =>
    runner.run([job], runOptions({ now: () => new Date(hour), disk: by }))
  return {
    folder,
    file,
    job,
    store,
    disk,
    run,
    putBack: () => addFiles(folder, { [name]: content }),
  }
}

test('a recording that grew while it was measured is measured again after a second', async () => {
  const { file, job, store, disk, run } = await start(RECORDING)
  const openSync: typeof disk.openSync = (path) => {
    queueMicrotask(() => appendFileSync(path, silentMp3(10)))
    return disk.openSync(path)
  }
  await run(HOUR, { ...disk, openSync })
  expect(store.of(job)).toMatchObject({ result: null, failure: { code: 'growing' } })
  expect(store.of(job).failure?.again).toBe(HOUR + 1000)
  await run(HOUR + 1000)
  expect(store.of(job).result).toMatchObject({ bytes: (await stat(file)).size })
})

describe('what cannot be read for a while is read when it can be', () => {
  test.each(KINDS)('$what', async (kind) => {
    const { file, job, store, run, putBack } = await start(kind)
    await rm(file)
    await run(HOUR)
    expect(store.of(job)).toMatchObject({
      result: null,
      failure: { code: 'unreadable', again: HOUR + MINUTE },
    })
    expect(store.of(job).failure?.message).toMatch(/cannot be read|does not exist/)
    await putBack()
    await run(HOUR + MINUTE - 1)
    expect(store.of(job).result).toBeNull()
    await run(HOUR + MINUTE)
    expect(store.of(job)).toMatchObject({ failure: null, due: Infinity })
    expect(store.of(job).result).not.toBeNull()
  })

  test.each(KINDS)('$what, at once at the next start', async (kind) => {
    const { folder, file, job, run } = await start(kind)
    await rm(file)
    await run(HOUR)
    const again = await openStore(folder, KEPT_KINDS, () => undefined)
    expect(again.of(job)).toMatchObject({ failure: null, due: 0 })
  })
})

test('what holds no sound is not measured again before it changes', async () => {
  const kind = {
    what: 'a page',
    make: (file: string, facts: FileFacts) => measureFile('file', file, facts, 0),
    bytes: () => Buffer.from('<html></html>'),
  }
  const { folder, job, run } = await start(kind)
  await run(HOUR)
  const again = await openStore(folder, KEPT_KINDS, () => undefined)
  expect(again.of(job)).toMatchObject({ failure: { again: null }, due: Infinity })
})
