import type { Client } from './client.ts'
import { Unfetchable } from './failures.ts'
import { conditionalHeaders, readVersion } from './version.ts'
import { type FetchOptions, withClient } from './with-client.ts'

/** A small file from another machine. */
export interface FetchedFile {
  readonly bytes: Buffer
  /** As the server sends them, for a conditional request next time. */
  readonly etag: string | null
  readonly modified: string | null
}

/** From the last request. */
type KnownFile = Pick<FetchedFile, 'etag' | 'modified'>

export interface FetchFileOptions extends FetchOptions {
  readonly known: KnownFile | null
  /** The limit of bytes. */
  readonly most: number
}

/**
 * Fetches a small file, e.g. an image.
 *
 * @returns Null where it has not changed.
 * @throws {FetchError} If it cannot be fetched within the limits.
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
    throw status === 200 ? tooLarge(most) : new Unfetchable(`responds with status ${status}`)
  }
  const { etag, modified } = readVersion(headers, null)
  return { bytes: await readAll(body, most), etag, modified }
}

async function readAll(body: AsyncGenerator<Buffer>, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  // Leaving the loop aborts the response.
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > most) throw tooLarge(most)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function tooLarge(most: number): Unfetchable {
  return new Unfetchable(`has more than ${most / 1e6} MB; upload a smaller one`)
}
