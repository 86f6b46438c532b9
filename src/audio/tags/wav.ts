import { isUtf8 } from 'node:buffer'
import type { Content, Read } from '../content.ts'
import { LARGEST_TEXT, uint32LE, type Carrier } from './carrier.ts'
import { carryId3 } from './id3.ts'

/** Title, artist and album in a LIST INFO chunk. */
const WANTED: ReadonlySet<string> = new Set(['INAM', 'IART', 'IPRD'])
const HEAD_BYTES = 8
/** The most chunks that are read; there are rarely more than ten. */
const MOST = 1000

interface Chunk {
  readonly id: string
  readonly start: number
  readonly end: number
}

/** The most chunks that are copied: usually a list and a tag. */
const MOST_TAKEN = 4
/** Declares UTF-8; otherwise texts would be read as Latin-1. */
const UTF8 = Buffer.concat([uint32LE(65_001), Buffer.alloc(4)])

/** Copies the LIST INFO chunk of a WAV recording, and the ID3v2 tag in it. */
export function carryWav({ read, bytes }: Content): Carrier | null {
  const chunks = [...chunksOf(read, 12, bytes)].flatMap((chunk) => rewrite(read, chunk) ?? [])
  if (chunks.length === 0) return null
  const content = Buffer.concat([Buffer.from('WAVE'), ...chunks.slice(0, MOST_TAKEN)])
  return { bytes: writeChunk('RIFF', content), type: 'audio/wav' }
}

function* chunksOf(read: Read, from: number, to: number): Generator<Chunk> {
  let at = from
  for (let count = 0; at + HEAD_BYTES <= to && count < MOST; count++) {
    const head = read(at, HEAD_BYTES)
    if (head.length < HEAD_BYTES) return
    const start = at + HEAD_BYTES
    const end = start + head.readUInt32LE(4)
    yield { id: head.toString('latin1', 0, 4), start, end }
    at = end + ((end - start) % 2)
  }
}

/** Copies the parts of a chunk that are used; null for none. */
function rewrite(read: Read, { id, start, end }: Chunk): Buffer | null {
  if (id.toLowerCase() === 'id3 ') {
    const tag = carryId3({ read: (at, length) => read(start + at, length) })
    return tag && writeChunk('id3 ', tag.bytes)
  }
  const isList = id === 'LIST' && read(start, 4).toString('latin1') === 'INFO'
  return isList ? rewriteList(read, start + 4, end) : null
}

function rewriteList(read: Read, start: number, end: number): Buffer {
  const texts = [...chunksOf(read, start, end)]
    .filter((text) => WANTED.has(text.id) && text.end - text.start <= LARGEST_TEXT)
    .slice(0, WANTED.size)
    .map((text) => ({ id: text.id, content: read(text.start, text.end - text.start) }))
  const list = texts.map(({ id, content }) => writeChunk(id, content))
  const written = writeChunk('LIST', Buffer.concat([Buffer.from('INFO'), ...list]))
  const isEncoded = texts.every(({ content }) => isUtf8(content))
  return isEncoded ? Buffer.concat([writeChunk('CSET', UTF8), written]) : written
}

function writeChunk(id: string, content: Buffer): Buffer {
  const padding = Buffer.alloc(content.length % 2)
  return Buffer.concat([Buffer.from(id, 'latin1'), uint32LE(content.length), content, padding])
}
