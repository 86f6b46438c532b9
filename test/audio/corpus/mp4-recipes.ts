import { randomBytes, TORN, type Recipe } from './recipe.ts'

/** Samples of 1024 units at 44.1 kHz, as AAC has them; made by hand, so that a cut is exact. */
const RATE = 44_100
const DURATION = 1024
const SIZE = 200
const COUNT = 400
const PER_CHUNK = 20
/** Units of the movie's own time per second. */
const MOVIE = 600

interface Mp4 {
  readonly brand?: string
  /** Which parts are played: start and duration, in units of the track and of the movie. */
  readonly edits?: readonly (readonly [number, number])[]
  readonly userData?: Buffer
  /** Offsets of eight bytes. */
  readonly long?: boolean
  readonly handler?: string
  /** Samples that the index tells of; those in fragments come on top. */
  readonly count?: number
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([u32(8 + body.length), Buffer.from(type, 'latin1'), body])
}

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, place) => bytes.writeUInt32BE(value >>> 0, place * 4))
  return bytes
}

function index(options: Mp4, offset: number): Buffer {
  const { handler = 'soun', count = COUNT, userData } = options
  const time = count * DURATION
  const media = box(
    'mdia',
    box('mdhd', u32(0, 0, 0, RATE, time, 0)),
    box('hdlr', u32(0, 0), Buffer.from(handler), u32(0, 0, 0), Buffer.from('\0')),
    box('minf', box('stbl', ...tables(options, offset))),
  )
  const edits = options.edits?.flatMap(([start, duration]) => [duration, start, 0x10000])
  return box(
    'moov',
    box('mvhd', u32(0, 0, 0, MOVIE, Math.round((time / RATE) * MOVIE)), Buffer.alloc(80)),
    box(
      'trak',
      box('tkhd', u32(7, 0, 0, 1, 0, 0), Buffer.alloc(60)),
      edits ? box('edts', box('elst', u32(0, edits.length / 3, ...edits))) : Buffer.alloc(0),
      media,
    ),
    box('mvex', box('trex', u32(0, 1, 1, DURATION, SIZE, 0))),
    userData ? box('udta', userData) : Buffer.alloc(0),
  )
}

function tables({ count = COUNT, long = false }: Mp4, offset: number): readonly Buffer[] {
  const chunks = Array.from(
    { length: Math.ceil(count / PER_CHUNK) },
    (_, chunk) => offset + chunk * PER_CHUNK * SIZE,
  )
  const entry = Buffer.concat([
    u32(36),
    Buffer.from('mp4a'),
    u32(0, 1, 0, 0),
    u32((1 << 16) | 16, 0, RATE * 65_536),
  ])
  return [
    box('stsd', u32(0, 1), entry),
    box('stts', u32(0, count > 0 ? 1 : 0, ...(count > 0 ? [count, DURATION] : []))),
    box('stsc', u32(0, count > 0 ? 1 : 0, ...(count > 0 ? [1, PER_CHUNK, 1] : []))),
    box('stsz', u32(0, 0, count, ...Array<number>(count).fill(SIZE))),
    long
      ? box('co64', u32(0, chunks.length, ...chunks.flatMap((chunk) => [0, chunk])))
      : box('stco', u32(0, chunks.length, ...chunks)),
  ]
}

const type = (brand = 'M4A '): Buffer =>
  box('ftyp', Buffer.from(brand), u32(0), Buffer.from('mp42'))

/** The index first, as for the web, or last, as encoders write it. */
function mp4(options: Mp4 = {}, last = false): Buffer {
  const { count = COUNT } = options
  const data = box('mdat', randomBytes(count * SIZE, 31))
  const start = type(options.brand)
  if (last) return Buffer.concat([start, data, index(options, start.length + 8)])
  const offset = start.length + index(options, 0).length + 8
  return Buffer.concat([start, index(options, offset), data])
}

/** A fragment with a size for each sample, or with none where the defaults hold. */
function fragment(samples: number, sizes: boolean): Buffer {
  const run = (offset: number): Buffer =>
    box(
      'trun',
      u32(sizes ? 0x201 : 1, samples, offset, ...(sizes ? Array<number>(samples).fill(SIZE) : [])),
    )
  const head = (offset: number): Buffer =>
    box('moof', box('mfhd', u32(0, 1)), box('traf', box('tfhd', u32(0x20000, 1)), run(offset)))
  return Buffer.concat([
    head(head(0).length + 8),
    box('mdat', randomBytes(samples * SIZE, samples)),
  ])
}

function fragmented(sizes: boolean): Buffer {
  return Buffer.concat([
    mp4({ count: 0 }),
    ...[60, 60, 60].map((samples) => fragment(samples, sizes)),
  ])
}

function hex(value: number, digits = 8): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}

/** What iTunes notes of the samples that are sound. */
function gapless(delay: number, padding: number, samples: number): Buffer {
  const note = ` 00000000 ${hex(delay)} ${hex(padding)} ${hex(samples, 16)} 00000000`
  const name = box('name', u32(0), Buffer.from('iTunSMPB'))
  return box(
    'meta',
    u32(0),
    box(
      'ilst',
      box(
        '----',
        box('mean', u32(0), Buffer.from('com.apple.iTunes')),
        name,
        box('data', u32(1, 0), Buffer.from(note)),
      ),
    ),
  )
}

const seconds = (samples: number): number => (samples * DURATION) / RATE
const CUT = /header states .* cut off/

function recipe(
  name: string,
  bytes: Buffer,
  lasting: number | null,
  more: Partial<Recipe> = {},
): Recipe {
  return { name, file: 'talk.m4a', bytes, seconds: lasting, ...more }
}

/** MP4 files, whole and not. */
export const MP4_RECIPES: readonly Recipe[] = [
  recipe('MP4', mp4(), seconds(COUNT)),
  recipe('MP4 with its index last', mp4({}, true), seconds(COUNT)),
  recipe('MP4 with offsets of eight bytes', mp4({ long: true }), seconds(COUNT)),
  recipe('MP4 whose first second is not played', mp4({ edits: [[RATE, 0]] }), seconds(COUNT) - 1),
  recipe(
    'MP4 of which two parts are played',
    mp4({
      edits: [
        [0, MOVIE],
        [RATE * 3, MOVIE * 2],
      ],
    }),
    3,
  ),
  recipe(
    'MP4 with silence before the sound',
    mp4({
      edits: [
        [-1, MOVIE],
        [0, MOVIE * 4],
      ],
    }),
    5,
  ),
  recipe(
    'MP4 whose edits reach behind its end',
    mp4({ edits: [[0, MOVIE * 3600]] }),
    seconds(COUNT),
  ),
  recipe(
    'MP4 with the samples that iTunes counted',
    mp4({ userData: gapless(2112, 900, COUNT * DURATION - 3012) }),
    seconds(COUNT) - 3012 / RATE,
  ),
  recipe(
    'MP4 with a wrong count of iTunes',
    mp4({ userData: gapless(2112, 900, 1000) }),
    seconds(COUNT),
  ),
  recipe('MP4 that was cut off', mp4().subarray(0, -(SIZE * 150 + 10)), seconds(COUNT - 151), {
    warning: CUT,
  }),
  recipe(
    'MP4 with edits that was cut off',
    mp4({ edits: [[1024, 0]] }).subarray(0, -(SIZE * 150)),
    seconds(COUNT - 151),
    { warning: CUT },
  ),
  recipe('MP4 in fragments', fragmented(false), seconds(180)),
  recipe('MP4 in fragments with sizes', fragmented(true), seconds(180)),
  recipe(
    'MP4 in fragments that was cut off',
    fragmented(false).subarray(0, -(SIZE * 10 + 1)),
    seconds(169),
    { warning: TORN },
  ),
  recipe(
    'MP4 in fragments with sizes that was cut off',
    fragmented(true).subarray(0, -(SIZE * 10 + 1)),
    seconds(169),
    { warning: TORN },
  ),
  recipe(
    'MP4 that goes on in fragments',
    Buffer.concat([mp4(), fragment(50, true)]),
    seconds(COUNT + 50),
  ),
  recipe('MP4 cut off before its sound', mp4().subarray(0, -SIZE * COUNT), null, {
    refusal: /cut off before its sound begins/,
  }),
  recipe('MP4 cut off inside its index', mp4().subarray(0, 1000), null, {
    refusal: /ends inside its index/,
  }),
  recipe('MP4 without an index', mp4({}, true).subarray(0, 60_000), null, {
    refusal: /lacks its index \(the moov box\)/,
  }),
  recipe('MP4 without sound', mp4({ handler: 'vide' }), null, {
    refusal: /is a video without sound/,
  }),
  recipe('MP4 with an empty index', mp4({ count: 0 }), null, { refusal: /no sound after it/ }),
  {
    ...recipe('MP4 named .mp3', mp4(), seconds(COUNT)),
    file: 'talk.mp3',
    warning: /audio\/x-m4a, though its name ends in "\.mp3"/,
  },
]
