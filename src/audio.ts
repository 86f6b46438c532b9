import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Audio } from './audio/audio.ts'
import { probeFile } from './audio/probe-file.ts'
import { probeUrl } from './audio/probe-url.ts'
import { NAMED } from './net/reach.ts'

export type { Audio, AudioChapter, How, Tags } from './audio/audio.ts'
export { ProbeError } from './audio/facts.ts'

/** Options of {@link measure}. */
export interface MeasureOptions {
  /** Whether a recording on another host is downloaded completely; false by default, which fetches a few parts of it. */
  readonly exact?: boolean
  /** Stops early and throws the reason of the signal. */
  readonly signal?: AbortSignal
}

/**
 * Measures a recording: its duration, size and type, from its content alone.
 *
 * All frames of a file are counted. Of a recording on another host, only as many parts are fetched as
 * are needed to be certain; {@link Audio.how} says which of the two was done.
 *
 * @param source A path, an address (`https:`, `http:` or `file:`), or the bytes themselves.
 * @throws {ProbeError} If it cannot be read or fetched, contains no sound, or is in a format that
 *   podcast apps do not play. The message is a sentence for whoever gave the recording.
 */
export async function measure(
  source: string | URL | Uint8Array,
  { exact = false, signal }: MeasureOptions = {},
): Promise<Audio> {
  const options = signal === undefined ? {} : { signal }
  if (source instanceof Uint8Array) return measureBytes(source, options)
  const address = String(source)
  if (/^https?:/i.test(address)) return probeUrl(address, { ...options, exact, reach: NAMED })
  const path = /^file:/i.test(address) ? fileURLToPath(address) : address
  return probeFile(path, { ...options, tags: true })
}

/** Measures bytes in memory by way of a temporary file, because meters read files. */
async function measureBytes(
  bytes: Uint8Array,
  options: { readonly signal?: AbortSignal },
): Promise<Audio> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-'))
  try {
    const file = join(folder, 'recording')
    await writeFile(file, bytes)
    return await probeFile(file, { ...options, tags: true })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
