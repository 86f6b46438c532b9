import type { Content, Read } from '../content.ts'
import { leadingTagBytes } from '../recognise.ts'
import { LARGEST_COVER, uint32BE, type Carrier } from './carrier.ts'
import { carryId3 } from './id3.ts'
import { LARGEST_COMMENTS, pickComments } from './vorbis-comments.ts'

/** Types of metadata blocks, and the picture type of a front cover. RFC 9639 sections 8.1 and 8.8. */
const STREAM_INFO = 0
const COMMENTS = 4
const PICTURE = 6
const FRONT_COVER = 3
const STREAM_INFO_BYTES = 34
const BLOCK_HEAD_BYTES = 4
/** Blocks that are read; a file rarely has more than six. */
const MOST_BLOCKS = 128

interface Block {
  readonly type: number
  readonly content: Buffer
}

/** Copies the comments and the cover of a FLAC recording, otherwise the ID3 tag before it. */
export function carryFlac(content: Content): Carrier | null {
  const blocks = [...blocksOf(content.read, COMMENTS, PICTURE)]
  const comments = blocks.find(({ type }) => type === COMMENTS)
  const picked = comments ? pickComments(comments.content) : null
  const pictures = blocks.filter(({ type }) => type === PICTURE)
  const picture = pictures.find(isFront) ?? pictures[0]
  return writeFlac(picked, picture?.content ?? null) ?? carryId3(content)
}

/** The picture type comes first. RFC 9639 section 8.8. */
function isFront({ content }: Block): boolean {
  return content[3] === FRONT_COVER
}

/** The comments of a FLAC recording; null for none. */
export function flacComments({ read }: Pick<Content, 'read'>): Buffer | null {
  return blocksOf(read, COMMENTS).next().value?.content ?? null
}

/** @yields The blocks of these types that are not too large. */
function* blocksOf(read: Read, ...types: readonly number[]): Generator<Block, undefined> {
  let at = leadingTagBytes(read)
  if (read(at, 4).toString('latin1') !== 'fLaC') return
  at += 4
  for (let count = 0; count < MOST_BLOCKS; count++) {
    const head = read(at, BLOCK_HEAD_BYTES)
    if (head.length < BLOCK_HEAD_BYTES) return
    const type = head.readUInt8(0) & 0x7f
    const bytes = head.readUIntBE(1, 3)
    const most = { [COMMENTS]: LARGEST_COMMENTS, [PICTURE]: LARGEST_COVER }[type] ?? 0
    const isWanted = types.includes(type) && bytes <= most
    const content = isWanted ? read(at + BLOCK_HEAD_BYTES, bytes) : Buffer.alloc(0)
    if (content.length === bytes && bytes > 0) yield { type, content }
    if (head.readUInt8(0) > 0x7f) return
    at += BLOCK_HEAD_BYTES + bytes
  }
}

/** Makes a FLAC file of these blocks only; null without any. */
export function writeFlac(comments: Buffer | null, picture: Buffer | null): Carrier | null {
  const info = { type: STREAM_INFO, content: Buffer.alloc(STREAM_INFO_BYTES) }
  const blocks = [
    info,
    ...(comments ? [{ type: COMMENTS, content: comments }] : []),
    ...(picture ? [{ type: PICTURE, content: picture }] : []),
  ]
  if (blocks.length === 1) return null
  const written = blocks.map(({ type, content }, index) => {
    const last = index === blocks.length - 1 ? 0x80 : 0
    return Buffer.concat([uint32BE((last + type) * 2 ** 24 + content.length), content])
  })
  return { bytes: Buffer.concat([Buffer.from('fLaC'), ...written]), type: 'audio/flac' }
}
