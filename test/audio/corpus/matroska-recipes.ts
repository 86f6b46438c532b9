import { randomBytes, type Recipe } from './recipe.ts'

/** An element of EBML; its size is written in eight bytes, or left open. */
function element(id: number, content: Buffer, isOpen = false): Buffer {
  const name = Buffer.from(id.toString(16), 'hex')
  const size = Buffer.alloc(8, 0xff)
  size.writeUInt8(1)
  if (!isOpen) size.writeUIntBE(content.length, 2, 6)
  if (!isOpen) size.writeUInt8(0, 1)
  return Buffer.concat([name, size, content])
}

function number(id: number, value: number): Buffer {
  const content = Buffer.alloc(6)
  content.writeUIntBE(value, 0, 6)
  return element(id, content)
}

function text(id: number, value: string): Buffer {
  return element(id, Buffer.from(value, 'latin1'))
}

/** How the sizes of the frames in one block are written. RFC 9559 section 10.3. */
const LACINGS = {
  none: { flag: 0, sizes: () => Buffer.alloc(0) },
  Xiph: { flag: 2, sizes: xiphSizes },
  fixed: { flag: 4, sizes: () => Buffer.alloc(0) },
  EBML: { flag: 6, sizes: ebmlSizes },
} as const
type Lacing = keyof typeof LACINGS

function xiphSizes(frames: readonly Buffer[]): Buffer {
  return Buffer.from(
    frames
      .slice(0, -1)
      .flatMap(({ length }) => [
        ...Array<number>(Math.floor(length / 255)).fill(255),
        length % 255,
      ]),
  )
}

/** The first size, then differences, of which 0 is in the midst of what two bytes can tell. */
function ebmlSizes(frames: readonly Buffer[]): Buffer {
  return Buffer.concat(
    frames.slice(0, -1).map(({ length }, index) => {
      const before = frames[index - 1]?.length ?? 0
      const bytes = Buffer.alloc(2)
      bytes.writeUInt16BE(0x4000 | (index === 0 ? length : length - before + 8191))
      return bytes
    }),
  )
}

/** What a recording in Matroska is to be like. */
interface Matroska {
  readonly codec: string
  readonly lacing?: Lacing
  /** Frames of a block. */
  readonly laced?: number
  readonly blocks?: number
  /** Nanoseconds of a frame as the track states them. */
  readonly stated?: number
  /** Nanoseconds before the sound that are not played. */
  readonly delay?: number
  /** Nanoseconds of the last block that are not played. */
  readonly padding?: number
  /** Whether sizes are left open, as by what records and sends at the same time. */
  readonly isOpen?: boolean
}

/** Milliseconds of a frame. */
const FRAME = 20
const NANOSECONDS = 1e6
/** What an Opus packet of one frame of 20 ms begins with. RFC 6716 section 3.1. */
const OPUS_20_MS = 0x08

function block(index: number, { lacing = 'none', laced = 1 }: Matroska): Buffer {
  const { flag, sizes } = LACINGS[lacing]
  const frames = Array.from({ length: laced }, (_, frame) => {
    const isEqual = lacing === 'fixed'
    const bytes = randomBytes(isEqual ? 90 : 60 + ((index + frame) % 5) * 90, index * 9 + frame)
    bytes.writeUInt8(OPUS_20_MS)
    return bytes
  })
  const head = Buffer.from([0x81, 0, 0, flag])
  head.writeInt16BE(index * laced * FRAME, 1)
  const count = lacing === 'none' ? [] : [Buffer.from([laced - 1]), sizes(frames)]
  return Buffer.concat([head, ...count, ...frames])
}

function matroska(options: Matroska): Buffer {
  const { codec, blocks = 50, stated, delay = 0, padding = 0, isOpen = false } = options
  const track = [
    number(0xd7, 1),
    number(0x83, 2),
    text(0x86, codec),
    number(0x56aa, delay),
    ...(stated === undefined ? [] : [number(0x23e383, stated)]),
    element(0xe1, number(0x9f, 1)),
  ]
  const all = Array.from({ length: blocks }, (_, index) => block(index, options))
  const last = [element(0xa1, all.pop() ?? Buffer.alloc(0)), number(0x75a2, padding)]
  const sound = [
    number(0xe7, 0),
    ...all.map((each) => element(0xa3, each)),
    element(0xa0, Buffer.concat(last)),
  ]
  return Buffer.concat([
    element(0x1a45dfa3, text(0x4282, 'matroska')),
    element(
      0x18538067,
      Buffer.concat([
        element(0x1654ae6b, element(0xae, Buffer.concat(track))),
        element(0x1f43b675, Buffer.concat(sound), isOpen),
      ]),
      isOpen,
    ),
  ])
}

function recipe(name: string, seconds: number, options: Matroska): Recipe {
  return { name, file: 'talk.mka', bytes: matroska(options), seconds }
}

const opus = { codec: 'A_OPUS' } as const
const aac = { codec: 'A_AAC', stated: FRAME * NANOSECONDS } as const

/** Recordings in Matroska, frames by themselves and several in one block. */
export const MATROSKA_RECIPES: readonly Recipe[] = [
  recipe('Matroska', 1, opus),
  recipe('Matroska whose sizes are left open', 1, { ...opus, isOpen: true }),
  recipe('Matroska that states how long a frame is', 1, aac),
  recipe('Matroska that does not tell how long a frame is', 1, { codec: 'A_AAC' }),
  recipe('Matroska with sound that is not played', 0.9865, {
    ...opus,
    delay: 6.5 * NANOSECONDS,
    padding: 7 * NANOSECONDS,
  }),
  ...(['Xiph', 'fixed', 'EBML'] as const).flatMap((lacing) => [
    recipe(`Matroska with Opus in ${lacing} lacing`, 4, { ...opus, lacing, laced: 8, blocks: 25 }),
    recipe(`Matroska with AAC in ${lacing} lacing`, 4, { ...aac, lacing, laced: 8, blocks: 25 }),
  ]),
]
