import {
  frame,
  frames,
  framesSeconds,
  PLAIN,
  variableFrames,
  wholeFrames,
  type Stream,
} from './mpeg-frames.ts'
import { xingFrame } from './mpeg-headers.ts'
import { TORN, type Recipe } from './recipe.ts'
import { ape, id3v1, id3v2 } from './tags.ts'

const COUNT = 150
const sound = frames(PLAIN, COUNT)
const other = frames(PLAIN, COUNT, 2)
const variable = variableFrames(PLAIN, COUNT, 3)
const LAME = { encoder: 'LAME3.100', delay: 576, padding: 900 } as const
const header = xingFrame(PLAIN, { frames: COUNT, gapless: LAME })
const FREE: Stream = { ...PLAIN, free: 700 }
const SLOW: Stream = { ...PLAIN, rate: 48_000 }
const SPEECH: Stream = { ...PLAIN, version: 2, rate: 22_050, kbps: 64, mode: 'mono' }
const OLD: Stream = { ...PLAIN, layer: 2, kbps: 192 }

const CUT = /header states .* cut off/
const JOINED = /header states .* appended/
const CHANGED = /sampling rate changes between/

function seconds(count: number, stream = PLAIN): number {
  return framesSeconds(stream, count)
}

function made(
  name: string,
  parts: readonly Buffer[],
  lasting: number,
  more: Partial<Recipe> = {},
): Recipe {
  return { name, file: 'talk.mp3', bytes: Buffer.concat(parts), seconds: lasting, ...more }
}

/** Frames of which the last were cut off: the bytes, and the seconds of the whole ones. */
function cutAt(bytes: number): { readonly bytes: Buffer; readonly seconds: number } {
  return { bytes: sound.subarray(0, bytes), seconds: seconds(wholeFrames(PLAIN, bytes)) }
}

const half = cutAt(30_000)
const tail = {
  bytes: sound.subarray(20_000),
  seconds: seconds(COUNT - wholeFrames(PLAIN, 20_000) - 1),
}

/** A recording for each sentence, joined as they are: what a voice that reads aloud leaves behind. */
const clips = Array.from({ length: 40 }, (_, index) => [
  id3v2(),
  xingFrame(PLAIN, { mark: 'Info', frames: 20 }),
  frames(PLAIN, 20, index),
  id3v1(),
]).flat()

const CUTS: readonly Recipe[] = [
  made('a last frame without its last byte', [sound.subarray(0, -1)], seconds(COUNT - 1), {
    warning: TORN,
  }),
  made('a last frame of a header alone', [sound, frame(PLAIN).subarray(0, 4)], seconds(COUNT), {
    warning: TORN,
  }),
  made('a last frame torn before ID3v1', [sound.subarray(0, -200), id3v1()], seconds(COUNT - 1), {
    warning: TORN,
  }),
  made('a last frame torn before APE', [sound.subarray(0, -200), ape(2)], seconds(COUNT - 1), {
    warning: TORN,
  }),
  made('a first frame without its start', [sound.subarray(200)], seconds(COUNT - 1)),
  made('no end, behind a header', [header, half.bytes], half.seconds, { warning: CUT }),
  made('no end, but a tag', [id3v2(), header, half.bytes, id3v1()], half.seconds, { warning: CUT }),
  made(
    'a hole of one frame',
    [sound.subarray(0, 417), sound.subarray(417 + 418)],
    seconds(COUNT - 1),
  ),
  made(
    'a hole of 10 KB',
    [sound.subarray(0, 10_000), tail.bytes],
    cutAt(10_000).seconds + tail.seconds,
  ),
  made(
    'a frame whose header was overwritten',
    [Buffer.alloc(4), sound.subarray(4)],
    seconds(COUNT - 1),
  ),
  made(
    'a frame in its midst whose header was overwritten',
    [sound.subarray(0, 417), Buffer.alloc(4), sound.subarray(421)],
    seconds(COUNT - 1),
  ),
  made(
    'free format whose last frame is torn',
    [frames(FREE, 40).subarray(0, -100)],
    seconds(39, FREE),
    { warning: TORN },
  ),
  made(
    'frames of 320 kbit/s torn by frames of 32',
    [frames({ ...PLAIN, kbps: 320 }, 50).subarray(0, -1000), frames({ ...PLAIN, kbps: 32 }, 100)],
    seconds(149),
  ),
]

const JOINS: readonly Recipe[] = [
  made('advertising before it', [frames(PLAIN, 100, 4), header, sound], seconds(100 + COUNT), {
    warning: JOINED,
  }),
  made('advertising behind it', [header, sound, other], seconds(2 * COUNT), { warning: JOINED }),
  made(
    'advertising in its midst',
    [header, sound.subarray(0, 417), other, sound.subarray(417)],
    seconds(2 * COUNT),
    { warning: JOINED },
  ),
  made(
    'advertising in the midst of a frame',
    [header, sound.subarray(0, 30_000), other, sound.subarray(30_000)],
    seconds(2 * COUNT - 1),
    { warning: JOINED },
  ),
  made(
    'advertising of another bit rate',
    [header, sound, frames({ ...PLAIN, kbps: 64 }, 90), other],
    seconds(2 * COUNT + 90),
    { warning: JOINED },
  ),
  made('two recordings with a header each', [header, sound, header, other], seconds(2 * COUNT), {
    warning: JOINED,
  }),
  made(
    'two recordings with tags and headers each',
    [id3v2(), header, sound, id3v1(), id3v2(), header, variable, id3v1()],
    seconds(2 * COUNT),
    { warning: JOINED },
  ),
  made('two recordings without headers', [sound, variable], seconds(2 * COUNT)),
  made('forty clips with tags and headers each', clips, seconds(800), { warning: JOINED }),
  made('sound that goes on in layer II', [sound, frames(OLD, 100)], seconds(COUNT + 100)),
  made('free format joined to a plain stream', [frames(FREE, 40), sound], seconds(40 + COUNT)),
  made('a plain stream joined to free format', [sound, frames(FREE, 40)], seconds(40 + COUNT)),
  ...[SLOW, SPEECH].flatMap((next) => [
    made(
      `sound that goes on at ${next.rate} Hz`,
      [sound, frames(next, 100)],
      seconds(COUNT) + seconds(100, next),
      { warning: CHANGED },
    ),
    made(
      `two frames of ${next.rate} Hz at the start`,
      [frames(next, 2), sound],
      seconds(COUNT) + seconds(2, next),
      { warning: CHANGED },
    ),
  ]),
]

/** Recordings that were cut or joined. */
export const JOIN_RECIPES: readonly Recipe[] = [...CUTS, ...JOINS]
