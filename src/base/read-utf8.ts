import type { Disk, FileFacts } from './disk.ts'

/** Larger files are not read. */
const MAX_BYTES = 40_000_000

/**
 * A text that may be read as JSON or the like: without the byte order mark that some editors put
 * before it.
 */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF+/, '')
}

/**
 * Reads a text file.
 *
 * @throws {RangeError} If it is not UTF-8, or too large for a transcript.
 */
export async function readUtf8(
  file: string,
  { bytes }: Pick<FileFacts, 'bytes'>,
  disk: Pick<Disk, 'read'>,
): Promise<string> {
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
