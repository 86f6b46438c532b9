import { formatsOf, recognise } from './recognise.ts'
import { Recording } from './recording.ts'
import { readCoverOf } from './tags/read-tags.ts'

/**
 * Reads the picture of the front cover that is in a recording on this machine; null where there is
 * none.
 *
 * @param descriptor Of the recording, which whoever opened it closes; its path then only names it.
 * @throws {ProbeError} If the recording cannot be read.
 */
export async function readCover(path: string, descriptor?: number): Promise<Uint8Array | null> {
  const recording = new Recording(path, descriptor)
  try {
    const sniffed = recognise(recording.read)
    if ('other' in sniffed) return null
    const [format] = formatsOf(sniffed)
    return await readCoverOf(recording, format)
  } finally {
    recording.close()
  }
}
