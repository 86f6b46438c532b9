import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Audio } from '../audio.ts'
import { probeFile } from '../probe-file.ts'
import type { Source } from './source.ts'

/**
 * Measures a recording as if it were on this machine: it is for a moment, in a temporary folder.
 *
 * @param name What its file is called there.
 * @throws {ProbeError} As {@link probeFile} does.
 */
export async function measureSpooled(
  source: Source,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Audio> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-remote-'))
  try {
    const path = join(folder, name)
    await pipeline(source.walk(), createWriteStream(path))
    return await probeFile(path, signal && { signal })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
