import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Audio } from '../audio.ts'
import { ProbeError } from '../facts.ts'
import { probeFile } from '../probe-file.ts'
import { Refused } from './refused.ts'

/** Without an ending, for that of the address is judged elsewhere. */
const NAME = 'recording'

/**
 * Measures a recording as if it were on this machine: it is for a moment, in a temporary folder.
 *
 * @param write Writes the copy to a path.
 * @throws {Refused} If there is nothing to be heard in it.
 */
export async function probeCopy(
  write: (path: string) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Audio> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-remote-'))
  try {
    const path = join(folder, NAME)
    await write(path)
    return await probeFile(path, { ...(signal && { signal }), tags: true })
  } catch (cause) {
    throw describe(cause)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function describe(cause: unknown): unknown {
  if (cause instanceof ProbeError) {
    return new Refused(cause.message.replace(`"${NAME}" `, ''), cause.refusal, { cause })
  }
  if (!(cause instanceof Error && 'syscall' in cause)) return cause
  const message = `does not fit into the folder for temporary files, where it is measured (${cause.message}); make room there`
  return new Refused(message, 'unreadable', { cause })
}
