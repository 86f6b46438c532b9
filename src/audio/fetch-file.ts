import type { Client } from './http/client.ts'
import { Unfetchable } from './http/unfetchable.ts'
import { conditionalHeaders, readVersion } from './http/version.ts'
import { type FetchOptions, withClient } from './http/with-client.ts'

/** A small file of another machine, whole. */
export interface FetchedFile {
  readonly bytes: Buffer
  /** As its server writes them; they make the next look cheap. */
  readonly etag: string | null
  readonly modified: string | null
}

/** What was seen of it at the last look. */
type KnownFile = Pick<FetchedFile, 'etag' | 'modified'>

export interface FetchFileOptions extends FetchOptions {
  readonly known: KnownFile | null
  /** Bytes that it may have. */
  readonly most: number
}

/**
 * Fetches a file that belongs to a recording, e.g. a picture.
 *
 * @returns Null where it is still the one that is known.
 * @throws {ProbeError} If it cannot be fetched within the limits.
 */
export function fetchFile(url: string, options: FetchFileOptions): Promise<FetchedFile | null> {
  return withClient(url, options, (client) => fetchWhole(client, options))
}

async function fetchWhole(
  client: Client,
  { known, most }: FetchFileOptions,
): Promise<FetchedFile | null> {
  const conditions = known === null ? {} : conditionalHeaders({ ...known, bytes: null })
  const answer = await client.get(conditions)
  const { status, headers, body } = answer
  if (status === 304) {
    await answer.finish()
    return null
  }
  const length = Number(headers['content-length'] ?? 0)
  if (status !== 200 || length > most) {
    answer.discard()
    throw status === 200 ? tooLarge(most) : new Unfetchable(`is answered with status ${status}`)
  }
  const { etag, modified } = readVersion(headers, null)
  return { bytes: await readAll(body, most), etag, modified }
}

async function readAll(body: AsyncGenerator<Buffer>, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  // Leaving the loop ends the answer.
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > most) throw tooLarge(most)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function tooLarge(most: number): Unfetchable {
  return new Unfetchable(`has more than ${most / 1e6} MB; put a smaller one there`)
}
