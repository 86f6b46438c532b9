import { frame, frames, framesSeconds, PLAIN, variableFrames, type Stream } from './mpeg-frames.ts'
import { randomBytes, repeated, type Recipe } from './recipe.ts'
import { id3v2 } from './tags.ts'

const COUNT = 150
const sound = frames(PLAIN, COUNT)
const variable = variableFrames(PLAIN, COUNT)
const seconds = framesSeconds(PLAIN, COUNT)
const FREE = { ...PLAIN, free: 700 }

const PAGE = Buffer.from('<!doctype html><title>504</title><p>Gateway timeout. '.repeat(300))
const WARNING = /bytes in it are neither sound nor tags/

/** Bytes that are neither sound nor tags, some of which look a little like frames. */
const JUNKS: readonly { readonly what: string; readonly junk: Buffer }[] = [
  { what: '64 KB of zeros', junk: Buffer.alloc(65_536) },
  { what: '64 KB of random bytes', junk: randomBytes(65_536, 3) },
  { what: '1 MB of random bytes', junk: randomBytes(1_000_000, 4) },
  { what: '64 KB of ff', junk: repeated([0xff], 65_536) },
  { what: '64 KB of ff fb', junk: repeated([0xff, 0xfb], 65_536) },
  { what: '64 KB of headers in free format', junk: repeated([0xff, 0xfb, 0x00], 65_536) },
  { what: 'a web page', junk: PAGE },
  { what: 'torn frames between random bytes', junk: tornFrames(60) },
  { what: 'two frames now and then', junk: fewFrames(PLAIN, 2) },
  { what: 'four frames of free format now and then', junk: fewFrames(FREE, 4) },
]

/** So many frames in a row, the last of them torn, again and again at places that obey no rule. */
function fewFrames(stream: Stream, count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: 9 }, (_, index) => [
      randomBytes(600 + ((index * index * 97) % 500), index),
      ...Array.from({ length: count - 1 }, (__, at) => frame(stream, 0, index * 10 + at)),
      frame(stream, 0, index).subarray(0, 300),
    ]).flat(),
  )
}

/** Frames of free format in each of which there is what looks like the start of three more. */
function framesInFrames(count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) => {
      const whole = frame(FREE, 0, index)
      for (const at of [100, 250, 430]) whole.copy(whole, at + ((index * 37) % 90), 0, 4)
      return whole
    }),
  )
}

/** Starts of frames that nothing follows where they say. */
function tornFrames(count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      Buffer.concat([frame(PLAIN, 0, index).subarray(0, 300), randomBytes(700, index)]),
    ),
  )
}

function made(name: string, parts: readonly Buffer[], lasting: number): Recipe {
  return { name, file: 'talk.mp3', bytes: Buffer.concat(parts), seconds: lasting }
}

function junky(name: string, parts: readonly Buffer[], lasting: number): Recipe {
  return { ...made(name, parts, lasting), warning: WARNING }
}

/** Recordings with bytes in them that do not belong there. */
export const JUNK_RECIPES: readonly Recipe[] = [
  ...JUNKS.flatMap(({ what, junk }) => [
    junky(`${what} before the sound`, [junk, sound], seconds),
    junky(`${what} behind the sound`, [sound, junk], seconds),
    junky(`${what} between two parts of it`, [id3v2(), sound, junk, variable], seconds * 2),
  ]),
  junky(
    '64 KB of headers without frames before the sound',
    [repeated([0xff, 0xfb, 0x90], 65_536), sound],
    seconds,
  ),
  junky(
    'free format with junk in its midst',
    [frames(FREE, 40), randomBytes(9000, 5), frames(FREE, 40)],
    framesSeconds(FREE, 80),
  ),
  made('free format with headers inside its frames', [framesInFrames(40)], framesSeconds(FREE, 40)),
  made('a few bytes before the sound', [Buffer.from('\r\n\r\n'), sound], seconds),
  made('a few bytes behind the sound', [sound, Buffer.from('\r\n')], seconds),
  made(
    'a byte too many behind each second',
    Array.from({ length: 5 }, (_, index) => [frames(PLAIN, 38, index), Buffer.alloc(1)]).flat(),
    framesSeconds(PLAIN, 38 * 5),
  ),
]
