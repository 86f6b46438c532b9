import type { TimedText } from '../../posts/timed-text/cue.ts'
import { parseTimedText } from '../../posts/timed-text/timed-text.ts'
import type { Disk, FileFacts } from '../folder/disk.ts'

/** Local transcripts with times, each read once for each state that it is in. */
export interface TimedTexts {
  /**
   * The same object for as long as the file stays as it is.
   *
   * @param type One of `TIMED_TYPES`.
   * @throws {RangeError} If it cannot be read as that; the message is a sentence for its author.
   */
  readonly read: (file: string, facts: FileFacts, type: string, disk: Disk) => Promise<TimedText>
}

interface Memory extends FileFacts {
  readonly type: string
  readonly content: Promise<TimedText>
}

/** Four bytes a character at most; what is longer is not even read. */
const MAX_BYTES = 40_000_000

export function createTimedTexts(): TimedTexts {
  const memory = new Map<string, Memory>()
  return {
    read(file, facts, type, disk) {
      const known = memory.get(file)
      if (known !== undefined && isSame(known, { ...facts, type })) return known.content
      const content = readUtf8(file, facts, disk).then((text) => parseTimedText(text, type))
      memory.set(file, { ...facts, type, content })
      return content
    },
  }
}

function isSame(a: Omit<Memory, 'content'>, b: Omit<Memory, 'content'>): boolean {
  return a.bytes === b.bytes && a.modified === b.modified && a.type === b.type
}

/**
 * Reads a file that goes out as UTF-8.
 *
 * @throws {RangeError} If it is in another encoding, or too large for a transcript.
 */
export async function readUtf8(file: string, { bytes }: FileFacts, disk: Disk): Promise<string> {
  if (bytes > MAX_BYTES) {
    throw new RangeError(`expected at most ${MAX_BYTES / 1e6} MB, got ${Math.ceil(bytes / 1e6)} MB`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await disk.read(file))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new RangeError('expected UTF-8, got another encoding; save it as UTF-8', { cause })
  }
}
