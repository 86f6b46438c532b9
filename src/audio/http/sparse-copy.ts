import { open } from 'node:fs/promises'
import type { Facts } from '../facts.ts'
import type { Read } from '../id3/frames.ts'
import { BOX_HEAD_BYTES, readBox } from '../mp4/box.ts'
import { chapterSamples } from './chapter-samples.ts'
import { probeCopy } from './probe-copy.ts'
import { completeIfNear, type Source } from './source.ts'

/** The largest recording that is copied: holes cost nothing on a disk, but time to be read. */
const LARGEST = 2e9
/** Parts that are loaded for the titles of chapters. */
const TITLE_LOADS = 64

/**
 * Measures an MP4 file whose index was read and whose chapters want it as a file: a copy is, with
 * holes where nobody looks, namely at the sound.
 *
 * @returns null if the titles are too many, or too widely scattered.
 * @throws {Unfetchable} If there is nothing to be heard in it.
 */
export async function measureSparseCopy(source: Source): Promise<Facts | null> {
  const { bytes } = source.version
  if (bytes === null || bytes > LARGEST) return null
  const titles = chapterSamples(readIndex(source.read, bytes))
  const readTitles = (): unknown =>
    titles.map(({ position, length }) => source.read(position, length))
  if ((await completeIfNear(source, readTitles, TITLE_LOADS)) === null) return null
  const write = (path: string): Promise<void> => writeParts(path, source, bytes)
  return probeCopy(write, undefined)
}

/** Content of the `moov` box; empty without. */
function readIndex(read: Read, bytes: number): Buffer {
  for (let at = 0; at < bytes;) {
    const box = readBox(read(at, BOX_HEAD_BYTES), at, bytes)
    if (!box) break
    if (box.type === 'moov') return read(box.start, box.end - box.start)
    at = box.end
  }
  return Buffer.alloc(0)
}

async function writeParts(path: string, source: Source, bytes: number): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.truncate(bytes)
    for (const { start, bytes: part } of source.loaded())
      await file.write(part, 0, part.length, start)
  } finally {
    await file.close()
  }
}
