import type { Facts, Meter } from '../facts.ts'
import { createMeter } from '../meters.ts'
import type { Format } from '../sniff.ts'
import { HEADROOM } from '../window.ts'
import type { Source } from './source.ts'

/** Bytes that are counted at a time. */
const CHUNK_BYTES = 256 * 1024

/** The formats whose frames can be counted in a stream; the others need random access. */
const STREAMABLE: ReadonlySet<Format> = new Set(['mpeg', 'adts'])

export function isStreamable(format: Format): boolean {
  return STREAMABLE.has(format)
}

/**
 * Counts the frames of a recording in one pass and in constant memory.
 *
 * @param formats The possible formats; the first in which there is sound is used.
 * @returns Null if there is none.
 * @throws {Unplayable} If it is clear why it cannot be played.
 */
export async function measureWhole(
  source: Source,
  formats: readonly Format[],
): Promise<Facts | null> {
  const none = Buffer.alloc(0)
  const content = { bytes: 0, read: () => none }
  const meters = await Promise.all(formats.map((format) => createMeter(format, content)))
  for await (const chunk of chunksOf(source.walk())) {
    content.bytes += chunk.length - HEADROOM
    for (const meter of meters) meter.push(chunk, HEADROOM, chunk.length)
  }
  return firstFacts(meters)
}

// The same bytes in larger chunks, each after the space that meters need. The next one overwrites it.
async function* chunksOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafeSlow(HEADROOM + CHUNK_BYTES)
  let end = HEADROOM
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const copied = piece.copy(chunk, end, at)
      at += copied
      end += copied
      if (end < chunk.length) continue
      yield chunk
      end = HEADROOM
    }
  }
  if (end > HEADROOM) yield chunk.subarray(0, end)
}

function firstFacts(meters: readonly Meter[]): Facts | null {
  for (const meter of meters) {
    const facts = meter.end()
    if (facts) return facts
  }
  return null
}
